import type { Message } from '@atalaya/api/types';
import { shortMoment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { IconBookmarkFilled, IconCornerDownRight, IconPinFilled } from '@tabler/icons-react';
import styles from './thread-marks.module.css';

type ThreadSummary = NonNullable<Message['thread']>;

interface ThreadLineProps {
  thread: ThreadSummary;
  onOpen: () => void;
}

/** Under a message that was replied to: how often, by whom, when last; opens its thread. */
export function ThreadLine({ thread, onOpen }: ThreadLineProps) {
  const say = useSay();
  const { replyCount, repliers, lastReplyAt } = thread;
  return (
    <button type="button" className={styles.line} onClick={onOpen}>
      <span className={styles.faces}>
        {repliers.map(({ id, displayName }) => (
          <Avatar key={id} id={id} name={displayName} size={20} />
        ))}
      </span>
      <span className={styles.count}>{say('thread.replies', { count: replyCount })}</span>
      {lastReplyAt && (
        <span className={styles.last}>
          {say('thread.last', { when: shortMoment(say.locale, lastReplyAt) })}
        </span>
      )}
    </button>
  );
}

/** In the thread, between the message and its replies. */
export function RepliesBelow({ thread }: { thread: ThreadSummary }) {
  const say = useSay();
  return (
    <div className={styles.below}>
      <span>{say('thread.replies', { count: thread.replyCount })}</span>
    </div>
  );
}

/** Above a reply that the channel shows too. */
export function ReplyMark({ onOpen }: { onOpen: () => void }) {
  const say = useSay();
  return (
    <button type="button" className={styles.mark} onClick={onOpen}>
      <IconCornerDownRight size={14} stroke={1.7} aria-hidden />
      {say('thread.isReply')}
    </button>
  );
}

/** That a message is pinned, or put aside by this person. */
export function MessageMarks({ message, isSaved }: { message: Message; isSaved: boolean }) {
  const say = useSay();
  if (!message.pinnedAt && !isSaved) return null;
  return (
    <span className={styles.signs}>
      {message.pinnedAt && (
        <span role="img" aria-label={say('pins.is')} title={say('pins.is')}>
          <IconPinFilled size={12} aria-hidden />
        </span>
      )}
      {isSaved && (
        <span role="img" aria-label={say('saved.is')} title={say('saved.is')}>
          <IconBookmarkFilled size={12} aria-hidden />
        </span>
      )}
    </span>
  );
}
