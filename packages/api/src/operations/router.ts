import { open, router, staff } from '../trpc.ts';
import { handleFailed, listFailed } from './jobs.ts';
import {
  deadLetterList,
  jobIdsInput,
  jobsHandled,
  secretsOutput,
  systemHealth,
  systemStatus,
} from './schemas.ts';
import { readStatus } from './status.ts';

const jobsRouter = router({
  /** Jobs that failed as often as they may, of the whole installation. */
  failed: staff('system:settings')
    .output(deadLetterList)
    .query(({ ctx }) => listFailed(ctx.call)),
  /** Tries them again from the beginning. Who was quicker is passed over. */
  retry: staff('system:settings', { audited: true })
    .input(jobIdsInput)
    .output(jobsHandled)
    .mutation(({ ctx, input }) => handleFailed(ctx.call, input.ids, 'retry')),
  /** Gives them up. */
  discard: staff('system:settings', { audited: true })
    .input(jobIdsInput)
    .output(jobsHandled)
    .mutation(({ ctx, input }) => handleFailed(ctx.call, input.ids, 'discard')),
});

export const systemRouter = router({
  /** Whether the server answers, and which version it is. */
  health: open()
    .output(systemHealth)
    .query(({ ctx }) => ({
      status: 'ok',
      version: ctx.call.node.version,
      time: ctx.call.clock.now(),
    })),
  /** How this node, its database and its queues are doing. Answers also while the database is down. */
  status: staff('system:status')
    .output(systemStatus)
    .query(({ ctx }) => readStatus(ctx.call)),
  jobs: jobsRouter,
  /** Which secrets of the configuration are set, not set or weak. Never a value. */
  secrets: staff('system:settings')
    .output(secretsOutput)
    .query(({ ctx }) => ctx.call.host.secrets()),
});
