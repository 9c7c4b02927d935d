import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import type { deadLetterList, jobsHandled } from './schemas.ts';

/** As many as a screen shows; more than that is one fault, not many. */
const mostShown = 200;

/** What failed for good and waits for somebody to decide. */
export async function listFailed({ jobs }: StaffContext): Promise<z.output<typeof deadLetterList>> {
  const [items, total] = await Promise.all([
    jobs.listDeadLetters({ before: null, limit: mostShown }),
    jobs.deadLetters(),
  ]);
  return { items, total };
}

/** Sends jobs back to their queues, to be tried as often as new ones; or gives them up. */
export async function handleFailed(
  ctx: StaffContext,
  ids: readonly string[],
  how: 'retry' | 'discard',
): Promise<z.output<typeof jobsHandled>> {
  const count = await ctx.db.$transaction(async (tx) => {
    const handled =
      how === 'retry'
        ? await ctx.jobs.retryDeadLetters(tx, ids)
        : await ctx.jobs.discardDeadLetters(tx, ids);
    await ctx.audit.write(tx, {
      action: `system.jobs.${how}`,
      subjectType: 'job',
      subjectId: null,
      after: { jobs: handled.map(({ id, name }) => ({ id, name })) },
    });
    return handled.length;
  });
  return { count };
}
