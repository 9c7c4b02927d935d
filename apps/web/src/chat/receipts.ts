import type { ChannelDetail, ChannelEvent, MineEvent } from '@atalaya/api/types';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { channelDetail } from './channels.ts';
import { isMessage, type Row } from './rows.ts';

/** Whether this person tells, and is told, what was read in conversations of two. */
export const receiptsChoice = queryOptions({
  queryKey: ['receipts'],
  queryFn: async () => (await api.chat.receipts.get.query()).on,
});

function take(on: boolean): void {
  queries.setQueryData(receiptsChoice.queryKey, on);
  void queries.invalidateQueries({ queryKey: ['channel'] });
}

export async function setReceipts(on: boolean): Promise<void> {
  take((await api.chat.receipts.set.mutate({ on })).on);
}

/** Takes in the choice made on another device; what was read meanwhile is asked for afresh. */
export function takeReceiptsEvent(event: MineEvent): void {
  if (event.type === 'receipts') take(event.on);
  if (event.type !== 'refresh') return;
  void queries.invalidateQueries({
    queryKey: ['channel'],
    predicate: ({ state }) => (state.data as ChannelDetail | undefined)?.type === 'direct',
  });
}

type Reached = Extract<ChannelEvent, { type: 'seen' | 'delivered' }>;

/** Takes in how far the other person has received or read. */
export function takeReached(channelId: string, event: Reached): void {
  queries.setQueryData(channelDetail(channelId).queryKey, (channel) => {
    // Who does not tell is not told: then there is nothing to move.
    if (channel?.with?.id !== event.memberId || typeof channel.seenTo !== 'number') return channel;
    const seenTo = Math.max(channel.seenTo, event.type === 'seen' ? event.seenTo : 0);
    const received = event.type === 'delivered' ? event.deliveredTo : seenTo;
    return { ...channel, seenTo, deliveredTo: Math.max(channel.deliveredTo ?? 0, received) };
  });
}

/** Reads afresh what was told while nobody listened: these events are not kept. */
export function refreshReached(channelId: string): void {
  const { queryKey } = channelDetail(channelId);
  if (queries.getQueryData(queryKey)?.type === 'direct') {
    void queries.invalidateQueries({ queryKey, exact: true });
  }
}

export type Receipt = 'sent' | 'delivered' | 'seen';

/** Where it stands how far one's own messages have come: under the last one that was read, and under the last. */
export function receiptsOf(
  { seenTo, deliveredTo }: Pick<ChannelDetail, 'seenTo' | 'deliveredTo'>,
  rows: readonly Row[],
  myId: string,
): ReadonlyMap<string, Receipt> {
  const receipts = new Map<string, Receipt>();
  if (typeof seenTo !== 'number') return receipts;
  const own = rows
    .filter(isMessage)
    // What is hidden or held went to nobody.
    .filter((one) => one.author.id === myId && !one.deletedAt && !one.hiddenAt);
  const last = own.at(-1);
  const seen = own.findLast(({ seq }) => seq <= seenTo);
  if (last) receipts.set(last.id, last.seq <= (deliveredTo ?? 0) ? 'delivered' : 'sent');
  if (seen) receipts.set(seen.id, 'seen');
  return receipts;
}
