import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Talk } from './conversation.ts';
import { reading, readingThread } from './reading.ts';

const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus();

const onLookChange = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener);
  addEventListener('focus', listener);
  addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    removeEventListener('focus', listener);
    removeEventListener('blur', listener);
  };
};

/** Messages that come in quick succession are marked as read by one call. */
const settleMs = 300;

interface Reading {
  conversation: Talk;
  /** Number of the newest message, or null while it is not in view. */
  newestInView: number | null;
  /** Up to which everything is read; null for who has not joined. */
  readTo: number | null;
}

/** Marks a channel or a thread as read while its newest message is in view and the window has the focus. */
export function useReading({ conversation, newestInView, readTo }: Reading): void {
  const isLooking = useSyncExternalStore(onLookChange, isLookedAt);
  const { channelId, threadId } = conversation;
  const isReading = isLooking && newestInView !== null && readTo !== null;

  useEffect(() => {
    if (!isReading || conversation.isHeld) return;
    const read = threadId ? readingThread : reading;
    read.set(threadId ?? channelId);
    return () => read.set(null);
  }, [isReading, channelId, threadId, conversation]);

  const due = useRef<number | null>(null);
  // What one look has told is not told again, wherever the server's line stands then: it may not reach so far.
  const told = useRef(0);
  useEffect(() => {
    if (!isReading) told.current = 0;
  }, [isReading]);
  useEffect(() => {
    due.current = null;
    if (!isReading || newestInView <= Math.max(readTo, told.current) || conversation.isHeld) return;
    due.current = newestInView;
    const timer = setTimeout(() => {
      due.current = null;
      told.current = newestInView;
      markRead(conversation, newestInView);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [isReading, newestInView, readTo, conversation]);

  // Who leaves in the middle of settling has read it all the same.
  useEffect(
    () => () => {
      if (due.current !== null) markRead(conversation, due.current);
      due.current = null;
    },
    [conversation],
  );
}

function markRead(conversation: Talk, seq: number): void {
  // Offline, the next message or the next look marks it.
  if (!conversation.isHeld) conversation.markRead(seq).catch(() => {});
}
