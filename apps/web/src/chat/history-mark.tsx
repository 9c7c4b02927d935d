import type { Message } from '@atalaya/api/types';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { historyChoice } from './history-choice.ts';
import styles from './history-mark.module.css';

interface HistoryMarkProps {
  message: Message;
  /** For staff: it leads to what the message said before. */
  canSee: boolean;
}

/** That a message was changed; behind a tombstone only for staff. */
export function HistoryMark({ message, canSee }: HistoryMarkProps) {
  const say = useSay();
  const { editedAt, deletedAt } = message;
  const mark = deletedAt ? null : say('message.edited');
  if (!deletedAt && !editedAt) return null;
  const title = editedAt && !deletedAt ? fullStamp(say.locale, editedAt) : undefined;
  if (!canSee) {
    return (
      mark && (
        <span className={styles.mark} title={title}>
          {mark}
        </span>
      )
    );
  }
  const action = say('history.action');
  return (
    <button
      type="button"
      className={styles.mark}
      // The list is one stop of Tab; the key H does the same.
      tabIndex={-1}
      title={title ? `${title} · ${action}` : undefined}
      aria-label={mark ? `${mark} ${action}` : undefined}
      onClick={() => historyChoice.set(message)}
    >
      {mark ?? action}
    </button>
  );
}
