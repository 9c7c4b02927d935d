import { member, router, staff } from '../trpc.ts';
import * as bulk from './bulk-schemas.ts';
import { getCase } from './case-detail.ts';
import { listCases } from './case-list.ts';
import * as parts from './case-parts.ts';
import { claimCase, releaseCase } from './claims.ts';
import { decideCase } from './decide.ts';
import { decideMany, undoMany } from './decide-many.ts';
import { deskProcedures, viewsRouter } from './desk-router.ts';
import { onQueue } from './feed.ts';
import { flaggersRouter } from './flaggers-router.ts';
import { createFlag } from './flags.ts';
import { readMine } from './mine.ts';
import { rulesRouter } from './rules-router.ts';
import * as s from './schemas.ts';
import { findSimilar, similarCases } from './similar.ts';
import { undoDecision } from './undo.ts';

const flagsRouter = router({
  /** Tells staff that something is wrong. Who flagged stays unknown to everyone else. */
  create: member({ rate: 'flag' })
    .input(s.flagCreateInput)
    .output(s.flagReceipt)
    .mutation(({ ctx, input }) => createFlag(ctx.call, input)),
});

const casesRouter = router({
  /** The queue, what is due first comes first; or what was decided. Never a case about the caller. */
  list: staff('moderation:read')
    .input(s.caseListInput)
    .output(s.casePage)
    .query(({ ctx, input }) => listCases(ctx.call, input)),
  /** Evidence, flags, decisions, the person's history, and what the caller may do. Of lists the beginning. */
  get: staff('moderation:read')
    .input(s.caseIdInput)
    .output(s.caseDetail)
    .query(({ ctx, input }) => getCase(ctx.call, input.caseId)),
  /** The flags and detections after those that `get` gave. */
  flags: staff('moderation:read')
    .input(s.casePartsInput)
    .output(s.flagPage)
    .query(({ ctx, input }) =>
      parts.partOf(ctx.call, input, (reader) => parts.readFlags(reader, input)),
    ),
  /** The evidence before what `get` gave. */
  evidence: staff('moderation:read')
    .input(s.caseEvidenceInput)
    .output(s.evidencePage)
    .query(({ ctx, input }) =>
      parts.partOf(ctx.call, input, (reader) => parts.readEvidence(reader, input)),
    ),
  /** The decisions and notes before those that `get` gave. */
  decisions: staff('moderation:read')
    .input(s.casePartsInput)
    .output(s.decisionPage)
    .query(({ ctx, input }) =>
      parts.partOf(ctx.call, input, (reader) => parts.readDecisions(reader, input)),
    ),
  /** Holds a case for some minutes; again for some more. Throws `conflict.claimed` naming who has it. */
  claim: staff('moderation:decide', { audited: true })
    .input(s.caseClaimInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => claimCase(ctx.call, input)),
  release: staff('moderation:decide', { audited: true })
    .input(s.caseIdInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => releaseCase(ctx.call, input.caseId)),
  /** Several actions, all or none. Throws `conflict`: `claimed`, `decided`, `changed`. */
  decide: staff('moderation:decide', { audited: true })
    .input(s.decideInput)
    .output(s.decideOutput)
    .mutation(({ ctx, input }) => decideCase(ctx.call, input)),
  /**
   * Takes the last decision back with all its effects. Gives the case that is open then: it, or a newer
   * one that it was merged into. Throws `expired.undo` when it is too late.
   */
  undo: staff('moderation:decide', { audited: true })
    .input(s.undoInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => undoDecision(ctx.call, input)),
  /** The same decision for several cases, each for itself. Gives what came of each. */
  decideMany: staff('moderation:decide', { audited: true })
    .input(bulk.decideManyInput)
    .output(bulk.outcomes)
    .mutation(({ ctx, input }) => decideMany(ctx.call, input)),
  /** Takes back what the caller decided in a batch. */
  undoMany: staff('moderation:decide', { audited: true })
    .input(bulk.undoManyInput)
    .output(bulk.outcomes)
    .mutation(({ ctx, input }) => undoMany(ctx.call, input)),
  /** Up to ten cases that resemble this one, decided ones first, with what was done. */
  similar: staff('moderation:read')
    .input(s.caseIdInput)
    .output(similarCases)
    .query(({ ctx, input }) => findSimilar(ctx.call, input.caseId)),
  ...deskProcedures,
});

export const moderationRouter = router({
  flags: flagsRouter,
  flaggers: flaggersRouter,
  cases: casesRouter,
  rules: rulesRouter,
  views: viewsRouter,
  /** What is in force against the caller, with its reasons and its end. */
  mine: member()
    .output(s.mineOutput)
    .query(({ ctx }) => readMine(ctx.call)),
  /** The queue as it changes. Begins with `refresh`. */
  onQueue: staff('moderation:read', { events: s.queueEvent }).subscription(({ ctx, signal }) =>
    onQueue(ctx.call, signal),
  ),
});
