import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { ChannelFacts, ChannelView } from './access.ts';
import { lockChannel } from './log.ts';
import { viewUnderLock } from './message-access.ts';
import { assertMayWrite, isSlowed } from './policy.ts';

/**
 * Whether the channel itself rules who writes there and when. Such messages are written in a transaction
 * that asks `takeTurn` first. The statements that write all others refuse where the rows have rules, so
 * that the cached answer is a hint here, too.
 */
export const hasRules = ({
  slowSeconds,
  managersOnly,
}: Pick<ChannelFacts, 'slowSeconds' | 'managersOnly'>): boolean => slowSeconds > 0 || managersOnly;

/** From when on the person may write again after their last message. */
export const nextTurn = (wroteAt: Date, slowSeconds: number): Date =>
  new Date(wroteAt.getTime() + slowSeconds * 1000);

interface Turn {
  view: ChannelView;
  clientId: string;
  now: Date;
}

/**
 * Locks the channel and takes the caller's turn in it: of two messages at once the second waits here
 * and finds the first. Throws `slowMode` with the seconds left, and what keeps them from writing. A message
 * that is there already takes no turn.
 */
export async function takeTurn(
  tx: Transaction,
  ctx: Pick<MemberContext, 'actor'>,
  { view, clientId, now }: Turn,
): Promise<void> {
  const { memberId } = ctx.actor;
  const channelId = view.id;
  await lockChannel(tx, channelId);
  const there = await tx.message.findUnique({
    where: { channelId_authorId_clientId: { channelId, authorId: memberId, clientId } },
    select: { id: true },
  });
  if (there) return;
  const current = await viewUnderLock(tx, view, memberId);
  assertMayWrite(current, now);
  if (!isSlowed(ctx.actor, current)) return;
  const key = { channelId, memberId };
  const last = await tx.channelTurn.findUnique({ where: { channelId_memberId: key } });
  const next = last && nextTurn(last.wroteAt, current.slowSeconds);
  if (next && next > now) {
    const seconds = Math.ceil((next.getTime() - now.getTime()) / 1000);
    throw new DomainError('slowMode', { retryAfter: seconds, params: { seconds } });
  }
  await tx.channelTurn.upsert({
    where: { channelId_memberId: key },
    create: { ...key, wroteAt: now },
    update: { wroteAt: now },
  });
}
