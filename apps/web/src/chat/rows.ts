import type { Message } from '@atalaya/api/types';
import type { OutboxItem } from '@atalaya/client';
import { sameDay } from '@atalaya/ui/format';
import { useStore } from '@atalaya/ui/state';
import { useMemo } from 'react';
import { atalaya } from '../app/atalaya.ts';
import type { Talk } from './conversation.ts';
import { foldHidden } from './hidden-runs.ts';
import type { TimelineState } from './timeline.ts';

/** What the list shows: messages of the channel, then one's own that are on their way. */
export type Row = Message | OutboxItem;

export const isMessage = (row: Row): row is Message => 'seq' in row;

/**
 * The same for a message on its way and when it has arrived, so that nothing jumps. Services make
 * client ids of their own, which are theirs alone but not one in a channel; this client makes UUIDs.
 */
export const keyOf = (row: Row): string =>
  isMessage(row) && row.clientId.length !== 36 ? row.id : row.clientId;

/**
 * The rows of a channel or a thread in order. Of messages in a row that the reader cannot read the
 * first stands for all: `hidden` says for how many.
 */
export function useRows(
  { messages: all, hasNewer }: TimelineState,
  { channelId, threadId }: Pick<Talk, 'channelId' | 'threadId'>,
  myId: string,
): { rows: readonly Row[]; hidden: ReadonlyMap<string, number> } {
  const items = useStore(atalaya.outbox.items);
  const { messages, hidden } = useMemo(() => foldHidden(all, myId), [all, myId]);
  const rows = useMemo(() => {
    // Far from the newest messages, what is being sent has no place yet.
    if (hasNewer) return messages;
    const arrived = new Set(messages.slice(-50).map(({ clientId }) => clientId));
    const pending = items.filter(
      (item) =>
        item.channelId === channelId &&
        !arrived.has(item.clientId) &&
        (threadId ? item.threadId === threadId : !item.threadId || item.inChannel === true),
    );
    return pending.length === 0 ? messages : [...messages, ...pending];
  }, [messages, hasNewer, items, channelId, threadId]);
  return { rows, hidden };
}

const together = 5 * 60_000;

/** Whether a row stands under the one before it without a name of its own. */
export function isContinued(before: Row | undefined, row: Row, myId: string): boolean {
  if (!before) return false;
  const authorOf = (one: Row) => (isMessage(one) ? one.author.id : myId);
  if (
    (isMessage(before) && before.type === 'system') ||
    (isMessage(row) && row.type === 'system')
  ) {
    return false;
  }
  return (
    authorOf(before) === authorOf(row) &&
    row.createdAt.getTime() - before.createdAt.getTime() < together &&
    sameDay(before.createdAt, row.createdAt)
  );
}

/** Index of the first message after a number, or of the row behind all messages. */
export function indexAfter(rows: readonly Row[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && isMessage(row) && row.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
