import { AtalayaError, type SessionState } from '@atalaya/client';
import { moment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { isPolicy } from '@atalaya/ui/policies';
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { native } from '../app/native.ts';
import styles from './entry.module.css';

type Ban = Pick<AtalayaError, 'params'>;

/** The ban that an error of signing in or going on tells of. */
export const banIn = (error: unknown): Ban | null =>
  error instanceof AtalayaError && error.messageKey === 'error.forbidden.banned' ? error : null;

/** Whether a ban ended the session. */
export const isBanned = (session: SessionState): boolean =>
  session.status === 'signedOut' && (session.detail === 'banned' || banIn(session.error) !== null);

/** A line that was closed says no more than that; in a browser whoever asks to go on is told the reasons. */
function useReasons(session: SessionState): Ban | null {
  const told = session.status === 'signedOut' ? banIn(session.error) : null;
  const asked = useQuery({
    queryKey: ['ban'],
    queryFn: () => api.auth.refresh.mutate(undefined).then(() => null, banIn),
    enabled: isBanned(session) && !told && !native,
    gcTime: 0,
  });
  return told ?? asked.data ?? null;
}

/** What staff who are banned themselves are told: why, until when, and what can be done about it. */
export function BanReasons({ session, refusal }: { session: SessionState; refusal: Ban | null }) {
  const say = useSay();
  const reasons = useReasons(session);
  const ban = refusal ?? reasons;
  if (!ban) {
    return (
      <Alert color="red" variant="light" role="status" mb="md">
        {say('session.ended.banned')} {say('banned.unknown')}
      </Alert>
    );
  }
  const { policy, statement, until } = ban.params;
  const lines = [
    isPolicy(policy) && [
      say('sanction.why'),
      `${say(`policy.${policy}`)}. ${say(`policy.${policy}.text`)}`,
    ],
    statement && [say('sanction.statement'), String(statement)],
    [
      say('sanction.until'),
      typeof until === 'string' ? moment(say.locale, new Date(until)) : say('sanction.forGood'),
    ],
    [say('sanction.appeal.title'), say('sanction.appeal.banned')],
  ];
  return (
    <Alert color="red" variant="light" role="status" mb="md" title={say('banned.title')}>
      <dl className={styles.ban}>
        {lines.map(
          (line) =>
            line && (
              <div key={line[0]}>
                <dt>{line[0]}</dt>
                <dd>{line[1]}</dd>
              </div>
            ),
        )}
      </dl>
    </Alert>
  );
}
