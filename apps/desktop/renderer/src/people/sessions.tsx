import type { PersonDetail } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { type Spoken, useSay } from '@atalaya/ui/i18n';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useNow } from '../app/now.ts';
import { deviceOf } from './device.ts';
import styles from './dossier.module.css';

type Session = PersonDetail['sessions'][number];

/** Where a person is or was signed in: device, address, and how it ended. */
export function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const say = useSay();
  const now = useNow();
  return (
    <ul className={styles.list}>
      {sessions.map((session) => {
        const { browser, system } = deviceOf(session.device);
        const Icon =
          system === 'iOS' || system === 'Android' ? IconDeviceMobile : IconDeviceDesktop;
        const ended = endingOf(say, session, now);
        return (
          <li key={session.id} className={styles.session} data-open={!ended || undefined}>
            <Icon size={16} stroke={1.6} aria-hidden />
            <div>
              <p className={styles.line} title={session.device}>
                <strong>{deviceText(say, browser, system)}</strong>
                <code>{session.ip}</code>
              </p>
              <p className={styles.small}>
                <span className={styles.state}>{ended ?? say('dossier.session.open')}</span> ·{' '}
                <time
                  dateTime={session.lastActiveAt.toISOString()}
                  title={fullStamp(say.locale, session.lastActiveAt)}
                >
                  {relative(say.locale, session.lastActiveAt, now)}
                </time>{' '}
                ·{' '}
                {say('dossier.session.since', {
                  when: relative(say.locale, session.createdAt, now),
                })}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function deviceText(say: Spoken, browser?: string, system?: string): string {
  if (browser && system) return say('dossier.session.device', { browser, system });
  return browser ?? system ?? say('dossier.session.unknown');
}

/** Why a session is over; null while it is open. */
function endingOf(say: Spoken, session: Session, now: Date): string | null {
  if (session.revokedAt) {
    const key = `dossier.session.ended.${session.revokedReason}`;
    return say(say.knows(key) ? key : 'dossier.session.closed');
  }
  return session.expiresAt <= now ? say('dossier.session.ended.expired') : null;
}
