import { createHash } from 'node:crypto';
import type { JobDefinition, Jobs, Log } from '@atalaya/api';
import { fromPrisma, type Job, type JobResult, PgBoss } from 'pg-boss';
import { deadLetterShelf, deadLetters, schema } from './dead-letters.ts';

export { deadLetters };

/** How each kind of job is taken from its queue by this process. */
const taking = {
  // Retries and jobs for later are found by looking, hence not too seldom.
  pollingIntervalSeconds: 2,
  notifyPollingIntervalSeconds: 5,
  localConcurrency: 2,
  // After a halt many wait: they are taken by the batch until there are no more.
  batchSize: 10,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

interface JobsOptions {
  databaseUrl: string;
  log: Log;
  /** False: jobs are only written, other processes do them. */
  runs: boolean;
  /** How long running jobs may take to end when the server stops. */
  patienceMs?: number;
}

/** Jobs in the server's own PostgreSQL. Resolves when jobs can be written. */
export async function startJobs({
  databaseUrl,
  log,
  runs,
  patienceMs = 1_500,
}: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'atalaya-jobs',
    schema,
    max: runs ? 4 : 2,
    // A job that is written wakes its worker at once; looking every so often is the safety net.
    useListenNotify: runs,
    supervise: runs,
    superviseIntervalSeconds: 20,
    monitorIntervalSeconds: 20,
    schedule: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed'));
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));
  await boss.start();

  const queues = new Map<string, Promise<void>>();
  const queue = (job: JobDefinition<object>): Promise<void> => {
    let ready = queues.get(job.name);
    if (!ready) {
      ready = prepareQueue(boss, job);
      queues.set(job.name, ready);
      // The next job tries again.
      ready.catch(() => queues.delete(job.name));
    }
    return ready;
  };
  let closing: Promise<void> | null = null;
  /** Waiting jobs of the queues that the condition names. */
  const waiting = async (which: string) => {
    const { rows } = await boss
      .getDb()
      .executeSql(
        `SELECT count(*)::int AS n FROM ${schema}.job WHERE state < 'active' AND ${which}`,
        [deadLetters],
      );
    return Number(rows[0]?.n ?? 0);
  };

  return {
    async enqueue(tx, job, data, { key, startAfterSeconds } = {}) {
      await queue(job);
      await boss.send(job.name, data, {
        db: fromPrisma(tx),
        ...(key === undefined ? {} : { id: idOf(job.name, key) }),
        ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
      });
    },
    async work<Data extends object>(
      job: JobDefinition<Data>,
      handler: (data: Data, context: { id: string; signal: AbortSignal }) => Promise<void>,
    ) {
      await queue(job);
      if (!runs) return;
      const run = async ({ id, data, signal }: Job<Data>): Promise<JobResult> => {
        try {
          await handler(data, { id, signal });
          return { id, status: 'completed' };
        } catch (error) {
          log.warn({ err: error, job: job.name, id }, 'a job failed; it is tried again');
          return { id, status: 'failed', output: { message: String(error) } };
        }
      };
      const { workers } = job;
      const options = workers === undefined ? taking : { ...taking, localConcurrency: workers };
      await boss.work<Data>(job.name, options, async (batch) => {
        if (workers !== undefined) return Promise.all(batch.map(run));
        const results: JobResult[] = [];
        for (const one of batch) results.push(await run(one));
        return results;
      });
    },
    // What is meant for later does not wait yet.
    depth: () => waiting('name <> $1 AND start_after <= now()'),
    deadLetters: () => waiting('name = $1'),
    ...deadLetterShelf(boss),
    close: () => (closing ??= boss.stop({ graceful: true, timeout: patienceMs })),
  };
}

async function prepareQueue(boss: PgBoss, job: JobDefinition<object>): Promise<void> {
  const options = {
    retryLimit: job.retries,
    retryDelay: job.retryDelay,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 300,
    // A worker that died is noticed by its silence, not by its job's longest time.
    heartbeatSeconds: 20,
    deleteAfterSeconds: 3 * 86_400,
    deadLetter: deadLetters,
    notify: true,
  };
  await boss.createQueue(deadLetters, { deleteAfterSeconds: 0, retentionSeconds: 90 * 86_400 });
  await boss.createQueue(job.name, options);
  // The queue may be there from an earlier version with other figures.
  await boss.updateQueue(job.name, options);
}

/** The same key of the same kind of job gives the same id, and an id is written once. */
function idOf(name: string, key: string): string {
  const hash = createHash('sha256').update(`${name}\0${key}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
