import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { ChannelView } from './access.ts';
import { publishToMember } from './activity.ts';
import { channelTopic, packetOf } from './events.ts';
import type { ChannelDetail, deliveredInput, receiptsChoice } from './schemas.ts';

type Choice = z.output<typeof receiptsChoice>;

/** Whether others see how far the caller has read, and the caller how far they have. */
export async function readReceipts({ db, actor }: MemberContext): Promise<Choice> {
  const { readReceipts: on } = await db.member.findUniqueOrThrow({
    where: { id: actor.memberId },
    select: { readReceipts: true },
  });
  return { on };
}

/** Turns them on or off from now on: what was read while they were off is not told later. */
export async function setReadReceipts(ctx: MemberContext, { on }: Choice): Promise<Choice> {
  const { memberId } = ctx.actor;
  await ctx.db.member.update({
    where: { id: memberId },
    data: { readReceipts: on },
    select: { id: true },
  });
  publishToMember(ctx, memberId, { type: 'receipts', on });
  return { on };
}

type Reached = Required<Pick<ChannelDetail, 'seenTo' | 'deliveredTo'>>;

/** How far the other person of a direct channel has received and read; null where one of the two does not tell. */
export async function reachedByOther(ctx: MemberContext, channelId: string): Promise<Reached> {
  const { rows } = await ctx.pool.query<Reached>({
    name: 'direct-reached',
    text: `SELECT other.seen_seq AS "seenTo",
                  greatest(other.delivered_seq, other.seen_seq) AS "deliveredTo"
             FROM channel_member other JOIN member o ON o.id = other.member_id
             JOIN member me ON me.id = $2
            WHERE other.channel_id = $1 AND other.member_id <> $2
              AND o.read_receipts AND me.read_receipts`,
    values: [channelId, ctx.actor.memberId],
  });
  return rows[0] ?? { seenTo: null, deliveredTo: null };
}

/**
 * Notes how far the caller has read in a direct channel, and tells the other. Nothing where the caller
 * does not tell, where the other does not either, or where the two do not talk any more.
 */
export async function noteSeen(ctx: MemberContext, view: ChannelView, seq: number): Promise<void> {
  if (view.type !== 'direct' || view.closed) return;
  const { memberId } = ctx.actor;
  const { rows } = await ctx.pool.query<{ seenTo: number; isTold: boolean }>({
    name: 'note-seen',
    text: `UPDATE channel_member cm SET seen_seq = least($3, c.last_seq)
             FROM channel c, member me
            WHERE cm.channel_id = $1 AND cm.member_id = $2 AND c.id = $1 AND me.id = $2
              AND me.read_receipts AND cm.seen_seq < least($3, c.last_seq)
        RETURNING cm.seen_seq AS "seenTo",
                  EXISTS (SELECT FROM channel_member x JOIN member o ON o.id = x.member_id
                           WHERE x.channel_id = $1 AND x.member_id <> $2
                             AND o.read_receipts) AS "isTold"`,
    values: [view.id, memberId, seq],
  });
  const [seen] = rows;
  if (!seen?.isTold) return;
  const event = { type: 'seen', memberId, seenTo: seen.seenTo } as const;
  ctx.hub.publish(channelTopic(view.id), packetOf(ctx.hub, event));
}

/**
 * Notes what a device of the caller's has received in direct channels, and tells the others. The same
 * rules as for what was read: nothing where one of the two does not tell, or they do not talk any more.
 * What is none of the caller's direct channels is passed over without a word. One statement for all; rows are
 * locked in order, so that two devices that tell at once do not wait for each other.
 */
export async function noteDelivered(
  ctx: MemberContext,
  { items }: z.output<typeof deliveredInput>,
): Promise<{ done: true }> {
  const { memberId, organisationId } = ctx.actor;
  const { rows } = await ctx.pool.query<{
    channelId: string;
    deliveredTo: number;
    isTold: boolean;
  }>({
    name: 'note-delivered',
    text: `WITH received AS (
             SELECT channel_id, max(seq) AS seq
               FROM unnest($3::uuid[], $4::int[]) AS i(channel_id, seq) GROUP BY channel_id
           ), moved AS (
             SELECT cm.channel_id, least(r.seq, c.last_seq) AS seq, other.read_receipts
               FROM received r JOIN channel c ON c.id = r.channel_id
               JOIN channel_member cm ON cm.channel_id = c.id AND cm.member_id = $1
               JOIN channel_member x ON x.channel_id = c.id AND x.member_id <> $1
               JOIN member me ON me.id = $1 JOIN member other ON other.id = x.member_id
              WHERE c.type = 'direct' AND c.organisation_id = $2 AND c.deleted_at IS NULL
                AND me.read_receipts AND me.state = 'active' AND other.state = 'active'
                AND NOT EXISTS (SELECT FROM member_block b
                                 WHERE (b.member_id = $1 AND b.blocked_id = other.id)
                                    OR (b.member_id = other.id AND b.blocked_id = $1))
                AND greatest(cm.delivered_seq, cm.seen_seq) < least(r.seq, c.last_seq)
              ORDER BY cm.channel_id FOR NO KEY UPDATE OF cm
           )
           UPDATE channel_member cm SET delivered_seq = moved.seq FROM moved
            WHERE cm.channel_id = moved.channel_id AND cm.member_id = $1
              AND cm.delivered_seq < moved.seq
        RETURNING cm.channel_id AS "channelId", cm.delivered_seq AS "deliveredTo",
                  moved.read_receipts AS "isTold"`,
    values: [
      memberId,
      organisationId,
      items.map(({ channelId }) => channelId),
      items.map(({ seq }) => seq),
    ],
  });
  for (const { channelId, deliveredTo, isTold } of rows) {
    if (!isTold) continue;
    const event = { type: 'delivered', memberId, deliveredTo } as const;
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event));
  }
  return { done: true };
}
