import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defineJob } from '../ports/jobs.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('CHAT-51: the operator sees what failed for good without what it was about, tries it again, and both are on record', async () => {
  const { db, jobs } = world.services;
  const job = defineJob<{ secret: string }>({ name: 'test.operator', retries: 0, retryDelay: 1 });
  let broken = true;
  const done: string[] = [];
  await jobs.work(job, async ({ secret }) => {
    if (broken) throw new Error('it does not work');
    done.push(secret);
  });
  await db.$transaction((tx) => jobs.enqueue(tx, job, { secret: 'nobody reads this' }));
  const { caller } = await callerAs(world, 'superadmin');
  await vi.waitFor(async () => expect((await caller.system.jobs.failed()).total).toBe(1), {
    timeout: 15_000,
    interval: 50,
  });
  const { items } = await caller.system.jobs.failed();
  expect(items).toMatchObject([{ name: 'test.operator', error: 'Error: it does not work' }]);
  expect(JSON.stringify(items)).not.toContain('nobody reads this');
  broken = false;
  const ids = items.map(({ id }) => id);
  expect(await caller.system.jobs.retry({ ids })).toEqual({ count: 1 });
  expect(await caller.system.jobs.discard({ ids })).toEqual({ count: 0 });
  await vi.waitFor(() => expect(done).toEqual(['nobody reads this']), { timeout: 15_000 });
  const entries = await caller.audit.list({});
  expect(entries.items.map(({ action }) => action)).toEqual([
    'system.jobs.discard',
    'system.jobs.retry',
  ]);
});
