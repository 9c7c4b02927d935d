import { done } from '../common.ts';
import { router, staff } from '../trpc.ts';
import { listAssignees } from './assignees.ts';
import * as desk from './desk.ts';
import * as d from './desk-schemas.ts';
import * as s from './schemas.ts';
import { listViews, removeView, saveView } from './views.ts';

/** Who works on a case, and when. */
export const deskProcedures = {
  /** Says who should decide it. Whoever claims it decides all the same. */
  assign: staff('moderation:decide', { audited: true })
    .input(d.caseAssignInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => desk.assignCase(ctx.call, input)),
  /** Whom it may be assigned to: never anybody whom it is about. */
  assignees: staff('moderation:decide')
    .input(s.caseIdInput)
    .output(d.assignees)
    .query(({ ctx, input }) => listAssignees(ctx.call, input.caseId)),
  /** From then on administrators decide it. They are told. */
  escalate: staff('moderation:decide', { audited: true })
    .input(d.caseEscalateInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => desk.escalateCase(ctx.call, input)),
  /** Throws `forbidden.escalated` for who neither is an administrator nor escalated it. */
  deescalate: staff('moderation:decide', { audited: true })
    .input(d.caseDeescalateInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => desk.deescalateCase(ctx.call, input)),
  /** Out of the queue until then, or until there is something new. */
  snooze: staff('moderation:decide', { audited: true })
    .input(d.caseSnoozeInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => desk.snoozeCase(ctx.call, input)),
  unsnooze: staff('moderation:decide', { audited: true })
    .input(s.caseIdInput)
    .output(s.caseRow)
    .mutation(({ ctx, input }) => desk.unsnoozeCase(ctx.call, input.caseId)),
};

/** Filters of the queue under names of one's own. */
export const viewsRouter = router({
  list: staff('moderation:read')
    .output(d.queueViews)
    .query(({ ctx }) => listViews(ctx.call)),
  /** A new one, or another name and filters for an own one. Throws `taken.viewName`, `tooLarge.views`. */
  save: staff('moderation:read', { audited: true })
    .input(d.viewSaveInput)
    .output(d.queueView)
    .mutation(({ ctx, input }) => saveView(ctx.call, input)),
  remove: staff('moderation:read', { audited: true })
    .input(d.viewIdInput)
    .output(done)
    .mutation(({ ctx, input }) => removeView(ctx.call, input)),
});
