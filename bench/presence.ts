import { setTimeout as sleep } from 'node:timers/promises';
import { populate } from '@atalaya/api/testing/population';
import type { Pool } from 'pg';
import { TestRedis } from '../apps/server/src/testing/redis.ts';
import type { Load, RunningServer } from './children.ts';
import { cpuSeconds } from './process-figures.ts';
import type { WatchedResult } from './watchers.ts';

interface Options {
  pool: Pool;
  secretKey: Buffer;
  load: Load;
  start: (environment?: Record<string, string>) => Promise<RunningServer>;
  /** How many people, half of them on each of two nodes. */
  people: number;
  print: (text: string) => void;
}

/** For so many seconds nothing happens, and then people come and go. */
const seconds = 10;
/** Share of the people who leave and come back in each second of that time. */
const unrest = 0.004;

/**
 * CHAT-23: everyone follows who is here, on two nodes. What that costs while nothing happens, while
 * some come and go, and when one node is killed; and how long it takes until everyone left is told.
 */
export async function presence(options: Options): Promise<void> {
  const { pool, secretKey, load, start, people, print } = options;
  const redis = await TestRedis.start();
  const rooms = await populate(pool, secretKey, { rooms: 2, people: people / 2 });
  const nodes = await Promise.all([1, 2].map(() => start({ REDIS_URL: redis.url })));
  const [alive, doomed] = nodes;
  const [kept, lost] = rooms.map((room) => room.people);
  if (!alive || !doomed || !kept || !lost) throw new Error('nobody is there');
  const line = (name: string, ...values: number[]) =>
    print(`  ${name.padEnd(44)}${values.map((value) => value.toFixed(1).padStart(10)).join('')}`);
  const measured = async (work: () => Promise<WatchedResult>, running: RunningServer[]) => {
    const before = [await redis.count('publish'), ...running.map(({ pid }) => cpuSeconds(pid))];
    const result = await work();
    const after = [await redis.count('publish'), ...running.map(({ pid }) => cpuSeconds(pid))];
    const [published = 0, ...cpu] = after.map((value, index) => value - (before[index] ?? 0));
    return { ...result, published, cpu: Math.max(...cpu) };
  };
  print(
    `\nCHAT-23  ${people.toLocaleString('en')} people who follow presence, on two nodes` +
      '\n                                               seconds  events/bus  CPU s/node    kB each',
  );
  try {
    for (const [name, work, running] of [
      [
        'all come in',
        () => load.do({ kind: 'watch', ports: [alive.port, doomed.port], crowds: [kept, lost] }),
        nodes,
      ],
      ['nothing happens', () => load.do({ kind: 'unrest', seconds, share: 0 }), nodes],
      [
        `${unrest * 100} % leave and come back each second`,
        () => load.do({ kind: 'unrest', seconds, share: unrest }),
        nodes,
      ],
      [
        'one node is killed, until all are told',
        async () => {
          const told = load.do<WatchedResult>({ kind: 'untilGone', of: 1 });
          await sleep(200);
          await doomed.stop('SIGKILL');
          return told;
        },
        [alive],
      ],
    ] as [string, () => Promise<WatchedResult>, RunningServer[]][]) {
      const result = await measured(work, running);
      line(name, result.seconds, result.published, result.cpu, result.kilobytesEach);
    }
    await load.do({ kind: 'unwatch' });
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await redis.kill();
  }
}
