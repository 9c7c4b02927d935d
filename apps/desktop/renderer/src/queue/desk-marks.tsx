import type { CaseRow } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconArrowBigUpLines, IconClockPause, IconUserCheck } from '@tabler/icons-react';
import styles from './case-row.module.css';
import { snoozedUntil } from './filters.ts';

interface DeskMarksProps {
  row: CaseRow;
  me: string;
  now: Date;
}

/** Who should decide the case, whether it was escalated, until when it is put off. */
export function DeskMarks({ row, me, now }: DeskMarksProps) {
  const say = useSay();
  if (row.state !== 'open') return null;
  const { assignee } = row;
  const until = snoozedUntil(row, now);
  return (
    <>
      {row.escalatedAt && (
        <span className={styles.claim}>
          <IconArrowBigUpLines size={12} stroke={1.8} aria-hidden />
          {say('desk.escalated')}
        </span>
      )}
      {assignee && (
        <span className={styles.claim} data-mine={assignee.id === me || undefined}>
          <IconUserCheck size={12} stroke={1.8} aria-hidden />
          {assignee.id === me ? say('desk.forMe') : say('desk.for', { name: assignee.displayName })}
        </span>
      )}
      {until && (
        <span className={styles.claim}>
          <IconClockPause size={12} stroke={1.8} aria-hidden />
          {say('desk.back', { when: relative(say.locale, until, now) })}
        </span>
      )}
    </>
  );
}
