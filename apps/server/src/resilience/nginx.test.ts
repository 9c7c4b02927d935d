import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestNginx } from '../testing/nginx.ts';
import { Program } from '../testing/program.ts';
import { TestRedis } from '../testing/redis.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

let redis: TestRedis;
let database: Awaited<ReturnType<typeof aPopulatedDatabase>>;
let nodes: Program[];
let nginx: TestNginx;
const people: Person[] = [];

beforeAll(async () => {
  // The certificate is made here and signed by nobody.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  redis = await TestRedis.start();
  database = await aPopulatedDatabase({ rooms: 1, people: 8 });
  nodes = [aNode(), aNode()];
  const [a = '', b = ''] = await Promise.all(nodes.map((node) => node.url()));
  nginx = await TestNginx.start({ a: new URL(a).host, b: new URL(b).host });
}, 60_000);
afterAll(async () => {
  for (const person of people) person.close();
  await nginx?.[Symbol.asyncDispose]();
  await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
  await redis[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const aNode = () =>
  new Program({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    SECRET_KEY: database.secretKey,
    TRUST_PROXY: '1',
    LOG_LEVEL: 'info',
  });

it('OPS-61: what comes without TLS is sent to TLS, and figures for the operator stay inside', async () => {
  const plain = await fetch(`${nginx.plainUrl}/health/ready`, { redirect: 'manual' });
  expect(plain.status).toBe(308);
  expect(plain.headers.get('location')).toMatch(/^https:/);
  expect((await fetch(`${nginx.url}/health/ready`)).status).toBe(200);
  expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404);
});

it('OPS-61, CHAT-20: a node behind nginx is killed while people write; they go on at the other without loss', async () => {
  const [room] = database.rooms;
  if (!room) throw new Error('no room');
  people.push(...room.people.map((_, seat) => new Person(nginx.url, room, seat)));
  await Promise.all(people.map((person) => person.ready()));
  const each = 30;
  let written = 0;
  const third = Promise.withResolvers<void>();
  const writing = people.map(async (person) => {
    for (let n = 0; n < each; n++) {
      await person.write(`message ${n}`);
      if (++written === (people.length * each) / 3) third.resolve();
    }
  });
  await third.promise;
  expect(await openSockets(nodes[0])).toBeGreaterThan(0);
  await nodes[0]?.stop('SIGKILL');
  await Promise.all(writing);
  const { rows } = await database.pool.query<{ seq: number }>(
    'SELECT seq FROM message WHERE channel_id = $1 ORDER BY seq',
    [room.id],
  );
  const seqs = rows.map(({ seq }) => seq);
  expect(seqs).toHaveLength(people.length * each);
  for (const person of people) {
    await person.hasHeard(seqs.at(-1) ?? 0);
    expect(person.heard).toEqual(seqs);
  }
});

/** What a node tells whoever asks on its own machine, past nginx. */
async function openSockets(node: Program | undefined): Promise<number> {
  const figures = await (await fetch(`${await node?.url()}/metrics`)).text();
  return Number(figures.match(/^atalaya_sockets (\d+)/m)?.[1]);
}
