import { createAtalaya } from '@atalaya/client';
import { swiftRuntime } from '@atalaya/client/testing/swift-runtime';
import { expect, it } from 'vitest';
import { atalaya } from '../../../../bench/peers.ts';
import type { RawSocket } from '../../../../bench/raw-socket.ts';
import { Program } from '../testing/program.ts';
import { TestRedis } from '../testing/redis.ts';
import { aPopulatedDatabase } from './crowd.ts';

const people = 5_000;
const half = people / 2;
/** A dead node is to be noticed within this time. */
const noticed = 15_000;
/** As many connections are opened at the same time. */
const opening = 100;

type Who = { id: string; token: string };
type Database = Awaited<ReturnType<typeof aPopulatedDatabase>>;

/** Connects everyone to the node, as a browser does. */
async function enter(port: number, crowd: readonly Who[]): Promise<RawSocket[]> {
  const waiting = [...crowd];
  const sockets: RawSocket[] = [];
  const openNext = async () => {
    for (let who = waiting.pop(); who; who = waiting.pop()) {
      sockets.push(await atalaya.open(port, who, ''));
    }
  };
  await Promise.all(Array.from({ length: opening }, openNext));
  return sockets;
}

/** Somebody who looks at who is here, by events and by lists. */
function aWatcher(url: string, { token }: Who) {
  const client = createAtalaya({ url, token, runtime: swiftRuntime });
  /** What each was last told to be. */
  const told = new Map<string, string>();
  /** Who was ever shown as gone. */
  const gone = new Set<string>();
  const ready = Promise.withResolvers<void>();
  let look = () => {};
  client.follow(client.api.members.onPresence, undefined, {
    onEvent: (event) => {
      if (event.type === 'refresh') return ready.resolve();
      for (const { presence, memberIds } of event.people) {
        for (const id of memberIds) told.set(id, presence);
        if (presence === 'offline') for (const id of memberIds) gone.add(id);
      }
      look();
    },
  });
  return {
    gone,
    ready: ready.promise,
    /** Resolves when it was told of everyone that they are so. */
    async until(crowd: readonly Who[], presence: string): Promise<void> {
      while (crowd.some(({ id }) => told.get(id) !== presence)) {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
      }
    },
    /** Who is shown as what in the list of members, page by page. */
    async list(): Promise<Map<string, string>> {
      const shown = new Map<string, string>();
      for (let cursor: string | undefined; ; ) {
        const page = await client.api.members.list.query({ limit: 100, cursor });
        for (const { id, presence } of page.items) shown.set(id, presence);
        if (page.nextCursor === null) return shown;
        cursor = page.nextCursor;
      }
    },
    close: () => client.close(),
  };
}

const aNode = ({ url, secretKey }: Database, redis: TestRedis) =>
  new Program({ DATABASE_URL: url, REDIS_URL: redis.url, SECRET_KEY: secretKey });

const count = (shown: Map<string, string>, crowd: readonly Who[], presence: string) =>
  crowd.filter(({ id }) => shown.get(id) === presence).length;

it('CHAT-23, CHAT-02: one of two nodes is killed under 5,000 people: within 15 s its half is offline, the others online', async () => {
  await using redis = await TestRedis.start();
  await using database = await aPopulatedDatabase({ rooms: 2, people: half });
  const [lost, kept] = database.rooms.map((room) => room.people);
  const [first] = kept ?? [];
  if (!lost || !kept || !first) throw new Error('nobody is there');
  await using doomed = aNode(database, redis);
  await using alive = aNode(database, redis);
  const [doomedUrl, aliveUrl] = await Promise.all([doomed.url(), alive.url()]);
  const [doomedPort, alivePort] = [doomedUrl, aliveUrl].map((url) => Number(new URL(url).port));
  const watcher = aWatcher(aliveUrl, first);
  await watcher.ready;

  const sockets = [...(await enter(alivePort ?? 0, kept)), ...(await enter(doomedPort ?? 0, lost))];
  await watcher.until(lost, 'online');
  await watcher.until(kept.slice(1), 'online');
  const before = await watcher.list();
  expect(count(before, lost, 'online') + count(before, kept, 'online')).toBe(people);

  const killed = performance.now();
  await doomed.stop('SIGKILL');
  await watcher.until(lost, 'offline');
  expect(performance.now() - killed).toBeLessThan(noticed);
  const after = await watcher.list();
  expect(performance.now() - killed).toBeLessThan(noticed);
  expect(count(after, lost, 'offline')).toBe(half);
  expect(count(after, kept, 'online')).toBe(half);
  // Nobody who stayed was shown as gone meanwhile.
  expect(kept.filter(({ id }) => watcher.gone.has(id))).toEqual([]);

  // Some come back, to the node that is left.
  const back = lost.slice(0, 500);
  sockets.push(...(await enter(alivePort ?? 0, back)));
  await watcher.until(back, 'online');
  const then = await watcher.list();
  expect(count(then, back, 'online')).toBe(back.length);
  expect(count(then, lost, 'offline')).toBe(half - back.length);
  for (const socket of sockets) socket.destroy();
  watcher.close();
}, 60_000);
