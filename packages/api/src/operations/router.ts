import { open, router, staff } from '../trpc.ts';
import { secretsOutput, systemHealth, systemStatus } from './schemas.ts';
import { readStatus } from './status.ts';

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
  /** Which secrets of the configuration are set, not set or weak. Never a value. */
  secrets: staff('system:settings')
    .output(secretsOutput)
    .query(({ ctx }) => ctx.call.host.secrets()),
});
