import { router, staff } from '../trpc.ts';
import { readDashboard } from './dashboard.ts';
import { onMetrics } from './live.ts';
import * as s from './schemas.ts';

export const insightsRouter = router({
  /** Six numbers and what each opens, the queue's health, activity, and where the most is said. */
  dashboard: staff('insights:read')
    .output(s.dashboard)
    .query(({ ctx }) => readDashboard(ctx.call)),
  /** The figures of the last fifteen minutes, then a sample every two seconds. */
  onMetrics: staff('insights:read', { events: s.metricsEvent }).subscription(({ ctx, signal }) =>
    onMetrics(ctx.call, signal),
  ),
});
