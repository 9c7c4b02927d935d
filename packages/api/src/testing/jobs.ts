import { startJobs } from '../../../../apps/server/src/adapters/jobs.ts';
import { type Jobs, silentLog } from '../index.ts';

/** The real job queue, started when it is used for the first time: most tests need none. */
export function jobsOnDemand(databaseUrl: string): Jobs {
  let started: Promise<Jobs> | null = null;
  const jobs = () => (started ??= startJobs({ databaseUrl, log: silentLog, runs: true }));
  return {
    enqueue: async (...args) => (await jobs()).enqueue(...args),
    work: async (...args) => (await jobs()).work(...args),
    depth: async () => (await jobs()).depth(),
    deadLetters: async () => (await jobs()).deadLetters(),
    listDeadLetters: async (page) => (await jobs()).listDeadLetters(page),
    retryDeadLetters: async (...args) => (await jobs()).retryDeadLetters(...args),
    discardDeadLetters: async (...args) => (await jobs()).discardDeadLetters(...args),
    close: async () => (await started)?.close(),
  };
}
