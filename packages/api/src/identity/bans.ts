import type { Context, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';

/** A ban; `until` null: for good. */
export interface Ban {
  until: Date | null;
}

/** Locks a person, so that nothing else changes their standing until the transaction ends. */
export async function holdStanding(tx: Transaction, memberId: string) {
  await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${memberId}::uuid FOR NO KEY UPDATE`;
  return tx.member.findUnique({
    where: { id: memberId },
    select: { id: true, organisationId: true, role: true, state: true, bannedUntil: true },
  });
}

/**
 * Bans the person, or changes the end of their ban: sessions end, tokens count no more. Gives the
 * sessions that ended. Throws `conflict.memberState` for who is deactivated: they cannot enter
 * anyway, and coming back is decided elsewhere. The caller holds the person.
 */
export async function banMember(
  tx: Transaction,
  person: { id: string; state: string },
  { until }: Ban,
  now: Date,
): Promise<string[]> {
  const { id, state } = person;
  if (state === 'deactivated') {
    throw new DomainError('conflict', { reason: 'memberState', params: { state } });
  }
  await tx.member.update({
    where: { id },
    data: { state: 'banned', bannedUntil: until, tokensValidFrom: now, version: { increment: 1 } },
  });
  const sessions = await tx.session.updateManyAndReturn({
    where: { memberId: id, revokedAt: null },
    data: { revokedAt: now, revokedReason: 'banned' },
    select: { id: true },
  });
  return sessions.map((session) => session.id);
}

/** What bans are left to the person: another end, or none at all. The caller holds the person. */
export async function easeBan(tx: Transaction, memberId: string, left: Ban | null): Promise<void> {
  await tx.member.updateMany({
    where: { id: memberId, state: 'banned' },
    data: left
      ? { bannedUntil: left.until, version: { increment: 1 } }
      : { state: 'active', bannedUntil: null, version: { increment: 1 } },
  });
}

type Teller = Pick<Context, 'revocations' | 'directory' | 'presence'>;

/** Closes what the person has open, on every node. Call it after the commit of `banMember`. */
export async function announceBan(
  ctx: Teller,
  memberId: string,
  { sessionIds, at }: { sessionIds: readonly string[]; at: Date },
): Promise<void> {
  // The sessions first: their sockets are then told that it is over, not to come back.
  for (const id of sessionIds) ctx.revocations.revokeSession(id, 'banned');
  ctx.revocations.memberChanged(memberId, at, 'banned');
  await announceStanding(ctx, memberId);
}

/** Tells the other nodes that the person is or is not active. Call it after the commit. */
export async function announceStanding(ctx: Teller, memberId: string): Promise<void> {
  ctx.directory.invalidate(memberId);
  await ctx.presence.changed(memberId);
}
