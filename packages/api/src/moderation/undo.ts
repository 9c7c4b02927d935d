import type { z } from 'zod';
import type { StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { holdStanding } from '../identity/index.ts';
import { assertPossible, type HeldCase, holdCase, holdOpenCase } from './cases.ts';
import { claimEnd } from './claims.ts';
import { assertAllowed } from './decide.ts';
import { type DecisionInForce, decisionInForce } from './decision-in-force.ts';
import { type Effects, type KeptAction, newsOf, noEffects, revertMessage } from './effects.ts';
import { publishCase } from './feed.ts';
import { mergeInto } from './merge.ts';
import { tellEach } from './news.ts';
import { noticesOfEnd, noticesOfReopening } from './notices.ts';
import { longestBanMinutes, undoUntil } from './policy.ts';
import { rowWithin } from './rows.ts';
import type { CaseRow, undoInput } from './schemas.ts';
import { handOver } from './shared-sanctions.ts';
import { refreshBan, refreshMutes } from './standing.ts';

/**
 * Takes the last decision of a case back, with all that followed from it; the caller then holds the
 * case again. If the subject has a newer open case, the old one is merged into that, which is given.
 * Ended sessions stay ended: the person signs in anew. Throws `notFound`, `conflict.undecided`,
 * `expired.undo`, and `forbidden` for who could not have decided so. What is taken back `together`, as one
 * batch, is one notice.
 */
export async function undoDecision(
  ctx: StaffContext,
  { caseId, decisionId }: z.output<typeof undoInput>,
  together: string | null = null,
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
    // While the flags are still where they were.
    const told = await noticesOfReopening(tx, ctx, held, decisionId);
    // Before the message and the person: a decision on the newer case locks them in this order.
    const newerId = await reopen(tx, held, { memberId, now, moderation });
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
    const messages = await revertMessage(tx, ctx, actions, { held, memberId, now });
    const effects = await revertSanctions(tx, held, decision, {
      now,
      together,
      // What their role was before they were held may have changed while this call waited.
      check: () => assertAllowed(tx, ctx, held, { actions, longestBan }),
    });
    const row = await rowWithin(tx, caseId, now);
    const newer = newerId ? await rowWithin(tx, newerId, now) : null;
    await ctx.audit.write(tx, {
      subjectType: 'case',
      subjectId: caseId,
      before: { decisionId, state: held.state },
      after: { memberId: held.concernsId, ...(newerId ? { mergedIntoId: newerId } : {}) },
    });
    const notified = [...effects.notified, ...told];
    return { row, newer, effects: { ...effects, messages, notified } };
  };
  const { row, newer, effects } = await retried(() => ctx.db.$transaction(takeBack));
  await tellEach(ctx, {
    ...newsOf(ctx, organisationId, effects),
    case: () => publishCase(ctx, organisationId, row),
    newer: () => newer && publishCase(ctx, organisationId, newer),
  });
  return newer ?? row;
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
  const last = await decisionInForce(tx, held.id);
  if (last?.id === decisionId) return last;
  const found = await tx.moderationDecision.count({ where: { id: decisionId, caseId: held.id } });
  if (found === 0) throw new DomainError('notFound', { field: 'decisionId', reason: 'decision' });
  throw new DomainError('conflict', { field: 'decisionId', reason: 'undecided' });
}

/** Lifts the decision's sanctions and gives the person back what they took. */
async function revertSanctions(
  tx: Transaction,
  { concernsId }: HeldCase,
  { id: decisionId, batchId, deciderId }: DecisionInForce,
  { now, together, check }: { now: Date; together: string | null; check: () => Promise<void> },
): Promise<Effects> {
  const effects = noEffects(concernsId);
  if (!concernsId) return effects;
  await holdStanding(tx, concernsId);
  await check();
  await handOver(tx, decisionId, { batchId, deciderId, memberId: concernsId });
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
  effects.notified = await noticesOfEnd(tx, lifted, { now, batchId: together });
  return effects;
}

interface Reopening {
  memberId: string;
  now: Date;
  moderation: { claimMinutes: number; flagThreshold: number };
}

/**
 * Back into the queue, held by who took it back; or merged into the newer open case about the
 * subject, whose id is given.
 */
async function reopen(
  tx: Transaction,
  held: HeldCase,
  { memberId, now, moderation }: Reopening,
): Promise<string | null> {
  const { id, organisationId, subjectType, subjectId, version } = held;
  const newer = await holdOpenCase(tx, organisationId, { type: subjectType, id: subjectId });
  if (newer) {
    await mergeInto(tx, held, newer, moderation.flagThreshold, now);
    return newer;
  }
  await tx.moderationCase.update({
    where: { id },
    data: {
      state: 'open',
      decidedAt: null,
      decidedById: null,
      claimedById: memberId,
      claimedAt: now,
      claimedUntil: claimEnd(now, moderation.claimMinutes),
      version: version + 1,
      decidableFrom: version + 1,
    },
  });
  return null;
}
