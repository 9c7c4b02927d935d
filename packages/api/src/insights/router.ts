import { done } from '../common.ts';
import { member, router, staff } from '../trpc.ts';
import * as a from './analytics-schemas.ts';
import { readClock, readPerformance, takeReport } from './client-figures.ts';
import { readDashboard } from './dashboard.ts';
import { readEngagement } from './engagement.ts';
import { exportFigures } from './export.ts';
import { onMetrics } from './live.ts';
import { listPublicChannels } from './public-channels.ts';
import * as s from './schemas.ts';

export const insightsRouter = router({
  /** Six numbers and what each opens, the queue's health, activity, and where the most is said. */
  dashboard: staff('insights:read')
    .output(s.dashboard)
    .query(({ ctx }) => readDashboard(ctx.call)),
  /** How much people write and how long they are there, by day and by channel. */
  engagement: staff('insights:read')
    .input(a.engagementInput)
    .output(a.engagement)
    .query(({ ctx, input }) => readEngagement(ctx.call, input)),
  /** Public channels by name, for whoever looks for the figures of one. */
  channels: staff('insights:read')
    .input(a.channelsInput)
    .output(a.channelsPage)
    .query(({ ctx, input }) => listPublicChannels(ctx.call, input)),
  /** How quick the product is where people use it, as their clients measured. */
  performance: staff('insights:read')
    .input(a.performanceInput)
    .output(a.performance)
    .query(({ ctx, input }) => readPerformance(ctx.call, input)),
  /** A part of the figures as CSV; call it with `nextCursor` until that is null. */
  export: staff('insights:read', { audited: true })
    .input(a.exportInput)
    .output(a.exported)
    .mutation(({ ctx, input }) => exportFigures(ctx.call, input)),
  /** The server's time, and how much of what it measures a client is to tell. */
  clock: member()
    .output(a.clockRead)
    .query(({ ctx }) => readClock(ctx.call)),
  /** What a client measured since its last report. */
  report: member({ rate: 'report' })
    .input(a.report)
    .output(done)
    .mutation(({ ctx, input }) => takeReport(ctx.call, input)),
  /** The figures of the last fifteen minutes, then a sample every two seconds. */
  onMetrics: staff('insights:read', { events: s.metricsEvent }).subscription(({ ctx, signal }) =>
    onMetrics(ctx.call, signal),
  ),
});
