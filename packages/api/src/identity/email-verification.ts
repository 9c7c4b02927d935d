import type { Context, MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { verificationMail } from './jobs.ts';
import { tokenHash } from './random-token.ts';

/** Marks the address as verified. Throws `expired.code` for a code that cannot be used (any more). */
export async function verifyEmail(ctx: Context, code: string): Promise<{ done: true }> {
  const now = ctx.clock.now();
  const hash = tokenHash(code);
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.oneTimeCode.updateMany({
      where: { hash, purpose: 'verifyEmail', usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (count === 0) throw new DomainError('expired', { field: 'code', reason: 'code' });
    const { memberId } = await tx.oneTimeCode.findUniqueOrThrow({ where: { hash } });
    await tx.member.updateMany({
      where: { id: memberId, emailVerifiedAt: null },
      data: { emailVerifiedAt: now },
    });
    await tx.oneTimeCode.updateMany({
      where: { memberId, purpose: 'verifyEmail', usedAt: null },
      data: { usedAt: now },
    });
  });
  return { done: true };
}

/** A person may have another mail so often without being signed in. */
const pauseMs = 5 * 60_000;

/** Has another verification mail sent to someone who cannot enter without it, unless one just was. */
export async function mailAgain(tx: Transaction, ctx: Context, memberId: string): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - pauseMs);
  const recent = await tx.oneTimeCode.count({
    where: { memberId, purpose: 'verifyEmail', createdAt: { gt: since } },
  });
  if (recent === 0) await ctx.jobs.enqueue(tx, verificationMail, { memberId });
}

/** Has another verification mail sent, unless the address is verified already. */
export async function resendVerification(ctx: MemberContext): Promise<{ done: true }> {
  const { memberId } = ctx.actor;
  await ctx.db.$transaction(async (tx) => {
    const waiting = await tx.member.count({ where: { id: memberId, emailVerifiedAt: null } });
    if (waiting > 0) await ctx.jobs.enqueue(tx, verificationMail, { memberId });
  });
  return { done: true };
}
