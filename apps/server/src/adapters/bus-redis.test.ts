import { type Bus, silentLog } from '@atalaya/api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestRedis } from '../testing/redis.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createRedisBus } from './bus-redis.ts';

let redis: TestRedis;
let here: Bus;
let there: Bus;
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

beforeAll(async () => {
  redis = await TestRedis.start();
  here = createRedisBus(redis.url, silentLog);
  there = createRedisBus(redis.url, silentLog);
  await until(() => expect(here.connected() && there.connected()).toBe(true));
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await redis.kill();
});

test('CHAT-22: what one node publishes every node hears once, the publisher included', async () => {
  const heard: string[] = [];
  const stopHere = await here.subscribe('channel:1', (text) => heard.push(`here ${text}`));
  const stopThere = await there.subscribe('channel:1', (text) => heard.push(`there ${text}`));
  await there.subscribe('channel:2', (text) => heard.push(`wrong ${text}`));
  here.publish('channel:1', 'ñ1');
  await until(() => expect(heard.toSorted()).toEqual(['here ñ1', 'there ñ1']));
  stopThere();
  there.publish('channel:1', '2');
  await until(() => expect(heard).toContain('here 2'));
  expect(heard).toHaveLength(3);
  stopHere();
});

test('CHAT-22: two listeners of a topic are independent', async () => {
  const heard: string[] = [];
  const stopFirst = await here.subscribe('t', (text) => heard.push(`first ${text}`));
  const stopSecond = await here.subscribe('t', (text) => heard.push(`second ${text}`));
  stopFirst();
  stopFirst();
  there.publish('t', 'x');
  await until(() => expect(heard).toEqual(['second x']));
  stopSecond();
});

test('Q-11: Redis dies and comes back: nobody fails, topics are heard again, listeners are told', async () => {
  const heard: string[] = [];
  const told: string[] = [];
  await there.subscribe('channel:9', (text) => heard.push(text));
  const stopTelling = there.onReconnect(() => told.push('again'));
  await redis.kill();
  await until(() => expect(here.connected() || there.connected()).toBe(false));
  here.publish('channel:9', 'lost');
  await there.subscribe('channel:10', (text) => heard.push(text));
  await redis.bringBack();
  await until(() => expect(here.connected() && there.connected()).toBe(true));
  expect(told).toEqual(['again']);
  here.publish('channel:9', 'back');
  here.publish('channel:10', 'new');
  await until(() => expect(heard.toSorted()).toEqual(['back', 'new']));
  stopTelling();
});

test('the bus of one process tells its listeners, and one that throws harms nobody', async () => {
  const bus = createMemoryBus(silentLog);
  const heard: string[] = [];
  await bus.subscribe('t', () => {
    throw new Error('broken listener');
  });
  const stop = await bus.subscribe('t', (text) => heard.push(text));
  bus.publish('t', '1');
  stop();
  bus.publish('t', '2');
  expect(heard).toEqual(['1']);
});
