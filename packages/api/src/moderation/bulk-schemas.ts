import { z } from 'zod';
import { id } from '../common.ts';
import type { ErrorCode } from '../errors.ts';
import { decideFields, saysSomething } from './schemas.ts';

/** Of one call; what is more is sent in pieces, under the same batch. */
export const mostCases = 100;

const unique = (ids: readonly string[]) => new Set(ids).size === ids.length;

/** The same decision for several cases. */
export const decideManyInput = decideFields
  .omit({ caseId: true, version: true })
  .extend({
    /** Made up by the caller. Sent again, it decides nothing twice; it names what is taken back. */
    batchId: id,
    /** Each with the version that the person saw. */
    cases: z
      .array(z.object({ caseId: id, version: z.number().int() }))
      .min(1)
      .max(mostCases)
      .refine((cases) => unique(cases.map(({ caseId }) => caseId))),
  })
  .refine(saysSomething, { path: ['note'] });

export const undoManyInput = z.object({
  batchId: id,
  caseIds: z.array(id).min(1).max(mostCases).refine(unique),
});

/** What came of one case of a batch. */
export const outcome = z.object({
  caseId: id,
  /** `conflict`: somebody was faster, or it changed. `refused`: the caller may not, or it is too late. */
  outcome: z.enum(['done', 'conflict', 'notFound', 'refused']),
  /** Why not, as the call for one case would have said it; `params.by` names who was faster. */
  error: z
    .object({
      code: z.string() as z.ZodType<ErrorCode>,
      messageKey: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
});
export type Outcome = z.infer<typeof outcome>;
/** In the order of the cases given. */
export const outcomes = z.object({ results: z.array(outcome) });
