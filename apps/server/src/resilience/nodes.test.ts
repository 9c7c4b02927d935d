import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../serve.ts';
import { testConfig } from '../testing/config.ts';
import { Program } from '../testing/program.ts';
import { TestRedis } from '../testing/redis.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

let redis: TestRedis;
let database: Awaited<ReturnType<typeof aPopulatedDatabase>>;
let nodes: RunningServer[];
const people: Person[] = [];

beforeAll(async () => {
  redis = await TestRedis.start();
  database = await aPopulatedDatabase({ rooms: 3, people: 8 });
  const last = database.rooms.at(-1);
  await database.pool.query(
    `UPDATE channel_member SET role = 'owner' WHERE channel_id = $1 AND member_id = $2`,
    [last?.id, last?.people[0]?.id],
  );
  nodes = [await aNode(), await aNode()];
});
afterAll(async () => {
  for (const person of people) person.close();
  await Promise.all(nodes.map((node) => node.stop()));
  await redis[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const aNode = () =>
  startServer(
    testConfig({
      databaseUrl: database.url,
      redisUrl: redis.url,
      secretKey: database.secretKey,
    }),
    { webFolder: null },
  );

/** A room's people, in turn on the one node and the other. */
async function peopleOf(room: number): Promise<Person[]> {
  const here = database.rooms[room];
  if (!here) throw new Error('no such room');
  const made = here.people.map((_, seat) => {
    const node = nodes[seat % 2];
    return new Person(`http://127.0.0.1:${node?.port}`, here, seat);
  });
  people.push(...made);
  await Promise.all(made.map((person) => person.ready()));
  return made;
}

async function everyoneHeardEverything(made: Person[], count: number): Promise<void> {
  const { rows } = await database.pool.query<{ seq: number }>(
    'SELECT seq FROM message WHERE channel_id = $1 ORDER BY seq',
    [made[0]?.room],
  );
  const seqs = rows.map(({ seq }) => seq);
  expect(seqs).toHaveLength(count);
  for (const person of made) {
    await person.hasHeard(seqs.at(-1) ?? 0);
    expect(person.heard).toEqual(seqs);
  }
}

it('CHAT-20: what is written on one node is seen on the other, in one order on both', async () => {
  const made = await peopleOf(0);
  const writing = made.map(async (person) => {
    for (let n = 0; n < 20; n++) await person.write(`message ${n}`);
  });
  await Promise.all(writing);
  await everyoneHeardEverything(made, made.length * 20);
});

it('CHAT-20, Q-11: Redis is killed and comes back while people write: nothing lost, nothing twice', async () => {
  const made = await peopleOf(1);
  const each = 30;
  let written = 0;
  const third = Promise.withResolvers<void>();
  const twoThirds = Promise.withResolvers<void>();
  const writing = made.map(async (person) => {
    for (let n = 0; n < each; n++) {
      if (n === 20) await twoThirds.promise;
      await person.write(`message ${n}`);
      if (++written === made.length * 10) third.resolve();
    }
  });
  await third.promise;
  await redis.kill();
  await made[0]?.write('in between, on the first node');
  await made[1]?.write('in between, on the second node');
  await redis.bringBack();
  twoThirds.resolve();
  await Promise.all(writing);
  await everyoneHeardEverything(made, made.length * each + 2);
}, 40_000);

it('CHAT-25: whoever is put out of a channel on one node stops hearing it on the other', async () => {
  const room = database.rooms[2];
  const [owner, guest] = await peopleOf(2);
  if (!room || !owner || !guest) throw new Error('no people');
  const ended = Promise.withResolvers<string>();
  guest.client.channel(room.id, {
    onEvent: () => {},
    onReady: () => {
      const memberId = room.people[1]?.id ?? '';
      void owner.client.api.chat.channels.removeMember.mutate({ channelId: room.id, memberId });
    },
    onEnd: (error) => ended.resolve(error.code),
  });
  expect(await ended.promise).toBe('notMember');
  const refused = guest.client.api.chat.messages.send.mutate({
    channelId: room.id,
    content: 'still here?',
    clientId: randomUUID(),
  });
  await expect(refused).rejects.toMatchObject({ code: 'notMember' });
});

it('CHAT-23: people on a node that dies are shown as offline within 15 seconds', async () => {
  const here = database.rooms[0];
  const [watcher] = people;
  if (!here || !watcher) throw new Error('no people');
  await using doomed = new Program({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    SECRET_KEY: database.secretKey,
  });
  // Someone who is connected to the third node only.
  const seat = here.people.length - 1;
  people[seat]?.close();
  const lonely = new Person(await doomed.url(), here, seat);
  await lonely.ready();
  const memberId = here.people[seat]?.id;
  const seen: string[] = [];
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const online = Promise.withResolvers<void>();
  watcher.client.follow(watcher.client.api.members.onPresence, undefined, {
    onEvent: (event) => {
      if (event.type !== 'changed') return;
      for (const shown of event.people) {
        if (!shown.memberIds.includes(memberId ?? '')) continue;
        seen.push(shown.presence);
        if (shown.presence === 'offline') resolve();
        else online.resolve();
      }
    },
  });
  const { presence } = await watcher.client.api.members.get.query({ memberId: memberId ?? '' });
  if (presence === 'offline') await online.promise;
  const killed = performance.now();
  await doomed.stop('SIGKILL');
  await gone;
  expect(performance.now() - killed).toBeLessThan(15_000);
  expect(seen.at(-1)).toBe('offline');
  lonely.close();
}, 40_000);
