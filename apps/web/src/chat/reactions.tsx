import type { Message } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { IconMoodPlus } from '@tabler/icons-react';
import styles from './reactions.module.css';

interface ReactionsProps {
  message: Message;
  myId: string;
  canReact: boolean;
  onReact: (emoji: string) => void;
  onMore: () => void;
}

/** The reactions under a message; one's own stand out and are taken back by the same click. */
export function Reactions({ message, myId, canReact, onReact, onMore }: ReactionsProps) {
  const say = useSay();
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, count, memberIds }) => {
        const isMine = memberIds.includes(myId);
        return (
          <button
            key={emoji}
            type="button"
            className={styles.reaction}
            aria-pressed={isMine}
            aria-label={say('message.reaction', { emoji, count })}
            disabled={!canReact}
            onClick={() => onReact(emoji)}
          >
            <span aria-hidden>{emoji}</span>
            <span className="tabular" aria-hidden>
              {count}
            </span>
          </button>
        );
      })}
      {canReact && (
        <button
          type="button"
          className={styles.more}
          aria-label={say('message.react')}
          onClick={onMore}
        >
          <IconMoodPlus size={15} stroke={1.6} aria-hidden />
        </button>
      )}
    </div>
  );
}
