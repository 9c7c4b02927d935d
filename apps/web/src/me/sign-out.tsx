import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { atalaya } from '../app/atalaya.ts';

/** Signs out. The server is told as soon as it can be; here it counts at once. */
export const signOut = (): void => void atalaya.session.signOut().catch(() => {});

/** How many of one's messages the server does not have yet. */
export const useUnsent = (): number =>
  useStore(atalaya.outbox.items).filter(({ state }) => state !== 'sent').length;

/** Asks before unsent messages are lost by signing out. */
export function ConfirmSignOut({ onClose }: { onClose: () => void }) {
  const say = useSay();
  const unsent = useUnsent();
  return (
    <Confirm
      title={say('signOut.title')}
      text={say('signOut.unsent', { count: unsent })}
      confirm={say('me.signOut')}
      onConfirm={async () => signOut()}
      onClose={onClose}
    />
  );
}
