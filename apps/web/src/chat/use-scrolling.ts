import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CacheSnapshot, VirtualizerHandle } from 'virtua';
import type { Talk } from './conversation.ts';
import { indexAfter, isMessage, keyOf, type Row } from './rows.ts';
import type { TimelineState } from './timeline.ts';

/** Pixels from an end of what is in memory at which the next page is asked for. */
const reach = 1600;
/** Pixels from the end at which the newest message still counts as seen. */
const nearEnd = 48;
/** Pixels that rounding may take. */
const hair = 4;

export interface Scrolling {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  /** Whether the newest message is in view. */
  isAtNewest: boolean;
  /** True while a page was put before the rows: the view must not move. */
  shift: boolean;
  /** Sizes of the rows when the channel was left. */
  cache: CacheSnapshot | undefined;
  onScroll: () => void;
  onResize: () => void;
  /** The reader takes the wheel, perhaps to go up: from here on nothing puts them in place. */
  onGrab: (isUp: boolean) => void;
  /** To the newest message; reads it first where it is not in memory. */
  toNewest: () => void;
  /** Brings a row into view. */
  show: (index: number) => void;
}

/** Keeps the reader's place: at the newest, at a message, through pages, new messages and returns. */
export function useScrolling(
  conversation: Talk,
  timeline: TimelineState,
  rows: readonly Row[],
  /** Height in pixels of what stands above the first row. */
  startHeight: number,
): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [isAtNewest, setAtNewest] = useState(false);
  /** Follows the newest message as it comes. */
  const follows = useRef(false);
  const lastTop = useRef(0);
  /** The number of the message that is held in view until the reader moves; see `hold`. */
  const held = useRef<{ seq: number; align: 'start' | 'center' } | null>(null);
  /** The window of messages in which the reader has been put in place. */
  const placedIn = useRef(-1);
  const { window, status } = timeline;
  const ready = status === 'ready';

  const before = useRef<readonly Row[]>([]);
  const shift = wasPrepended(before.current, rows);

  const { place } = conversation;
  const cache =
    place.at === 'kept' && place.window === window && place.count === rows.length
      ? place.cache
      : undefined;

  /**
   * Puts the view where it has to be: rows get their true heights only when they are seen, so this
   * is done again with every height that turns out. Ends when the reader takes over.
   */
  const hold = useCallback(() => {
    const element = scroller.current;
    const handle = list.current;
    if (!element || !handle) return;
    if (held.current) {
      const { seq, align } = held.current;
      const index = Math.min(indexAfter(before.current, seq), before.current.length - 1);
      const room = align === 'center' ? (element.clientHeight - handle.getItemSize(index)) / 2 : 0;
      element.scrollTop = startHeight + handle.getItemOffset(index) - room;
    } else if (follows.current && !conversation.timeline.get().hasNewer) {
      element.scrollTop = element.scrollHeight;
    }
  }, [conversation, startHeight]);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element || placedIn.current !== conversation.timeline.get().window) return;
    const { hasOlder, hasNewer: more } = conversation.timeline.get();
    const above = element.scrollTop;
    const below = element.scrollHeight - above - element.clientHeight;
    // Whoever moves up, however little, wants to stay there.
    if (!more && below <= hair) follows.current = true;
    else if (more || above < lastTop.current - 1) follows.current = false;
    lastTop.current = above;
    setAtNewest(!more && below < nearEnd);
    // A page that fails is asked for again by the next movement.
    if (hasOlder && above < reach) conversation.timeline.older().catch(() => {});
    if (more && below < reach) conversation.timeline.newer().catch(() => {});
  }, [conversation]);

  // Puts the reader in place when other messages have come into memory.
  useLayoutEffect(() => {
    const handle = list.current;
    if (!ready || !handle || placedIn.current === window) return;
    placedIn.current = window;
    before.current = rows;
    const at = conversation.place;
    held.current = at.at === 'message' ? at : null;
    follows.current = at.at === 'newest';
    if (cache && at.at === 'kept' && scroller.current) scroller.current.scrollTop = at.offset;
    else hold();
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [ready, window, rows, conversation, cache, look, hold]);

  // New rows: follow them if the newest was in view, or if they are one's own.
  useLayoutEffect(() => {
    const last = rows.at(-1);
    const lastBefore = before.current.at(-1);
    before.current = rows;
    if (placedIn.current !== window || !last) return;
    const isAppended = lastBefore !== undefined && keyOf(last) !== keyOf(lastBefore);
    const isOwn = isAppended && !isMessage(last);
    if (isOwn) follows.current = true;
    // News at the end, and the reader is there: from here on the view goes with it.
    if (isAppended && follows.current) held.current = null;
    hold();
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [rows, window, look, hold]);

  // Leaving: remembers the place. A layout effect, for later the list is not there any more.
  useLayoutEffect(
    () => () => {
      const handle = list.current;
      if (!handle || placedIn.current < 0) return;
      conversation.place = follows.current
        ? { at: 'newest' }
        : {
            at: 'kept',
            window: placedIn.current,
            count: before.current.length,
            cache: handle.cache,
            offset: lastTop.current,
          };
    },
    [conversation],
  );

  // For a reload of the page: which message is at the top.
  const remember = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(remember.current), []);

  const onScroll = useCallback(() => {
    look();
    clearTimeout(remember.current);
    remember.current = setTimeout(() => {
      const handle = list.current;
      const top = handle && before.current[handle.findItemIndex(handle.scrollOffset)];
      conversation.keepPlace(follows.current || !top || !isMessage(top) ? null : top.seq - 1);
    }, 250);
  }, [conversation, look]);

  const onResize = useCallback(() => {
    // Now, when the new heights are on the page, and once more when all is laid out.
    queueMicrotask(hold);
    requestAnimationFrame(() => {
      hold();
      look();
    });
  }, [hold, look]);

  const onGrab = useCallback((isUp: boolean) => {
    held.current = null;
    // Known before the view has moved: a height that turns out just now must not pull it back.
    if (isUp && (scroller.current?.scrollTop ?? 0) > 0) follows.current = false;
  }, []);

  const toNewest = useCallback(() => {
    held.current = null;
    if (conversation.timeline.get().hasNewer) {
      void conversation.toNewest();
      return;
    }
    follows.current = true;
    hold();
  }, [conversation, hold]);

  const show = useCallback((index: number) => {
    held.current = null;
    list.current?.scrollToIndex(index, { align: 'nearest' });
  }, []);

  return { scroller, list, isAtNewest, shift, cache, onScroll, onResize, onGrab, toNewest, show };
}

/** Whether the rows are those of before with more in front of them. */
function wasPrepended(before: readonly Row[], now: readonly Row[]): boolean {
  const first = before[0];
  const newFirst = now[0];
  const last = before.at(-1);
  const newLast = now.at(-1);
  if (!first || !newFirst || !last || !newLast || now.length <= before.length) return false;
  return keyOf(first) !== keyOf(newFirst) && keyOf(last) === keyOf(newLast);
}
