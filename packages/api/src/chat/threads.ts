import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { channelNameFor } from './channel-rows.ts';
import { readHead } from './history.ts';
import { readableMessage } from './message-access.ts';
import { type MessageRow, messageColumns, readMessages, toMessages } from './rows.ts';
import type {
  ThreadState,
  threadGetInput,
  threadGetOutput,
  threadListInput,
  threadListItem,
  threadPage,
} from './schemas.ts';
import { hasHeardReply, stateOf, unreadReplies } from './thread-state.ts';

type Page = z.output<typeof threadPage>;

/** A message and a page of its replies; asked for by the message or by any of the replies. Throws `notFound`. */
export async function getThread(
  ctx: MemberContext,
  { messageId, before, after, limit }: z.output<typeof threadGetInput>,
): Promise<z.output<typeof threadGetOutput>> {
  const { message } = await readableMessage(ctx, messageId);
  const threadId = message.threadId ?? message.id;
  const { channelId } = message;
  const forwards = after !== undefined;
  // The head first: what is written in between is then told twice, which clients notice, not never.
  const headSeq = await readHead(ctx, channelId);
  const state = await stateOf(ctx, { threadId, channelId });
  return ctx.pages.run(async () => {
    const order = forwards ? 'ASC' : 'DESC';
    const { rows } = await ctx.pool.query<MessageRow>({
      name: `thread-${order}`,
      text: `SELECT ${messageColumns} FROM message
              WHERE thread_id = $1 AND seq > $2 AND seq < $3 ORDER BY seq ${order} LIMIT $4`,
      values: [threadId, after ?? -1, before ?? 2_147_483_647, limit + 1],
    });
    const more = rows.length > limit;
    const page = rows.slice(0, limit);
    if (!forwards) page.reverse();
    const roots = await readMessages(ctx.pool, [threadId]);
    const { memberId, organisationId } = ctx.actor;
    const [root, ...messages] = await toMessages(
      ctx,
      organisationId,
      [...roots, ...page],
      memberId,
    );
    // Replies whose first message is gone from the rows: there is no thread any more.
    if (roots.length === 0 || !root) {
      throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
    }
    return {
      root,
      messages,
      hasOlder: forwards ? after > 0 : more,
      hasNewer: forwards ? more : before !== undefined,
      headSeq,
      state,
    };
  });
}

interface ListRow extends ThreadState {
  name: string;
  type: z.output<typeof threadListItem>['channel']['type'];
  lastReplyAt: Date;
}

/** Threads that the caller follows in channels that they are in, those with the newest replies first. */
export async function listThreads(
  ctx: MemberContext,
  { cursor, limit, unread }: z.output<typeof threadListInput>,
): Promise<Page> {
  const [beforeMs, beforeId] = readCursor(cursor, ['number', 'string']) ?? [null, null];
  const { rows } = await ctx.pool.query<ListRow>({
    name: 'threads-list',
    text: `SELECT f.thread_id AS "threadId", f."channelId", f.name, f.type, true AS following,
                  f.last_read_seq AS "lastReadSeq", counts.unread,
                  f.last_reply_at AS "lastReplyAt"
             FROM (
               SELECT f.thread_id, f.member_id, f.last_read_seq, t.last_reply_at,
                      c.id AS "channelId", ${channelNameFor('$1')} AS name, c.type
                 FROM thread_follow f JOIN thread t ON t.message_id = f.thread_id
                 JOIN channel c ON c.id = t.channel_id AND c.deleted_at IS NULL
                 JOIN channel_member cm ON cm.channel_id = c.id AND cm.member_id = f.member_id
                WHERE f.member_id = $1 AND f.following AND t.reply_count > 0
                  AND (NOT $2::boolean OR (t.last_reply_seq > f.last_read_seq AND ${hasHeardReply}))
                  AND ($3::float8 IS NULL
                       OR (t.last_reply_at, f.thread_id) < (to_timestamp($3 / 1000), $4::uuid))
                ORDER BY t.last_reply_at DESC, f.thread_id DESC LIMIT $5
             ) AS f, ${unreadReplies}
            ORDER BY f.last_reply_at DESC, f.thread_id DESC`,
    values: [ctx.actor.memberId, unread, beforeMs, beforeId, limit + 1],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await withMessages(ctx, page),
    nextCursor:
      rows.length > limit && last ? writeCursor([last.lastReplyAt.getTime(), last.threadId]) : null,
  };
}

async function withMessages(ctx: MemberContext, page: ListRow[]): Promise<Page['items']> {
  if (page.length === 0) return [];
  const { rows: replies } = await ctx.pool.query<MessageRow>({
    name: 'last-replies',
    text: `SELECT last.* FROM unnest($1::uuid[]) AS listed(id), LATERAL (
             SELECT ${messageColumns} FROM message m
              WHERE m.thread_id = listed.id AND m.deleted_at IS NULL AND m.hidden_at IS NULL
                AND NOT EXISTS (SELECT FROM member_block b
                                 WHERE b.member_id = $2 AND b.blocked_id = m.author_id)
              ORDER BY m.seq DESC LIMIT 1) AS last`,
    values: [page.map(({ threadId }) => threadId), ctx.actor.memberId],
  });
  const roots = await readMessages(
    ctx.pool,
    page.map(({ threadId }) => threadId),
  );
  const { organisationId, memberId } = ctx.actor;
  const messages = await toMessages(ctx, organisationId, [...roots, ...replies], memberId);
  const rootOf = new Map(messages.map((message) => [message.id, message]));
  const lastOf = new Map(messages.flatMap((one) => (one.threadId ? [[one.threadId, one]] : [])));
  return page.flatMap(({ name, type, lastReplyAt: _, ...state }) => {
    const root = rootOf.get(state.threadId);
    const channel = { id: state.channelId, name, type };
    const lastReply = lastOf.get(state.threadId) ?? null;
    return root ? [{ root, channel, lastReply, state }] : [];
  });
}
