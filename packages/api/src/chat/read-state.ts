import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readAlong, readInvites } from '../notifications/index.ts';
import { publishToMember } from './activity.ts';
import { noteSeen } from './receipts.ts';
import type { markReadInput, readState } from './schemas.ts';

/** Counting stops here; screens show «999+». */
export const mostUnread = 1000;

const isBlocked = (memberParameter: string, message: string) =>
  `EXISTS (SELECT FROM member_block b
            WHERE b.member_id = ${memberParameter}::uuid AND b.blocked_id = ${message}.author_id)`;

/**
 * SQL of a channel's unread and mention counts for one person; needs aliases `c` and `cm`. Whom the
 * person has blocked does not call for them, and has nothing new for them in private.
 */
export const unreadCounts = (memberParameter: string) => `
  LATERAL (
    SELECT count(*)::int AS unread,
           count(*) FILTER (
             WHERE ${memberParameter}::uuid = ANY(recent.mentions)
               AND NOT ${isBlocked(memberParameter, 'recent')}
           )::int AS mentions
      FROM (SELECT m.mentions, m.author_id FROM message m
             WHERE m.channel_id = c.id AND m.seq > cm.last_read_seq AND m.in_channel
               AND m.author_id <> ${memberParameter}::uuid AND m.deleted_at IS NULL
               AND m.hidden_at IS NULL
               AND NOT (c.type = 'direct' AND ${isBlocked(memberParameter, 'm')})
             ORDER BY m.seq LIMIT ${mostUnread}) AS recent
  ) AS counts`;

/**
 * Moves the line between read and unread, forwards or back, and tells the person's other devices. Notices
 * of what is read now are read, too; moving the line back does not bring them back.
 * Throws `notFound`, `notMember`.
 */
export async function markRead(
  ctx: MemberContext,
  { channelId, seq }: z.output<typeof markReadInput>,
): Promise<z.output<typeof readState>> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!view.membership) throw new DomainError('notMember');
  const { rows } = await ctx.pool.query<z.output<typeof readState>>({
    name: 'mark-read',
    text: `WITH cm AS (
             UPDATE channel_member SET last_read_seq =
                    least($3, (SELECT last_seq FROM channel WHERE id = $1))
              WHERE channel_id = $1 AND member_id = $2
              RETURNING channel_id, last_read_seq
           )
           SELECT c.id AS "channelId", cm.last_read_seq AS "lastReadSeq",
                  counts.unread, counts.mentions
             FROM cm JOIN channel c ON c.id = cm.channel_id, ${unreadCounts('$2')}`,
    values: [channelId, ctx.actor.memberId, seq],
  });
  const state = rows[0];
  if (!state) throw new DomainError('notMember');
  publishToMember(ctx, ctx.actor.memberId, { type: 'read', state });
  await Promise.all([
    readAlong(ctx, channelId, [ctx.actor.memberId]),
    readInvites(ctx, channelId, ctx.actor.memberId),
    noteSeen(ctx, view, seq),
  ]);
  return state;
}
