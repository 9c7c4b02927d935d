import type { z } from 'zod';
import type { StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { holdStanding } from '../identity/index.ts';
import { assertPossible, type HeldCase, holdCase, holdOpenCase } from './cases.ts';
import { claimEnd } from './claims.ts';
import { assertAllowed } from './decide.ts';
import { type Effects, type KeptAction, newsOf, noEffects, revertMessage } from './effects.ts';
import { publishCase } from './feed.ts';
import { tellEach } from './news.ts';
import { noticesOfEnd, noticesOfReopening } from './notices.ts';
import { longestBanMinutes, undoUntil } from './policy.ts';
import { rowWithin } from './rows.ts';
import type { CaseRow, undoInput } from './schemas.ts';
import { refreshBan, refreshMutes } from './standing.ts';

/**
 * Takes the last decision of a case back, with all that followed from it; the caller then holds the
 * case again. Ended sessions stay ended: the person signs in anew. Throws `notFound`,
 * `conflict.undecided`, `expired.undo`, and `forbidden` for who could not have decided so.
 */
export async function undoDecision(
  ctx: StaffContext,
  { caseId, decisionId }: z.output<typeof undoInput>,
): Promise<CaseRow> {
  const { organisationId, memberId, role } = ctx.actor;
  const { moderation } = await ctx.settings.of(organisationId);
  const takeBack = async (tx: Transaction) => {
    const held = await holdCase(tx, ctx.actor, caseId);
    const now = ctx.clock.now();
    await assertPossible(tx, ctx.actor, held, 'undo', now);
    const decision = await lastDecision(tx, held, decisionId);
    if (undoUntil(decision, memberId, moderation.undoSeconds) < now) {
      throw new DomainError('expired', { field: 'decisionId', reason: 'undo' });
    }
    const actions = decision.actions as unknown as KeptAction[];
    const longestBan = longestBanMinutes(role, moderation.longestBanDaysOfModerator);
    await assertAllowed(tx, ctx, held, { actions, longestBan });
    // Before the message and the person: a decision on the newer case locks them in this order.
    await reopen(tx, held, { memberId, now, minutes: moderation.claimMinutes });
    await tx.moderationDecision.create({
      data: {
        organisationId,
        caseId,
        deciderId: memberId,
        actions: [],
        policy: decision.policy,
        revertsId: decisionId,
        createdAt: now,
      },
    });
    const messages = await revertMessage(tx, actions, { held, memberId, now });
    const effects = await revertSanctions(tx, held, decisionId, now);
    const told = await noticesOfReopening(tx, ctx, held, decisionId);
    const row = await rowWithin(tx, caseId, now);
    await ctx.audit.write(tx, {
      subjectType: 'case',
      subjectId: caseId,
      before: { decisionId, state: held.state },
      after: { memberId: held.concernsId },
    });
    return { row, effects: { ...effects, messages, notified: [...effects.notified, ...told] } };
  };
  const { row, effects } = await retried(() => ctx.db.$transaction(takeBack));
  await tellEach(ctx, {
    ...newsOf(ctx, organisationId, effects),
    case: () => publishCase(ctx, organisationId, row),
  });
  return row;
}

/** Does it again when the subject got a newer case at the same moment, which is found then. */
async function retried<Done>(work: () => Promise<Done>, tries = 3): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (tries === 1 || (error as { code?: unknown }).code !== 'P2002') throw error;
    return retried(work, tries - 1);
  }
}

/** The decision that is in force. Throws `notFound.decision`, `conflict.undecided`. */
async function lastDecision(tx: Transaction, held: HeldCase, decisionId: string) {
  const decisions = await tx.moderationDecision.findMany({
    where: { caseId: held.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const found = decisions.find(({ id }) => id === decisionId);
  if (!found) throw new DomainError('notFound', { field: 'decisionId', reason: 'decision' });
  const reverted = new Set(decisions.flatMap(({ revertsId }) => revertsId ?? []));
  const last = decisions.findLast(
    ({ id, revertsId, actions }) =>
      revertsId === null && !reverted.has(id) && isClosing(actions as unknown as KeptAction[]),
  );
  if (last?.id !== decisionId) {
    throw new DomainError('conflict', { field: 'decisionId', reason: 'undecided' });
  }
  return found;
}

export const isClosing = (actions: readonly KeptAction[]) =>
  actions.some(({ type }) => type !== 'note');

/** Lifts the decision's sanctions and gives the person back what they took. */
async function revertSanctions(
  tx: Transaction,
  { concernsId }: HeldCase,
  decisionId: string,
  now: Date,
): Promise<Effects> {
  const effects = noEffects(concernsId);
  if (!concernsId) return effects;
  await holdStanding(tx, concernsId);
  const lifted = await tx.sanction.updateManyAndReturn({
    where: { decisionId, liftedAt: null },
    data: { liftedAt: now },
  });
  if (lifted.some(({ kind }) => kind === 'mute')) {
    effects.mutedIn = await refreshMutes(tx, concernsId, now);
  }
  if (lifted.some(({ kind }) => kind === 'ban')) {
    await refreshBan(tx, concernsId, now);
    effects.eased = true;
  }
  effects.notified = await noticesOfEnd(tx, lifted, now);
  return effects;
}

/** Back into the queue, held by who took it back; unless the subject has a newer open case. */
async function reopen(
  tx: Transaction,
  { id, organisationId, subjectType, subjectId }: HeldCase,
  { memberId, now, minutes }: { memberId: string; now: Date; minutes: number },
): Promise<void> {
  const newer = await holdOpenCase(tx, organisationId, { type: subjectType, id: subjectId });
  await tx.moderationCase.update({
    where: { id },
    data: newer
      ? { version: { increment: 1 } }
      : {
          state: 'open',
          decidedAt: null,
          decidedById: null,
          claimedById: memberId,
          claimedAt: now,
          claimedUntil: claimEnd(now, minutes),
          version: { increment: 1 },
        },
  });
}
