import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { Gate } from '../gate.ts';
import type { decideManyInput, Outcome, outcomes, undoManyInput } from './bulk-schemas.ts';
import { unknownCase } from './cases.ts';
import { decideCase } from './decide.ts';
import { undoDecision } from './undo.ts';

type Outcomes = z.output<typeof outcomes>;

/** Cases of one call that are decided at the same time: each holds a connection to the database. */
const atOnce = 4;

/**
 * Decides several cases in the same way, each as if it were decided alone and in its own transaction:
 * one that cannot be decided keeps no other from it. The batch's id makes it safe to send again.
 */
export async function decideMany(
  ctx: StaffContext,
  { batchId, cases, ...decision }: z.output<typeof decideManyInput>,
): Promise<Outcomes> {
  const results = await each(cases, async ({ caseId, version }) => {
    await decideCase(ctx, { ...decision, caseId, version }, batchId);
  });
  return recorded(ctx, batchId, results);
}

/**
 * Takes back what the caller decided in a batch, of the cases named. What was not decided, or was
 * taken back before, is refused for itself.
 */
export async function undoMany(
  ctx: StaffContext,
  { batchId, caseIds }: z.output<typeof undoManyInput>,
): Promise<Outcomes> {
  const decided = await ctx.db.moderationDecision.findMany({
    where: { batchId, deciderId: ctx.actor.memberId, caseId: { in: caseIds } },
    select: { id: true, caseId: true },
  });
  const decisionOf = new Map(decided.map(({ id, caseId }) => [caseId, id]));
  const results = await each(
    caseIds.map((caseId) => ({ caseId })),
    async ({ caseId }) => {
      const decisionId = decisionOf.get(caseId);
      if (!decisionId)
        throw new DomainError('notFound', { field: 'decisionId', reason: 'decision' });
      await undoDecision(ctx, { caseId, decisionId }, batchId);
    },
  );
  return recorded(ctx, batchId, results);
}

/** Does it for each, a few at the same time, and gives what came of each, in the order given. */
async function each<Item extends { caseId: string }>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<Outcome[]> {
  const gate = new Gate(atOnce);
  const settled = await Promise.allSettled(items.map((item) => gate.run(() => work(item))));
  return items.map(({ caseId }, index) => {
    const result = settled[index];
    if (result?.status !== 'rejected') return { caseId, outcome: 'done', error: null };
    // What nobody expected is no outcome. All others have come to an end, and sending again tells it.
    if (!(result.reason instanceof DomainError)) throw result.reason;
    const { code, messageKey, details } = result.reason;
    return {
      caseId,
      outcome: code === 'conflict' || code === 'notFound' ? code : 'refused',
      error: { code, messageKey, params: details.params ?? {} },
    };
  });
}

/**
 * One entry for the whole, also when no case was decided; each case that was has its own. Throws
 * `notFound.case` when none of them exists for the caller.
 */
async function recorded(ctx: StaffContext, batchId: string, results: Outcome[]): Promise<Outcomes> {
  if (results.every(({ outcome }) => outcome === 'notFound')) throw unknownCase();
  const done = results.filter(({ outcome }) => outcome === 'done').length;
  await ctx.db.$transaction((tx) =>
    ctx.audit.write(tx, {
      subjectType: 'batch',
      subjectId: batchId,
      after: { cases: results.length, done, refused: results.length - done },
    }),
  );
  return { results };
}
