import type { Me, Permission } from '@atalaya/api/types';
import { type SessionState, until } from '@atalaya/client';
import { useStore } from '@atalaya/ui/state';
import { atalaya } from './atalaya.ts';

/** Finds out whether there is a session from last time. */
export const restoreSession = () => atalaya.session.restore();

/** Resolves when it is known whether someone is signed in. */
export const sessionSettled = (): Promise<SessionState> =>
  until(atalaya.session.state, ({ status }) => status !== 'restoring');

/** Whoever is signed in. Only below the shell, which is not there otherwise. */
export function useMe(): Me {
  const state = useStore(atalaya.session.state);
  if (state.status !== 'signedIn') throw new Error('nobody is signed in');
  return state.member;
}

/** Whether one's role has the permission. The server decides; this only shows or hides. */
export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission);

export const isStaff = (me: Me): boolean => me.permissions.includes('moderation:read');

/** Signs out. The server is told as soon as it can be; here it counts at once. */
export const signOut = (): void => void atalaya.session.signOut().catch(() => {});
