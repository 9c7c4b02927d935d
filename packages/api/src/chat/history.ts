import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { type MessageRow, messageColumns, toMessages } from './rows.ts';
import type { historyInput, historyOutput } from './schemas.ts';

/**
 * A page of a channel's messages, read through the index on (channel, number). Replies that are in
 * their thread alone are passed over while reading.
 */
export async function history(
  ctx: MemberContext,
  { channelId, before, after, limit }: z.output<typeof historyInput>,
): Promise<z.output<typeof historyOutput>> {
  await ctx.access.readable(ctx.actor, channelId);
  const forwards = after !== undefined;
  // The head first: what is written in between is then told twice, which clients notice, not never.
  const headSeq = await readHead(ctx, channelId);
  const { messages, more } = await ctx.pages.run(async () => {
    const rows = await readPage(ctx, channelId, {
      after: after ?? -1,
      before: before ?? 2_147_483_647,
      order: forwards ? 'ASC' : 'DESC',
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    if (!forwards) page.reverse();
    const messages = await toMessages(ctx, ctx.actor.organisationId, page, ctx.actor.memberId);
    return { messages, more: rows.length > limit };
  });
  return {
    messages,
    hasOlder: forwards ? after > 0 : more,
    hasNewer: forwards ? more : before !== undefined,
    headSeq,
  };
}

/** Number of the channel's last event. */
export async function readHead(ctx: MemberContext, channelId: string): Promise<number> {
  const { rows } = await ctx.pool.query<{ head: number }>({
    name: 'channel-head',
    text: 'SELECT last_seq AS head FROM channel WHERE id = $1',
    values: [channelId],
  });
  return rows[0]?.head ?? 0;
}

interface Page {
  after: number;
  before: number;
  order: 'ASC' | 'DESC';
  limit: number;
}

async function readPage(
  ctx: MemberContext,
  channelId: string,
  { after, before, order, limit }: Page,
): Promise<MessageRow[]> {
  const { rows } = await ctx.pool.query<MessageRow>({
    name: `history-${order}`,
    text: `SELECT ${messageColumns} FROM message
            WHERE channel_id = $1 AND seq > $2 AND seq < $3 AND in_channel ORDER BY seq ${order} LIMIT $4`,
    values: [channelId, after, before, limit],
  });
  return rows;
}
