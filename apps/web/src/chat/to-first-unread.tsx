import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { IconArrowUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Talk } from './conversation.ts';
import { jump } from './jump.ts';
import styles from './message-list.module.css';
import { indexAfter, type Row } from './rows.ts';
import type { Scrolling } from './use-scrolling.ts';

interface ToFirstUnreadProps {
  conversation: Talk;
  scrolling: Scrolling;
  rows: readonly Row[];
  /** What stands above the first row. */
  start: { height: number };
}

/** While the line «new messages» stands above the view and was not seen yet: the way up to it. */
export function ToFirstUnread({ conversation, scrolling, rows, start }: ToFirstUnreadProps) {
  const say = useSay();
  const errorText = useErrorText();
  const line = useStore(conversation.newAfter);
  const [isAbove, setAbove] = useState(false);
  const seen = useRef<number | null>(null);
  const { scroller, list } = scrolling;
  const { height } = start;

  useEffect(() => {
    const element = scroller.current;
    setAbove(false);
    if (!element || line === null || conversation.threadId !== null) return;
    const look = () => {
      const handle = list.current;
      const { hasOlder, messages } = conversation.timeline.get();
      if (!handle || seen.current === line || messages.length === 0) return;
      const index = indexAfter(rows, line);
      // At the very top of what is in memory it may stand further up.
      const isFurtherUp = index === 0 && hasOlder;
      const top = height + handle.getItemOffset(Math.min(index, rows.length - 1));
      const isUp = isFurtherUp || (index < rows.length && top < element.scrollTop);
      const isIn = !isUp && index < rows.length && top < element.scrollTop + element.clientHeight;
      if (isIn) seen.current = line;
      setAbove(isUp);
    };
    // The list puts the reader in place before the first frame.
    const frame = requestAnimationFrame(look);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', look);
    };
  }, [conversation, scroller, list, rows, line, height]);

  if (!isAbove) return null;
  return (
    <button
      type="button"
      className={styles.unread}
      onClick={() =>
        jump(conversation, 'unread', say.locale).catch((error) => toastFailure(errorText(error)))
      }
    >
      <IconArrowUp size={16} stroke={1.8} aria-hidden />
      {say('conversation.toFirstUnread')}
    </button>
  );
}
