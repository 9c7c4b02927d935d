import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import type { Message } from './schemas.ts';
import { mostRepliers } from './thread-rows.ts';
import type { Draft } from './writer.ts';

const missing = () => new DomainError('notFound', { field: 'threadId', reason: 'message' });

interface Reply {
  id: string;
  seq: number;
  draft: Draft & { threadId: string };
  now: Date;
  hiddenAt: Date | null;
}

/**
 * Counts a reply that was just written, and makes its author, the person answered and those whom it
 * names follow the thread. The channel is locked. Throws `conflict` for a message that is deleted and
 * was never answered, or hidden: a thread that has begun goes on without its first message.
 */
export async function recordReply(tx: Transaction, reply: Reply): Promise<void> {
  const { seq, now, hiddenAt, draft } = reply;
  const { threadId, channelId, authorId } = draft;
  const root = await tx.message.findUnique({
    where: { id: threadId },
    select: { channelId: true, threadId: true, authorId: true, deletedAt: true, hiddenAt: true },
  });
  if (!root || root.channelId !== channelId || root.threadId) throw missing();
  if (root.hiddenAt) throw new DomainError('conflict', { reason: 'messageHidden' });
  const counted = await tx.$queryRaw<{ replyCount: number }[]>`
    INSERT INTO thread AS t (message_id, channel_id, reply_count, last_reply_seq, last_reply_at, repliers)
    SELECT ${threadId}::uuid, ${channelId}::uuid, n, n * ${seq}::int,
           CASE WHEN n > 0 THEN ${now}::timestamptz END,
           CASE WHEN n > 0 THEN ARRAY[${authorId}::uuid] ELSE '{}' END
      FROM (SELECT ${hiddenAt ? 0 : 1}::int AS n) AS shown
    ON CONFLICT (message_id) DO UPDATE SET
      reply_count = t.reply_count + excluded.reply_count,
      last_reply_seq = greatest(t.last_reply_seq, excluded.last_reply_seq),
      last_reply_at = coalesce(excluded.last_reply_at, t.last_reply_at),
      repliers = CASE WHEN excluded.repliers <@ t.repliers OR cardinality(t.repliers) >= ${mostRepliers}
                      THEN t.repliers ELSE t.repliers || excluded.repliers END
    RETURNING reply_count AS "replyCount"`;
  const before = (counted[0]?.replyCount ?? 0) - (hiddenAt ? 0 : 1);
  if (root.deletedAt && before === 0)
    throw new DomainError('conflict', { reason: 'messageDeleted' });
  await addFollowers(tx, reply, root.authorId);
}

/**
 * Who stopped following begins again by replying or by being named, not by being answered. Whom somebody
 * has blocked makes them follow nothing.
 */
async function addFollowers(
  tx: Transaction,
  { seq, hiddenAt, draft }: Reply,
  answeredId: string,
): Promise<void> {
  const { threadId, channelId, authorId } = draft;
  const named = hiddenAt ? [] : draft.mentions.filter((id) => id !== authorId);
  await tx.$executeRaw`
    INSERT INTO thread_follow AS f (member_id, thread_id, last_read_seq)
    SELECT cm.member_id, ${threadId}::uuid,
           CASE WHEN cm.member_id = ${authorId}::uuid THEN ${seq}::int ELSE ${seq}::int - 1 END
      FROM channel_member cm
     WHERE cm.channel_id = ${channelId}::uuid
       AND cm.member_id = ANY(${[authorId, ...named]}::uuid[])
       AND NOT EXISTS (SELECT FROM member_block b
                        WHERE b.member_id = cm.member_id AND b.blocked_id = ${authorId}::uuid)
     ORDER BY cm.member_id
    ON CONFLICT (member_id, thread_id) DO UPDATE SET
      following = true,
      last_read_seq = CASE WHEN f.following AND f.member_id <> ${authorId}::uuid
                           THEN f.last_read_seq
                           ELSE greatest(f.last_read_seq, excluded.last_read_seq) END`;
  if (answeredId === authorId) return;
  await tx.$executeRaw`
    INSERT INTO thread_follow (member_id, thread_id, last_read_seq)
    SELECT cm.member_id, ${threadId}::uuid, ${seq}::int - 1 FROM channel_member cm
     WHERE cm.channel_id = ${channelId}::uuid AND cm.member_id = ${answeredId}::uuid
       AND NOT EXISTS (SELECT FROM member_block b
                        WHERE b.member_id = cm.member_id AND b.blocked_id = ${authorId}::uuid)
    ON CONFLICT DO NOTHING`;
}

/** Counts a thread afresh, after a reply was deleted, hidden or shown. The channel is locked. */
export async function recountThread(
  tx: Transaction,
  threadId: string | null | undefined,
): Promise<void> {
  if (!threadId) return;
  await tx.$executeRaw`
    WITH reply AS (
      SELECT seq, author_id, created_at FROM message
       WHERE thread_id = ${threadId}::uuid AND deleted_at IS NULL AND hidden_at IS NULL
    ), first AS (
      SELECT author_id, min(seq) AS seq FROM reply
       GROUP BY author_id ORDER BY min(seq) LIMIT ${mostRepliers}
    )
    UPDATE thread SET
      reply_count = (SELECT count(*) FROM reply),
      last_reply_seq = coalesce((SELECT max(seq) FROM reply), 0),
      last_reply_at = (SELECT created_at FROM reply ORDER BY seq DESC LIMIT 1),
      repliers = coalesce((SELECT array_agg(author_id ORDER BY seq) FROM first), '{}')
     WHERE message_id = ${threadId}::uuid`;
}

/**
 * Tells everybody who follows the thread of a reply that all may read, but those who have blocked its
 * author. Call it after the commit.
 * Whatever else a follower is to be given for it, such as a notice, begins here.
 */
export async function tellFollowers(
  ctx: Pick<MemberContext, 'pool' | 'bus'>,
  { channelId, threadId, seq, author, hiddenAt }: Message,
): Promise<void> {
  if (!threadId || hiddenAt) return;
  const { rows } = await ctx.pool.query<{ memberId: string }>({
    name: 'thread-followers',
    text: `SELECT f.member_id AS "memberId" FROM thread_follow f
             JOIN channel_member cm ON cm.channel_id = $2 AND cm.member_id = f.member_id
            WHERE f.thread_id = $1 AND f.following
              AND NOT EXISTS (SELECT FROM member_block b
                               WHERE b.member_id = f.member_id AND b.blocked_id = $3)`,
    values: [threadId, channelId, author.id],
  });
  const event = { type: 'thread.reply', channelId, threadId, seq, authorId: author.id } as const;
  for (const { memberId } of rows) publishToMember(ctx, memberId, event);
}
