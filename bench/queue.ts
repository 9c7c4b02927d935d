import { populate, type Room } from '@atalaya/api/testing/population';
import { type Atalaya, createAtalaya } from '@atalaya/client';
import type { Pool } from 'pg';
import { TestRedis } from '../apps/server/src/testing/redis.ts';
import type { RunningServer } from './children.ts';
import { percentile } from './process-figures.ts';

interface Options {
  pool: Pool;
  secretKey: Buffer;
  start: (environment?: Record<string, string>) => Promise<RunningServer>;
  /** Messages that are flagged and decided. */
  cases: number;
  print: (text: string) => void;
}

/** One person may raise so many flags in an hour. */
const flagsEach = 50;

/**
 * TRUST-41: from the moment a member flags a message until its case has arrived at a moderator, on
 * one node and through two; and UI-03: how long a decision and the reading of the next case take.
 */
export async function queue({ pool, secretKey, start, cases, print }: Options): Promise<void> {
  const line = (name: string, times: number[]) => {
    const sorted = Float64Array.from(times).sort();
    const cells = [0.5, 0.95].map((share) => percentile(sorted, share).toFixed(1).padStart(9));
    print(`  ${name.padEnd(48)}${cells.join(' ')}`);
  };
  const aRoom = async () => {
    const [room] = await populate(pool, secretKey, {
      rooms: 1,
      people: 2 + Math.ceil(cases / flagsEach),
      moderators: 1,
    });
    if (!room) throw new Error('no room');
    return room;
  };
  print('\nTRUST-41, UI-03  the queue: ms                      p50       p95');
  const alone = await start();
  const room = await aRoom();
  const desk = deskOf(alone, room);
  line('flag → case on the desk, one node', await flagAll(desk, alone, room, cases));
  const { deciding, reading } = await decideAll(desk.client);
  line('a decision', deciding);
  line('the next case in full', reading);
  desk.client.close();
  await alone.stop();

  const redis = await TestRedis.start();
  const nodes = await Promise.all([1, 2].map(() => start({ REDIS_URL: redis.url })));
  const [here, there] = nodes;
  if (!here || !there) throw new Error('no nodes');
  const other = await aRoom();
  const farDesk = deskOf(there, other);
  line('flag → case on the desk, through two nodes', await flagAll(farDesk, here, other, cases));
  farDesk.client.close();
  await Promise.all(nodes.map((node) => node.stop()));
  await redis.kill();
}

interface Desk {
  client: Atalaya;
  ready: Promise<void>;
  /** Resolves with the moment at which a case about the subject arrived. */
  arrival(subjectId: string): Promise<number>;
}

const clientOf = (server: RunningServer, token = '') =>
  createAtalaya({ url: `http://127.0.0.1:${server.port}`, token });

function deskOf(server: RunningServer, room: Room): Desk {
  const client = clientOf(server, room.people[0]?.token);
  const ready = Promise.withResolvers<void>();
  const arrivals = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  client.follow(client.api.moderation.onQueue, undefined, {
    onEvent: (event) => {
      if (event.type === 'refresh') ready.resolve();
      if (event.type !== 'case.opened') return;
      const at = performance.now();
      arrivals.set(event.row.subjectId, at);
      waiting.get(event.row.subjectId)?.(at);
    },
  });
  return {
    client,
    ready: ready.promise,
    arrival: async (subjectId) =>
      arrivals.get(subjectId) ?? new Promise((resolve) => waiting.set(subjectId, resolve)),
  };
}

async function flagAll(
  desk: Desk,
  server: RunningServer,
  room: Room,
  cases: number,
): Promise<number[]> {
  await desk.ready;
  const author = clientOf(server, room.people[1]?.token);
  const flaggers = room.people.slice(2).map(({ token }) => clientOf(server, token));
  const times: number[] = [];
  for (let n = 0; n < cases; n++) {
    const draft = { channelId: room.id, content: `message ${n}`, clientId: `m${n}` };
    const { id } = await author.api.chat.messages.send.mutate(draft);
    const flag = { subjectType: 'message', subjectId: id, reason: 'spam' } as const;
    const started = performance.now();
    // The answer and the case travel at the same time.
    const receipt = flaggers[n % flaggers.length]?.api.moderation.flags.create.mutate(flag);
    times.push((await desk.arrival(id)) - started);
    await receipt;
  }
  for (const client of [author, ...flaggers]) client.close();
  return times;
}

async function decideAll({ api }: Atalaya) {
  const deciding: number[] = [];
  const reading: number[] = [];
  for (;;) {
    const { items } = await api.moderation.cases.list.query({ limit: 50 });
    if (items.length === 0) return { deciding, reading };
    for (const { id } of items) {
      const opened = performance.now();
      const { version } = await api.moderation.cases.get.query({ caseId: id });
      const shown = performance.now();
      await api.moderation.cases.decide.mutate({
        caseId: id,
        version,
        policy: 'spam',
        actions: [{ type: 'warn' }, { type: 'hide' }],
      });
      reading.push(shown - opened);
      deciding.push(performance.now() - shown);
    }
  }
}
