import { member, router, staff } from '../trpc.ts';
import { onSettings } from './live.ts';
import * as s from './schemas.ts';
import { updateSettings } from './update.ts';

export const settingsRouter = router({
  /** The settings of the caller's organisation. */
  get: member()
    .output(s.settingsOutput)
    .query(({ ctx }) => ctx.call.settings.read(ctx.call.actor.organisationId)),
  /** Changes some settings, all or none. Throws `invalidInput` with the field and its range. */
  update: staff('system:settings', { audited: true })
    .input(s.settingsUpdateInput)
    .output(s.settingsOutput)
    .mutation(({ ctx, input }) => updateSettings(ctx.call, input)),
  /** The settings as they change. Begins with `refresh`. */
  onChange: member({ events: s.settingsEvent }).subscription(({ ctx, signal }) =>
    onSettings(ctx.call, signal),
  ),
});
