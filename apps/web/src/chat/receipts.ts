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

/** Takes in how far the other person has read. */
export function takeSeen(
  channelId: string,
  { memberId, seenTo }: Extract<ChannelEvent, { type: 'seen' }>,
): void {
  queries.setQueryData(
    channelDetail(channelId).queryKey,
    (channel) =>
      channel && {
        ...channel,
        // Who does not tell is not told: then there is nothing to move.
        seenTo:
          channel.with?.id === memberId && typeof channel.seenTo === 'number'
            ? Math.max(channel.seenTo, seenTo)
            : channel.seenTo,
      },
  );
}

export type Receipt = 'sent' | 'seen';

/** Where it stands how far one's own messages have come: under the last one that was read, and under the last. */
export function receiptsOf(
  { seenTo }: Pick<ChannelDetail, 'seenTo'>,
  rows: readonly Row[],
  myId: string,
): ReadonlyMap<string, Receipt> {
  const receipts = new Map<string, Receipt>();
  if (typeof seenTo !== 'number') return receipts;
  const own = rows.filter(isMessage).filter((one) => one.author.id === myId && !one.deletedAt);
  const last = own.at(-1);
  const seen = own.findLast(({ seq }) => seq <= seenTo);
  if (last) receipts.set(last.id, 'sent');
  if (seen) receipts.set(seen.id, 'seen');
  return receipts;
}
