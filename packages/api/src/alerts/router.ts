import { router, staff } from '../trpc.ts';
import { acknowledgeAlert, resolveAlert, silenceAlert } from './handle.ts';
import { listAlerts } from './list.ts';
import { onAlert } from './live.ts';
import * as s from './schemas.ts';

export const alertsRouter = router({
  /** The alerts, what happened last first. */
  list: staff('alerts:read')
    .input(s.alertListInput)
    .output(s.alertPage)
    .query(({ ctx, input }) => listAlerts(ctx.call, input)),
  /** Says that one looks after it. The answer says who was first. */
  acknowledge: staff('alerts:handle', { audited: true })
    .input(s.alertIdInput)
    .output(s.alert)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.call, input.alertId)),
  resolve: staff('alerts:handle', { audited: true })
    .input(s.alertIdInput)
    .output(s.alert)
    .mutation(({ ctx, input }) => resolveAlert(ctx.call, input.alertId)),
  /** Throws `conflict.alertResolved`. */
  silence: staff('alerts:handle', { audited: true })
    .input(s.alertSilenceInput)
    .output(s.alert)
    .mutation(({ ctx, input }) => silenceAlert(ctx.call, input)),
  /** Alerts as they are raised and change. Begins with `refresh`. */
  onAlert: staff('alerts:read', { events: s.alertEvent }).subscription(({ ctx, signal }) =>
    onAlert(ctx.call, signal),
  ),
});
