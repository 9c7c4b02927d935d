import { member, router, staff } from '../trpc.ts';
import { settingsDescribed } from './describe.ts';
import { listChanges, revertChange } from './history.ts';
import { onSettings, readSettings } from './live.ts';
import * as s from './schemas.ts';
import { updateSettings } from './update.ts';

export const settingsRouter = router({
  /** The settings of the caller's organisation: all of them for staff, what screens need for members. */
  get: member()
    .output(s.settingsRead)
    .query(({ ctx }) => readSettings(ctx.call)),
  /** What there is to set: kinds, ranges, defaults, meanings. */
  schema: member()
    .output(s.settingsSchema)
    .query(() => settingsDescribed),
  /** Changes some settings, all or none. Throws `invalidInput` with the field and its range. */
  update: staff('system:settings', { audited: true })
    .input(s.settingsUpdateInput)
    .output(s.settingsOutput)
    .mutation(({ ctx, input }) => updateSettings(ctx.call, input)),
  /** Who changed what when, the last change first. Read from the audit log, hence its permission. */
  history: staff('audit:read')
    .input(s.settingsHistoryInput)
    .output(s.settingsHistoryPage)
    .query(({ ctx, input }) => listChanges(ctx.call, input)),
  /** Takes a change back. Throws `notFound.settingsChange`, `invalidInput.outOfRange`. */
  revert: staff('system:settings', { audited: true })
    .input(s.settingsRevertInput)
    .output(s.settingsOutput)
    .mutation(({ ctx, input }) => revertChange(ctx.call, input.position)),
  /** The settings as they change. Begins with `refresh`. */
  onChange: member({ events: s.settingsEvent }).subscription(({ ctx, signal }) =>
    onSettings(ctx.call, signal),
  ),
});
