import { silentLog } from '@atalaya/api';
import { expect, test, vi } from 'vitest';
import { TestRedis } from '../testing/redis.ts';
import { createMemoryLimiter } from './rate-limiter.ts';
import { createRedisLimiter } from './rate-limiter-redis.ts';

test('OPS-35: a limit lets so many through and then says when to come back', async () => {
  const limiter = createMemoryLimiter();
  for (let i = 0; i < 3; i++) expect(await limiter.consume('login:1.2.3.4', 3, 60)).toBe(0);
  const retryAfter = await limiter.consume('login:1.2.3.4', 3, 60);
  expect(retryAfter).toBeGreaterThan(50);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(await limiter.consume('login:5.6.7.8', 3, 60)).toBe(0);
});

test('OPS-35: a limit that changes counts at once, and windows of other lengths are apart', async () => {
  const limiter = createMemoryLimiter();
  for (let i = 0; i < 5; i++) await limiter.consume('k', 5, 60);
  expect(await limiter.consume('k', 5, 60)).toBeGreaterThan(0);
  expect(await limiter.consume('k', 10, 60)).toBe(0);
  expect(await limiter.consume('k', 5, 10)).toBe(0);
});

test('OPS-35: nodes share a limit through Redis: small ones exactly', async () => {
  await using redis = await TestRedis.start();
  const nodes = [
    createRedisLimiter(redis.url, silentLog),
    createRedisLimiter(redis.url, silentLog),
  ];
  await connected(nodes);
  const answers: number[] = [];
  for (let i = 0; i < 20; i++)
    answers.push((await nodes[i % 2]?.consume('login:ip', 12, 60)) ?? -1);
  expect(answers.filter((retryAfter) => retryAfter === 0)).toHaveLength(12);
  expect(answers.slice(12).every((retryAfter) => retryAfter > 0 && retryAfter <= 60)).toBe(true);
  for (const node of nodes) node.close();
});

test('OPS-35: large limits are shared to within a fiftieth, mostly without a way to Redis', async () => {
  await using redis = await TestRedis.start();
  const nodes = [
    createRedisLimiter(redis.url, silentLog),
    createRedisLimiter(redis.url, silentLog),
  ];
  await connected(nodes);
  let passed = 0;
  for (let i = 0; i < 1_200; i++) {
    if ((await nodes[i % 2]?.consume('send:m', 600, 60)) === 0) passed++;
  }
  expect(passed).toBeGreaterThanOrEqual(600 - 2 * 12);
  expect(passed).toBeLessThanOrEqual(600);
  for (const node of nodes) node.close();
});

test('OPS-35: without Redis every node counts by itself and nobody is locked out', async () => {
  const redis = await TestRedis.start();
  const limiter = createRedisLimiter(redis.url, silentLog);
  await connected([limiter]);
  await redis.kill();
  const answers: number[] = [];
  for (let i = 0; i < 6; i++) answers.push(await limiter.consume('login:ip', 4, 60));
  expect(answers.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(answers[4]).toBeGreaterThan(0);
  await redis.bringBack();
  await vi.waitFor(async () => expect(await limiter.consume('probe', 1_000_000, 60)).toBe(0), {
    timeout: 5_000,
  });
  limiter.close();
  await redis.kill();
});

/** Nodes that are not connected yet count by themselves: wait until a count of one is seen by all. */
async function connected(
  nodes: { consume(key: string, points: number, seconds: number): Promise<number> }[],
) {
  for (const [index, node] of nodes.entries()) {
    await vi.waitFor(
      async () => {
        const key = `connected:${index}:${Math.random()}`;
        await nodes[0]?.consume(key, 1, 60);
        if (nodes.length > 1 && index > 0)
          expect(await node.consume(key, 1, 60)).toBeGreaterThan(0);
      },
      { timeout: 5_000, interval: 10 },
    );
  }
}
