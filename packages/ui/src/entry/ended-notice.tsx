import { Alert } from '@mantine/core';
import { useSay } from '../i18n/index.ts';

/** The server's words for ending a session, as far as there are sentences for them. */
const endings = ['banned', 'deactivated', 'refreshReused', 'signedOut'] as const;

/** A session as the client knows it. */
type Session =
  | {
      status: 'signedOut';
      reason: 'none' | 'signedOut' | 'expired' | 'ended';
      detail: string | null;
    }
  | { status: 'restoring' | 'signedIn' };

/** Why the last session came to its end, told on the page where one starts anew. */
export function EndedNotice({ session }: { session: Session }) {
  const say = useSay();
  if (session.status !== 'signedOut') return null;
  const { reason, detail } = session;
  if (reason === 'none' || reason === 'signedOut') return null;
  const ending = endings.find((word) => word === detail) ?? reason;
  return (
    <Alert color={ending === 'banned' ? 'red' : 'amber'} variant="light" role="status" mb="md">
      {say(`session.ended.${ending}`)}
    </Alert>
  );
}
