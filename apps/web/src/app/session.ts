import type { Me } from '@atalaya/api/types';
import { type SessionState, until } from '@atalaya/client';
import { useStore } from '@atalaya/ui/state';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, atalaya } from './atalaya.ts';

/** Finds out whether there is a session from last time. */
export const restoreSession = () => atalaya.session.restore();

/** Resolves when it is known whether someone is signed in. */
export const sessionSettled = (): Promise<SessionState> =>
  until(atalaya.session.state, ({ status }) => status !== 'restoring');

/** Oneself as the server knows one. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api.auth.me.query(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whoever is signed in. Only below the shell, which is not there otherwise. */
export function useMe(): Me {
  const state = useStore(atalaya.session.state);
  if (state.status !== 'signedIn') throw new Error('nobody is signed in');
  return useQuery({ ...meQuery, initialData: state.member }).data;
}
