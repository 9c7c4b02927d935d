import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { assertPossible, assertVersion, holdCase, viewerOf } from './cases.ts';
import { writeDeskEvent } from './desk-events.ts';
import { publishCase } from './feed.ts';
import { standingOf } from './lifecycle.ts';
import { tellEach } from './news.ts';
import { rowWithin } from './rows.ts';
import type { CaseRow, caseClaimInput } from './schemas.ts';

/**
 * Takes a case for some minutes, or for some more. Of two at once one gets it.
 * Throws `notFound`, `conflict.claimed`, `conflict.decided`, `conflict.changed`, `forbidden.escalated`.
 */
export async function claimCase(
  ctx: StaffContext,
  { caseId, version }: z.output<typeof caseClaimInput>,
): Promise<CaseRow> {
  const { organisationId, memberId } = ctx.actor;
  const { moderation } = await ctx.settings.of(organisationId);
  const row = await ctx.db.$transaction(async (tx) => {
    const held = await holdCase(tx, ctx.actor, caseId);
    const now = ctx.clock.now();
    await assertPossible(tx, ctx.actor, held, 'claim', now);
    assertVersion(held, version);
    const renewed = standingOf(held, viewerOf(ctx.actor), now) === 'held';
    await tx.moderationCase.update({
      where: { id: caseId },
      data: {
        claimedById: memberId,
        claimedAt: renewed ? held.claimedAt : now,
        claimedUntil: claimEnd(now, moderation.claimMinutes),
        snoozedUntil: null,
      },
    });
    // Who takes it up does not put it off any longer.
    if (held.snoozedUntil) {
      await writeDeskEvent(tx, { caseId, kind: 'woken', byId: memberId, now });
    }
    const row = await rowWithin(tx, caseId, now);
    await ctx.audit.write(tx, { subjectType: 'case', subjectId: caseId, after: { renewed } });
    return row;
  });
  return announceAndGive(ctx, row);
}

/** Gives a case back. Throws `notFound`, `conflict.claimed`, `conflict.decided`. */
export async function releaseCase(ctx: StaffContext, caseId: string): Promise<CaseRow> {
  const row = await ctx.db.$transaction(async (tx) => {
    const held = await holdCase(tx, ctx.actor, caseId);
    const now = ctx.clock.now();
    await assertPossible(tx, ctx.actor, held, 'release', now);
    await tx.moderationCase.update({
      where: { id: caseId },
      data: { claimedById: null, claimedAt: null, claimedUntil: null },
    });
    const row = await rowWithin(tx, caseId, now);
    await ctx.audit.write(tx, { subjectType: 'case', subjectId: caseId });
    return row;
  });
  return announceAndGive(ctx, row);
}

export const claimEnd = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);

/** Tells the queue how the case is now, and gives it to the caller. */
async function announceAndGive(ctx: StaffContext, row: CaseRow): Promise<CaseRow> {
  await tellEach(ctx, { case: () => publishCase(ctx, ctx.actor.organisationId, row) });
  return row;
}
