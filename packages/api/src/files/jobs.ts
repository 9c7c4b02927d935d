import { defineJob } from '../ports/jobs.ts';

/** Looks at an upload that is whole. */
export const processing = defineJob<{ fileId: string }>({
  name: 'files.process',
  retries: 8,
  retryDelay: 5,
});
