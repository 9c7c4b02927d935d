import type { CaseRow } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import {
  IconHash,
  IconLock,
  IconMessage,
  IconSquare,
  IconSquareCheckFilled,
  IconUser,
} from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { useNow } from '../app/now.ts';
import { isDelicate } from '../case/delicate.ts';
import styles from './case-row.module.css';
import { DeskMarks } from './desk-marks.tsx';

const icons = { message: IconMessage, channel: IconHash, member: IconUser } as const;

interface QueueRowProps {
  row: CaseRow;
  me: string;
  isSelected: boolean;
  /** Where the Tab key stops. */
  isStop: boolean;
  onSelect: (id: string) => void;
  /** Whether it is marked to be decided with others; null: nothing is. */
  isMarked: boolean | null;
  /** Absent: nothing can be marked here. `extend`: all from where the range begins. */
  onMark?: ((row: CaseRow, extend: boolean) => void) | undefined;
}

/** One case in two lines: how bad, what about, how urgent, how many see it, who holds it. */
export const QueueRow = memo(function QueueRow({
  row,
  me,
  isSelected,
  isStop,
  onSelect,
  isMarked,
  onMark,
}: QueueRowProps) {
  const say = useSay();
  const now = useNow();
  const Icon = icons[row.subjectType];
  const isLate = row.state === 'open' && row.dueAt <= now;
  const when = relative(say.locale, row.decidedAt ?? row.dueAt, now);
  const due = row.decidedAt
    ? say('queue.decidedAt', { when })
    : say(isLate ? 'queue.due.over' : 'queue.due.in', { when });
  const claim = row.claim && row.claim.until > now ? row.claim : null;
  const press = (event: MouseEvent) => {
    if (onMark && (event.shiftKey || event.ctrlKey || event.metaKey)) onMark(row, event.shiftKey);
    else onSelect(row.id);
  };
  const Mark = isMarked ? IconSquareCheckFilled : IconSquare;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list's keys are the screen's
    <div
      role="option"
      // Without marks the open one is all that is selected.
      aria-selected={isMarked ?? isSelected}
      aria-current={isSelected || undefined}
      tabIndex={isStop ? 0 : -1}
      data-case={row.id}
      className={styles.row}
      onClick={press}
    >
      <span className={styles.severity} data-severity={row.severity} aria-hidden />
      {onMark && (
        // For the pointer; keys and readers have X, and what is selected.
        <span
          className={styles.mark}
          data-shown={isMarked !== null || undefined}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            onMark(row, event.shiftKey);
          }}
        >
          <Mark size={17} stroke={1.7} />
        </span>
      )}
      <span className={styles.body}>
        <span className={styles.top}>
          <Icon size={14} stroke={1.7} aria-hidden />
          <span className={styles.who}>
            {row.concerns?.displayName ?? row.channel?.name ?? say(`subject.${row.subjectType}`)}
          </span>
          <span className="visually-hidden">{say(`severity.${row.severity as 1}`)}</span>
          <span className={styles.due} data-late={isLate || undefined}>
            {due}
          </span>
        </span>
        <span className={styles.excerpt}>
          {isDelicate(row.policy)
            ? say('case.evidence.hidden')
            : row.excerpt || say(`subject.${row.subjectType}`)}
        </span>
        <span className={styles.facts}>
          <span className={styles.policy}>{say(`policy.${row.policy}`)}</span>
          {row.flagCount > 0 && <span>{say('queue.flags', { count: row.flagCount })}</span>}
          {row.detectionCount > 0 && (
            <span>{say('queue.detections', { count: row.detectionCount })}</span>
          )}
          <span>{say('queue.reach', { count: row.reach })}</span>
          {claim && (
            <span className={styles.claim} data-mine={claim.by.id === me || undefined}>
              <IconLock size={12} stroke={1.8} aria-hidden />
              {claim.by.id === me
                ? say('queue.heldByMe')
                : say('queue.heldBy', { name: claim.by.displayName })}
            </span>
          )}
          <DeskMarks row={row} me={me} now={now} />
        </span>
      </span>
    </div>
  );
});
