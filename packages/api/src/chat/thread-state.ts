import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readAlong } from '../notifications/index.ts';
import { publishToMember } from './activity.ts';
import { readableMessage } from './message-access.ts';
import type { ThreadState, threadMarkReadInput, threadsUnread } from './schemas.ts';

const isHeard = `m.author_id <> f.member_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL
               AND NOT EXISTS (SELECT FROM member_block b
                                WHERE b.member_id = f.member_id AND b.blocked_id = m.author_id)`;

/**
 * SQL: whether a thread with newer replies has one that the person is to hear of; needs the alias `f`.
 * Only who has blocked somebody need look at the replies.
 */
export const hasHeardReply = `(
  NOT EXISTS (SELECT FROM member_block b WHERE b.member_id = f.member_id)
  OR EXISTS (SELECT FROM message m
              WHERE m.thread_id = f.thread_id AND m.seq > f.last_read_seq AND ${isHeard}))`;

/** SQL of a thread's unread count for one person; needs the alias `f`, their row of `thread_follow`. */
export const unreadReplies = `
  LATERAL (
    SELECT count(*)::int AS unread
      FROM (SELECT 1 FROM message m
             WHERE m.thread_id = f.thread_id AND m.seq > f.last_read_seq
               AND ${isHeard} LIMIT 1000) AS recent
  ) AS counts`;

interface Place {
  threadId: string;
  channelId: string;
  /** Number of the message that was replied to. */
  rootSeq: number;
  /** Whether the caller is in the channel. */
  isMember: boolean;
}

/** The thread of a message or of a reply that the caller may see. Throws `notFound`. */
async function threadOf(ctx: MemberContext, messageId: string): Promise<Place> {
  const { message, view } = await readableMessage(ctx, messageId);
  return {
    threadId: message.threadId ?? message.id,
    channelId: message.channelId,
    rootSeq: message.threadId ? 0 : message.seq,
    isMember: view.membership !== null,
  };
}

/** How the caller stands to a thread. */
export async function stateOf(
  ctx: Pick<MemberContext, 'pool' | 'actor'>,
  { threadId, channelId }: Pick<ThreadState, 'threadId' | 'channelId'>,
): Promise<ThreadState> {
  const { rows } = await ctx.pool.query<Pick<ThreadState, 'following' | 'lastReadSeq' | 'unread'>>({
    name: 'thread-state',
    text: `SELECT f.following, f.last_read_seq AS "lastReadSeq", counts.unread
             FROM thread_follow f, ${unreadReplies}
            WHERE f.thread_id = $1 AND f.member_id = $2`,
    values: [threadId, ctx.actor.memberId],
  });
  const { following = false, lastReadSeq = 0, unread = 0 } = rows[0] ?? {};
  return { threadId, channelId, following, lastReadSeq, unread: following ? unread : 0 };
}

async function tellState(ctx: MemberContext, place: Place): Promise<ThreadState> {
  const state = await stateOf(ctx, place);
  publishToMember(ctx, ctx.actor.memberId, { type: 'thread.read', state });
  return state;
}

/**
 * Moves the line between read and unread in a thread, forwards or back, and tells the person's other
 * devices. Nothing is kept for who does not follow. Throws `notFound`.
 */
export async function markThreadRead(
  ctx: MemberContext,
  { messageId, seq }: z.output<typeof threadMarkReadInput>,
): Promise<ThreadState> {
  const place = await threadOf(ctx, messageId);
  await ctx.pool.query({
    name: 'mark-thread-read',
    text: `UPDATE thread_follow SET last_read_seq =
                  least($3, (SELECT last_seq FROM channel WHERE id = $4))
            WHERE thread_id = $1 AND member_id = $2`,
    values: [place.threadId, ctx.actor.memberId, seq, place.channelId],
  });
  await readAlong(ctx, place.channelId, [ctx.actor.memberId]);
  return tellState(ctx, place);
}

/** Follows a thread from now on, or stops; before the first reply, too. Throws `notFound`, `notMember`. */
export async function setFollowing(
  ctx: MemberContext,
  messageId: string,
  following: boolean,
): Promise<ThreadState> {
  const place = await threadOf(ctx, messageId);
  if (!place.isMember) throw new DomainError('notMember');
  const { threadId, channelId, rootSeq } = place;
  await ctx.db.$executeRaw`
    INSERT INTO thread (message_id, channel_id) VALUES (${threadId}::uuid, ${channelId}::uuid)
    ON CONFLICT DO NOTHING`;
  await ctx.db.$executeRaw`
    INSERT INTO thread_follow AS f (member_id, thread_id, following, last_read_seq)
    SELECT ${ctx.actor.memberId}::uuid, message_id, ${following},
           greatest(last_reply_seq, ${rootSeq}::int)
      FROM thread WHERE message_id = ${threadId}::uuid
    ON CONFLICT (member_id, thread_id) DO UPDATE SET
      following = excluded.following,
      last_read_seq = CASE WHEN f.following THEN f.last_read_seq ELSE excluded.last_read_seq END`;
  return tellState(ctx, place);
}

/** In how many of the threads that the caller follows something is unread. */
export async function unreadThreads(ctx: MemberContext): Promise<z.output<typeof threadsUnread>> {
  const { rows } = await ctx.pool.query<{ threads: number }>({
    name: 'threads-unread',
    text: `SELECT count(*)::int AS threads
             FROM thread_follow f JOIN thread t ON t.message_id = f.thread_id
             JOIN channel c ON c.id = t.channel_id AND c.deleted_at IS NULL
             JOIN channel_member cm ON cm.channel_id = c.id AND cm.member_id = f.member_id
            WHERE f.member_id = $1 AND f.following AND t.last_reply_seq > f.last_read_seq
              AND ${hasHeardReply}`,
    values: [ctx.actor.memberId],
  });
  return { threads: rows[0]?.threads ?? 0 };
}
