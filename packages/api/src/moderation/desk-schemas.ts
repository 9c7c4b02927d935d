import { z } from 'zod';
import { humanText, id, instant } from '../common.ts';
import { role } from '../identity/schemas.ts';
import { caseIdInput, person, queueFilters } from './schemas.ts';

const note = humanText(0, 1_000).optional();

export const caseAssignInput = caseIdInput.extend({
  /** Null: to nobody. */
  memberId: id.nullable(),
  /** For staff only, like all notes here. */
  note,
});
/** Whom the case may be assigned to, by name. */
export const assignees = z.object({ items: z.array(person.extend({ role })) });
export const caseEscalateInput = caseIdInput.extend({ reason: humanText(1, 1_000) });
/** Needed from administrators; who escalated it may take that back without. */
export const caseDeescalateInput = caseIdInput.extend({ note });
export const caseSnoozeInput = caseIdInput.extend({ until: instant, note });
/** Nobody puts a case off for longer. */
export const longestSnoozeDays = 30;

export const viewName = humanText(1, 60);
export const queueView = z.object({
  id,
  name: z.string(),
  filters: queueFilters,
  shared: z.boolean(),
  mine: z.boolean(),
  /** Whose it is. */
  by: z.object({ id, displayName: z.string() }),
});
export type QueueView = z.infer<typeof queueView>;
/** The caller's own, the oldest first, then those that others share, by name. */
export const queueViews = z.object({ items: z.array(queueView) });
export const viewSaveInput = z.object({
  /** Of an own view that is changed; absent: a new one. */
  viewId: id.optional(),
  name: viewName,
  filters: queueFilters,
  shared: z.boolean().default(false),
});
export const viewIdInput = z.object({ viewId: id });
/** Own ones per person. */
export const mostViews = 50;
