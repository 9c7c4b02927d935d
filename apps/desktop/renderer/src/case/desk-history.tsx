import type { CaseDetail, DeskEvent } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { type Spoken, useSay } from '@atalaya/ui/i18n';
import pane from './case-pane.module.css';
import styles from './flags.module.css';

/** What was arranged about the case so far. */
export function DeskHistory({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  if (detail.desk.length === 0) return null;
  return (
    <section className={pane.section}>
      <h3>{say('desk.history')}</h3>
      <ul className={styles.list}>
        {detail.desk.map((event) => (
          <li key={event.id}>
            <div>
              <p className={styles.line}>
                <strong>{sentence(say, event)}</strong>
                {event.by && <span>{event.by.displayName}</span>}
                <time
                  dateTime={event.createdAt.toISOString()}
                  title={fullStamp(say.locale, event.createdAt)}
                >
                  {relative(say.locale, event.createdAt)}
                </time>
              </p>
              {event.note && <p className={styles.note}>{event.note}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentence(say: Spoken, { kind, by, member, until }: DeskEvent): string {
  if (kind === 'assigned') return say('desk.event.assigned', { name: member?.displayName ?? '' });
  if (kind === 'snoozed') {
    return say('desk.event.snoozed', { when: until ? fullStamp(say.locale, until) : '' });
  }
  if (kind === 'woken') return say(by ? 'desk.event.woken' : 'desk.event.back');
  return say(`desk.event.${kind}`);
}
