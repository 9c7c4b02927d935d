import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../common.ts';
import type { flagBand } from './flag-schemas.ts';

export const subjectType = z.enum(['message', 'channel', 'member']);
export type SubjectType = z.infer<typeof subjectType>;
export const policy = z.enum([
  'spam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'selfHarm',
  'illegal',
  'impersonation',
  'privacy',
  'other',
]);
export type Policy = z.infer<typeof policy>;
/** `merged`: its decision was taken back while the subject had a newer open case, which has it all now. */
export const caseState = z.enum(['open', 'decided', 'merged']);
export const sanctionKind = z.enum(['warn', 'hide', 'delete', 'mute', 'ban']);
export type SanctionKind = z.infer<typeof sanctionKind>;
/** 1 low, 2 medium, 3 high, 4 critical. */
export const severity = z.number().int().min(1).max(4);

export { type Flagging, flagBand, flagging } from './flag-schemas.ts';

type FlagBand = z.infer<typeof flagBand>;
const manyFlags = 10;
export const bandOf = (count: number): FlagBand =>
  count === 0 ? 'none' : count < manyFlags ? 'few' : 'many';

/** A person as a case names them. */
export const person = z.object({ id, displayName: z.string(), username: z.string() });

// Flags ---------------------------------------------------------------------

export const flagCreateInput = z.object({
  subjectType,
  subjectId: id,
  reason: policy,
  note: humanText(0, 1_000).optional(),
});
/** Says nothing of what else is known about the subject. */
export const flagReceipt = z.object({ receivedAt: z.date() });

// Cases ---------------------------------------------------------------------

export const claim = z.object({
  by: z.object({ id, displayName: z.string() }),
  since: z.date(),
  /** A claim is a lease: past this moment anybody may take the case. */
  until: z.date(),
});
export const caseRow = z.object({
  id,
  subjectType,
  subjectId: id,
  state: caseState,
  policy,
  severity,
  /** People who could see the subject. */
  reach: z.number().int(),
  /** Different people who flagged it. */
  flagCount: z.number().int(),
  /** Rules of the filter that found something. */
  detectionCount: z.number().int(),
  openedAt: z.date(),
  /** When it should be decided; the order of the queue. */
  dueAt: z.date(),
  /** Changes with what a decision rests on: new evidence, severity, decisions. Not with claims. */
  version: z.number().int(),
  /** Null when nobody holds it now. */
  claim: claim.nullable(),
  /** The person it is about; null when there is none any more. */
  concerns: person.nullable(),
  channel: z.object({ id, name: z.string() }).nullable(),
  /** Who should decide it: a hint. Whoever claims it decides. */
  assignee: z.object({ id, displayName: z.string() }).nullable(),
  /** Since then only administrators decide it. */
  escalatedAt: z.date().nullable(),
  /** Out of the queue until then, or until there is something new; null when it is not. */
  snoozedUntil: z.date().nullable(),
  /** Beginning of what it is about, as it was when it was flagged. */
  excerpt: z.string(),
  decidedAt: z.date().nullable(),
});
export type CaseRow = z.infer<typeof caseRow>;

/** What the queue shows. Absent: everything. */
export const queueFilters = z.object({
  /** `open`: the queue, what is due first comes first. `decided`: the last decided first. */
  state: caseState.exclude(['merged']).default('open'),
  severity: severity.optional(),
  policy: policy.optional(),
  subjectType: subjectType.optional(),
  /** Only what the caller has claimed (open) or decided. */
  mine: z.boolean().optional(),
  /** true: only what somebody has claimed now; false: only what nobody has. */
  held: z.boolean().optional(),
  /** Of open ones: whether the time in which they should be decided is over. */
  overdue: z.boolean().optional(),
  /** Of open ones: only what is assigned to the caller. */
  assigned: z.boolean().optional(),
  /** Of open ones: whether only administrators decide them. */
  escalated: z.boolean().optional(),
  /** true: only what was put off. Otherwise that is left out. */
  snoozed: z.boolean().optional(),
});
export type QueueFilters = z.infer<typeof queueFilters>;
/** What was escalated comes first for who decides it, and last for the others. */
export const caseListInput = cursorInput.extend(queueFilters.shape);
export const casePage = pageOf(caseRow);
export const caseIdInput = z.object({ caseId: id });
export const caseClaimInput = caseIdInput.extend({
  /** Version that the screen showed; another one on the server is a conflict. */
  version: z.number().int().optional(),
});

export const actionType = z.enum(['dismiss', 'warn', 'hide', 'delete', 'mute', 'ban', 'note']);
export type ActionType = z.infer<typeof actionType>;
const longestMinutes = 525_600 * 10;
export const action = z
  .object({
    type: actionType,
    /** How long a mute or a ban lasts. A ban without it is for good; a mute must have one. */
    minutes: z.number().int().min(1).max(longestMinutes).optional(),
    /** Of a mute: in all channels, and not only in the subject's. */
    everywhere: z.boolean().optional(),
  })
  .refine(({ type, minutes }) => type !== 'mute' || minutes !== undefined, { path: ['minutes'] });
export type Action = z.infer<typeof action>;
export const decideFields = z.object({
  caseId: id,
  /**
   * Version of the case that the decision rests on. What weighed since is a conflict; edits by the
   * author alone are not, except for dismissing: what was not seen cannot be found fine.
   */
  version: z.number().int(),
  /** All or none. Each kind once; dismissing goes with a note only. A note alone decides nothing. */
  actions: z
    .array(action)
    .min(1)
    .max(7)
    .refine((actions) => new Set(actions.map(({ type }) => type)).size === actions.length)
    .refine(
      (actions) =>
        !actions.some(({ type }) => type === 'dismiss') ||
        actions.every(({ type }) => type === 'dismiss' || type === 'note'),
    )
    .refine((actions) => !['hide', 'delete'].every((kind) => actions.some((a) => a.type === kind))),
  policy,
  /** Told to the person, besides the policy. */
  statement: humanText(0, 500).optional(),
  /** For staff only. */
  note: humanText(0, 2_000).optional(),
});
/** A note alone must say something. */
export const saysSomething = ({
  actions,
  note,
}: {
  actions: readonly Action[];
  note?: string | undefined;
}): boolean => Boolean(note) || actions.some(({ type }) => type !== 'note');
export const decideInput = decideFields.refine(saysSomething, { path: ['note'] });
export const decideOutput = caseRow.extend({
  /** The author edited the content after the version that the decision rests on: look again. */
  changedSince: z.boolean(),
});
export const undoInput = caseIdInput.extend({ decisionId: id });

// Live ----------------------------------------------------------------------

export const queueEvent = z.discriminatedUnion('type', [
  /** Changes may have been missed: list the queue afresh. */
  z.object({ type: z.literal('refresh') }),
  z.object({ type: z.literal('case.opened'), row: caseRow }),
  /** Also when a decision was taken back and the case is open again. */
  z.object({ type: z.literal('case.changed'), row: caseRow }),
  z.object({
    type: z.literal('case.closed'),
    id,
    decisionId: id,
    by: z.object({ id, displayName: z.string() }),
    version: z.number().int(),
  }),
  /** Cases that wait for a decision. Told at the beginning and after changes. */
  z.object({ type: z.literal('counts'), open: z.number().int(), overdue: z.number().int() }),
]);
export type QueueEvent = z.infer<typeof queueEvent>;
