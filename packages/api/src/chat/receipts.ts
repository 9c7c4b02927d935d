import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { ChannelView } from './access.ts';
import { publishToMember } from './activity.ts';
import { channelTopic, packetOf } from './events.ts';
import type { receiptsChoice } from './schemas.ts';

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

/** How far the other person of a direct channel has read; null where one of the two does not tell. */
export async function seenByOther(ctx: MemberContext, channelId: string): Promise<number | null> {
  const { rows } = await ctx.pool.query<{ seenTo: number }>({
    name: 'direct-seen',
    text: `SELECT other.seen_seq AS "seenTo"
             FROM channel_member other JOIN member o ON o.id = other.member_id
             JOIN member me ON me.id = $2
            WHERE other.channel_id = $1 AND other.member_id <> $2
              AND o.read_receipts AND me.read_receipts`,
    values: [channelId, ctx.actor.memberId],
  });
  return rows[0]?.seenTo ?? null;
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
