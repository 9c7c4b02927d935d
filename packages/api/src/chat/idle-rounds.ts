import type { Services } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import { archiveIdle } from './idle-channels.ts';

const idleRound = defineJob<{ at: string }>({
  name: 'chat.idle-channels',
  retries: 5,
  retryDelay: 60,
});
const everyMs = 3_600_000;

type Needs = Pick<Services, 'jobs'> & Parameters<typeof archiveIdle>[0];

/** Does the hourly rounds for idle channels, and sees to it that there is a first one. */
export async function workIdleRounds(services: Needs): Promise<void> {
  await services.jobs.work(idleRound, async ({ at }, { signal }) => {
    // First, or a round that fails for good would be the last one.
    await planIdleRound(services, new Date(at));
    await archiveIdle(services, signal);
  });
  await planIdleRound(services);
}

/**
 * Writes the job of the next full hour: one, whichever nodes do so and however often. After a round it is
 * not that round's own hour, though this node's clock may not have come to it yet.
 */
export async function planIdleRound(
  { db, jobs, clock }: Needs,
  after: Date = clock.now(),
): Promise<void> {
  const now = clock.now().getTime();
  const at = (Math.floor(Math.max(now, after.getTime()) / everyMs) + 1) * everyMs;
  const key = new Date(at).toISOString();
  await db.$transaction((tx) =>
    jobs.enqueue(
      tx,
      idleRound,
      { at: key },
      { key, startAfterSeconds: Math.ceil((at - now) / 1000) },
    ),
  );
}
