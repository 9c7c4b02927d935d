import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { useBlocked } from './blocks.ts';
import type { Conversation } from './conversation.ts';
import styles from './typing-line.module.css';

/** Who is writing. Its place is kept free, so that nothing moves when it fills. */
export function TypingLine({ conversation }: { conversation: Conversation }) {
  const say = useSay();
  const blocked = useBlocked();
  const people = useStore(conversation.typing).filter(({ id }) => !blocked.has(id));
  const names = people.map(({ displayName }) => displayName.split(' ')[0] ?? displayName);
  const text =
    names.length === 0
      ? ''
      : names.length === 1
        ? say('typing.one', { name: names[0] ?? '' })
        : names.length === 2
          ? say('typing.two', { name: names[0] ?? '', other: names[1] ?? '' })
          : say('typing.many');
  return (
    <div className={styles.line} aria-live="off">
      {text !== '' && (
        <>
          <span className={styles.dots} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {text}
        </>
      )}
    </div>
  );
}
