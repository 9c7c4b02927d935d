import type { CaseDetail, DeskEvent } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconArrowBigUpLines, IconClockPause, IconUserCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNow } from '../app/now.ts';
import { useMe } from '../app/session.ts';
import { snoozedUntil } from '../queue/filters.ts';
import styles from './desk.module.css';

/** How the open case is worked on now: whose it should be, whether it was escalated, until when it is put off. */
export function DeskState({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const now = useNow();
  const me = useMe();
  const { assignee, escalatedAt, desk } = detail;
  const until = snoozedUntil(detail, now);
  if (detail.state !== 'open' || !(assignee || escalatedAt || until)) return null;
  const last = (kind: DeskEvent['kind']) => desk.findLast((one) => one.kind === kind);
  return (
    <ul className={styles.state} aria-label={say('desk.state')}>
      {escalatedAt && (
        <Line
          icon={<IconArrowBigUpLines size={16} stroke={1.7} aria-hidden />}
          text={say('desk.escalatedBy', {
            name: last('escalated')?.by?.displayName ?? '',
            when: relative(say.locale, escalatedAt, now),
          })}
          note={last('escalated')?.note}
        />
      )}
      {assignee && (
        <Line
          icon={<IconUserCheck size={16} stroke={1.7} aria-hidden />}
          text={
            assignee.id === me.id
              ? say('desk.assignedToMe')
              : say('desk.assignedTo', { name: assignee.displayName })
          }
          note={last('assigned')?.note}
        />
      )}
      {until && (
        <Line
          icon={<IconClockPause size={16} stroke={1.7} aria-hidden />}
          text={say('desk.snoozedUntil', { when: fullStamp(say.locale, until) })}
          note={last('snoozed')?.note}
        />
      )}
    </ul>
  );
}

function Line({ icon, text, note }: { icon: ReactNode; text: string; note: string | undefined }) {
  return (
    <li>
      {icon}
      <div>
        <p>{text}</p>
        {note && <p className={styles.note}>{note}</p>}
      </div>
    </li>
  );
}
