import type { z } from 'zod';
import type { Database, MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Role } from '../identity/schemas.ts';
import { isAbove } from '../organisations/index.ts';
import type { FlagMute, flagMuteInput, flagMuteOutput } from './flag-schemas.ts';
import { longestBanMinutes } from './policy.ts';

type Output = z.output<typeof flagMuteOutput>;

const inForce = (memberId: string, now: Date) => ({
  memberId,
  liftedAt: null,
  OR: [{ endsAt: null }, { endsAt: { gt: now } }],
});

/**
 * Somebody who keeps flagging what is fine may not flag for a time. They are told when they try, why and
 * until when; it says nothing of what they wanted to flag. Again: the new mute takes the place of the old.
 * Throws `notFound.member`, `forbidden.higherRole`, `forbidden.muteTooLong`,
 * `invalidInput`: `self`, `past`.
 */
export async function muteFlagger(
  ctx: StaffContext,
  { memberId, until, reason }: z.output<typeof flagMuteInput>,
): Promise<Output> {
  const now = ctx.clock.now();
  if (until && until <= now) {
    throw new DomainError('invalidInput', { field: 'until', reason: 'past' });
  }
  const longest = await longestOf(ctx);
  return ctx.db.$transaction(async (tx) => {
    await holdBelow(tx, ctx, memberId);
    assertNotLonger(longest, until, now);
    const before = await lift(tx, ctx, memberId, now);
    const { organisationId } = ctx.actor;
    await tx.flagMute.create({
      data: {
        organisationId,
        memberId,
        reason,
        mutedById: ctx.actor.memberId,
        startsAt: now,
        endsAt: until ?? null,
      },
    });
    await ctx.audit.write(tx, {
      subjectType: 'member',
      subjectId: memberId,
      before: { flagMute: before },
      after: { flagMute: { until: until?.toISOString() ?? null } },
    });
    return { mute: await readFlagMute(tx, memberId, now) };
  });
}

/** They may flag again. Where there is no mute it changes nothing. Throws like `muteFlagger`. */
export async function unmuteFlagger(ctx: StaffContext, memberId: string): Promise<Output> {
  return ctx.db.$transaction(async (tx) => {
    await holdBelow(tx, ctx, memberId);
    const before = await lift(tx, ctx, memberId, ctx.clock.now());
    await ctx.audit.write(tx, {
      subjectType: 'member',
      subjectId: memberId,
      before: { flagMute: before },
      after: { flagMute: null },
    });
    return { mute: null };
  });
}

/** Throws `muted.flags` when the caller may not flag now. Asked before anything is looked at. */
export async function assertMayFlag({ db, actor, clock }: MemberContext): Promise<void> {
  const mute = await db.flagMute.findFirst({ where: inForce(actor.memberId, clock.now()) });
  if (!mute) return;
  throw new DomainError('muted', {
    reason: mute.endsAt ? 'flagsUntil' : 'flags',
    params: { until: mute.endsAt?.toISOString() ?? null, statement: mute.reason },
  });
}

/** The mute in force of somebody who flags; null: there is none. */
export async function readFlagMute(
  db: Database | Transaction,
  memberId: string,
  now: Date,
): Promise<FlagMute | null> {
  const mute = await db.flagMute.findFirst({ where: inForce(memberId, now) });
  if (!mute) return null;
  const by = await db.member.findUnique({
    where: { id: mute.mutedById },
    select: { displayName: true },
  });
  return {
    since: mute.startsAt,
    until: mute.endsAt,
    reason: mute.reason,
    by: { id: mute.mutedById, displayName: by?.displayName ?? '' },
  };
}

/** Ends what was not lifted, also what ended by itself. Gives until when it was in force. */
async function lift(tx: Transaction, { actor }: StaffContext, memberId: string, now: Date) {
  const before = await tx.flagMute.findFirst({ where: inForce(memberId, now) });
  await tx.flagMute.updateMany({
    where: { memberId, liftedAt: null },
    data: { liftedAt: now, liftedById: actor.memberId },
  });
  return before && { until: before.endsAt?.toISOString() ?? null };
}

/** Holds the person, so that two at once write one mute. */
async function holdBelow(tx: Transaction, { actor }: StaffContext, memberId: string) {
  if (memberId === actor.memberId) {
    throw new DomainError('invalidInput', { field: 'memberId', reason: 'self' });
  }
  const [person] = await tx.$queryRaw<{ id: string; role: Role }[]>`
    SELECT id, role FROM member
     WHERE id = ${memberId}::uuid AND organisation_id = ${actor.organisationId}::uuid
       FOR NO KEY UPDATE`;
  if (!person) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
  if (!isAbove(actor, person)) {
    throw new DomainError('forbidden', { field: 'memberId', reason: 'higherRole' });
  }
}

/** In minutes; null: without a limit. */
async function longestOf({ settings, actor }: StaffContext): Promise<number | null> {
  const { moderation } = await settings.of(actor.organisationId);
  return longestBanMinutes(actor.role, moderation.longestBanDaysOfModerator);
}

function assertNotLonger(longest: number | null, until: Date | undefined, now: Date): void {
  if (longest === null || (until && until.getTime() - now.getTime() <= longest * 60_000)) return;
  throw new DomainError('forbidden', {
    field: 'until',
    reason: 'muteTooLong',
    params: { days: Math.floor(longest / (24 * 60)) },
  });
}
