import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

/** Jobs that failed for good. Nothing tells of new ones: looked at again every so often. */
export const failedJobs = queryOptions({
  queryKey: ['jobs', 'failed'],
  queryFn: () => api.system.jobs.failed.query(),
  refetchInterval: 15_000,
  staleTime: 0,
});

/** Sends jobs back to their queues, or gives them up; then looks again. */
export async function handleJobs(how: 'retry' | 'discard', ids: string[]): Promise<number> {
  try {
    return (await api.system.jobs[how].mutate({ ids })).count;
  } finally {
    await queries.invalidateQueries(failedJobs);
  }
}
