import type { Actor, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { nextState, type StateEvent } from './lifecycle.ts';
import { getMember, holdMember, type MemberDetail } from './members.ts';
import { canDeactivateMember } from './policy.ts';

/**
 * Keeps a person from signing in and ends their sessions, open sockets included.
 * Throws `notFound`, `forbidden`, `conflict.memberState`.
 */
export async function deactivateMember(ctx: StaffContext, memberId: string): Promise<MemberDetail> {
  const now = ctx.clock.now();
  const sessions = await ctx.db.$transaction(async (tx) => {
    await changeState(tx, ctx, memberId, 'deactivate');
    await tx.member.update({ where: { id: memberId }, data: { tokensValidFrom: now } });
    return tx.session.updateManyAndReturn({
      where: { memberId, revokedAt: null },
      data: { revokedAt: now, revokedReason: 'deactivated' },
      select: { id: true },
    });
  });
  // The sessions first: their sockets are then told that it is over, not to come back.
  for (const { id } of sessions) ctx.revocations.revokeSession(id, 'deactivated');
  ctx.revocations.memberChanged(memberId, now, 'deactivated');
  ctx.directory.invalidate(memberId);
  await ctx.presence.changed(memberId);
  return getMember(ctx, memberId);
}

/** Lets a deactivated person sign in again. Throws `notFound`, `forbidden`, `conflict.memberState`. */
export async function reactivateMember(ctx: StaffContext, memberId: string): Promise<MemberDetail> {
  await ctx.db.$transaction((tx) => changeState(tx, ctx, memberId, 'reactivate'));
  ctx.directory.invalidate(memberId);
  await ctx.presence.changed(memberId);
  return getMember(ctx, memberId);
}

async function changeState(
  tx: Transaction,
  ctx: StaffContext,
  memberId: string,
  event: StateEvent,
): Promise<void> {
  const actor: Actor = ctx.actor;
  const before = await holdMember(tx, actor, memberId);
  if (!canDeactivateMember(actor, before)) {
    throw new DomainError('forbidden', { reason: 'deactivateMember' });
  }
  const state = nextState(before.state, event);
  await tx.member.update({ where: { id: memberId }, data: { state, version: { increment: 1 } } });
  await ctx.audit.write(tx, {
    subjectType: 'member',
    subjectId: memberId,
    before: { state: before.state },
    after: { state },
  });
}
