import { type Jobs, silentLog } from '@atalaya/api';
import { connect, type Database } from '@atalaya/db';
import { createTestDatabase } from '@atalaya/db/testing';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { deadLetters, startJobs } from './jobs.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let connection: Database;
let jobs: Jobs;
let worker: Jobs;

beforeAll(async () => {
  database = await createTestDatabase(inject('clusterUrl'));
  connection = connect({ url: database.url });
  // Two processes start together on an empty database, as nodes do.
  [jobs, worker] = await Promise.all([
    startJobs({ databaseUrl: database.url, log: silentLog, runs: false }),
    startJobs({ databaseUrl: database.url, log: silentLog, runs: true }),
  ]);
});
afterAll(async () => {
  await Promise.all([jobs.close(), worker.close()]);
  await connection.close();
  await database.drop();
});

const kind = (name: string, retries = 3) => ({ name, retries, retryDelay: 1 });
const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
const inDatabase = async (name: string, state: string) => {
  const { rows } = await connection.pool.query<{ data: unknown }>(
    'SELECT data FROM jobs.job WHERE name = $1 AND state = $2::jobs.job_state ORDER BY created_on',
    [name, state],
  );
  return rows;
};

test('a job exists if and only if the transaction that wrote it commits', async () => {
  const job = kind('test.transaction');
  await connection.prisma.$transaction((tx) => jobs.enqueue(tx, job, { n: 1 }));
  const failing = connection.prisma.$transaction(async (tx) => {
    await jobs.enqueue(tx, job, { n: 2 });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await inDatabase(job.name, 'created')).map(({ data }) => data)).toEqual([{ n: 1 }]);
  expect(await jobs.depth()).toBe(1);
});

test('a worker of another process takes a job at once, without waiting for its next look', async () => {
  const job = kind('test.prompt');
  const seen: object[] = [];
  await worker.work(job, async (data) => void seen.push(data));
  // The first look at an empty queue is over; the next would come after many seconds.
  await until(async () => expect(await inDatabase(job.name, 'active')).toEqual([]));
  const started = performance.now();
  await connection.prisma.$transaction((tx) => jobs.enqueue(tx, job, { text: 'ñandú 🌊' }));
  await until(() => expect(seen).toEqual([{ text: 'ñandú 🌊' }]));
  expect(performance.now() - started).toBeLessThan(3_000);
});

test('CHAT-51: a job that fails is tried again, and lies with the dead letters when that did not help', async () => {
  const job = kind('test.failing', 1);
  const tries: number[] = [];
  await worker.work(job, async () => {
    tries.push(performance.now());
    throw new Error('still broken');
  });
  await connection.prisma.$transaction((tx) => jobs.enqueue(tx, job, { n: 7 }));
  await until(async () => {
    const dead = await inDatabase(deadLetters, 'created');
    expect(dead.map(({ data }) => data)).toEqual([{ n: 7 }]);
  });
  expect(await jobs.deadLetters()).toBe(1);
  expect(tries).toHaveLength(2);
});

test('the same key is one job, however often it is written', async () => {
  const job = kind('test.keyed');
  for (let i = 0; i < 3; i++) {
    await connection.prisma.$transaction((tx) => jobs.enqueue(tx, job, { i }, { key: 'once' }));
  }
  await connection.prisma.$transaction((tx) => jobs.enqueue(tx, job, { i: 9 }, { key: 'other' }));
  const data = (await inDatabase(job.name, 'created')).map((row) => row.data);
  expect(data).toEqual([{ i: 0 }, { i: 9 }]);
});

test('a job may be written for later', async () => {
  const job = kind('test.later');
  const seen: object[] = [];
  await worker.work(job, async (data) => void seen.push(data));
  await connection.prisma.$transaction(async (tx) => {
    await jobs.enqueue(tx, job, { when: 'in an hour' }, { startAfterSeconds: 3_600 });
    await jobs.enqueue(tx, job, { when: 'now' });
  });
  await until(() => expect(seen).toEqual([{ when: 'now' }]));
  expect(await inDatabase(job.name, 'created')).toHaveLength(1);
});

test('CHAT-51: jobs that wait from before are done at once, one failing among them or not', async () => {
  const job = kind('test.backlog', 0);
  await connection.prisma.$transaction(async (tx) => {
    for (let n = 0; n < 45; n++) await jobs.enqueue(tx, job, { n });
  });
  const done = new Set<number>();
  const started = performance.now();
  await worker.work<{ n: number }>(job, async ({ n }) => {
    if (n === 7) throw new Error('this one only');
    done.add(n);
  });
  await until(() => expect(done.size).toBe(44));
  expect(performance.now() - started).toBeLessThan(15_000);
  await until(async () =>
    expect(await inDatabase(job.name, 'failed')).toEqual([{ data: { n: 7 } }]),
  );
});

test('CHAT-51: the operator sends dead letters back or gives them up; of two who do, one does', async () => {
  const job = kind('test.shelf', 0);
  let broken = true;
  const done: number[] = [];
  await worker.work<{ n: number }>(job, async ({ n }) => {
    if (broken) throw new Error('mailbox of ana@faro.example is full');
    done.push(n);
  });
  await connection.prisma.$transaction(async (tx) => {
    for (let n = 1; n <= 2; n++) await jobs.enqueue(tx, job, { n });
  });
  const shelf = async () =>
    (await jobs.listDeadLetters({ before: null, limit: 50 })).filter(
      ({ name }) => name === job.name,
    );
  await until(async () => expect(await shelf()).toHaveLength(2));
  const [one, two] = await shelf();
  expect(one).toMatchObject({ name: job.name, tries: 1 });
  expect(one?.error).toContain('mailbox of …@… is full');
  broken = false;
  const taken = await connection.prisma.$transaction((tx) =>
    jobs.discardDeadLetters(tx, [two?.id ?? '']),
  );
  expect(taken.map(({ id }) => id)).toEqual([two?.id]);
  const retry = () =>
    connection.prisma.$transaction((tx) =>
      jobs.retryDeadLetters(tx, [one?.id ?? '', two?.id ?? '']),
    );
  const retried = await Promise.all([retry(), retry()]);
  expect(retried.flat().map(({ id }) => id)).toEqual([one?.id]);
  await until(() => expect(done).toHaveLength(1));
  expect(await shelf()).toEqual([]);
});

test('CHAT-51: jobs that wait for strangers do not wait for each other', async () => {
  const job = { ...kind('test.strangers', 0), workers: 3 };
  await connection.prisma.$transaction(async (tx) => {
    for (let n = 0; n < 15; n++) await jobs.enqueue(tx, job, { n });
  });
  const all = Promise.withResolvers<void>();
  let begun = 0;
  await worker.work(job, () => {
    if (++begun === 15) all.resolve();
    return all.promise;
  });
  await all.promise;
  await until(async () => expect(await inDatabase(job.name, 'completed')).toHaveLength(15));
});
