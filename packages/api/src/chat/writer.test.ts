import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { silentMetrics } from '../ports/metrics.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { aChannel, say } from './testing.ts';
import { MessageWriter } from './writer.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** Two channels; nothing can be written into the first one until `go`. */
async function oneBusy() {
  const owner = await callerAs(world, 'member');
  const busy = await aChannel(owner);
  const free = await aChannel(owner);
  const holder = await world.services.pool.connect();
  onTestFinished(() => holder.release());
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE', [busy.id]);
  return { owner, busy, free, go: () => holder.query('COMMIT') };
}

test('Q-01: a lone message does not wait for the commit of another channel', async () => {
  const { owner, busy, free, go } = await oneBusy();
  const waiting = say(owner.caller, busy.id, 'held up');
  await untilWaiting(world.services.pool, 1);
  expect(await say(owner.caller, free.id, 'on its own')).toMatchObject({ seq: 1 });
  await go();
  expect(await waiting).toMatchObject({ seq: 1 });
});

test('CHAT-20: stopping waits for lone messages that are being written', async () => {
  const { owner, busy, go } = await oneBusy();
  const message = say(owner.caller, busy.id, 'just in time');
  await untilWaiting(world.services.pool, 1);
  const { pool, writer } = world.services;
  let isDrained = false;
  const drained = writer.drain().then(() => {
    isDrained = true;
  });
  await pool.query('SELECT 1');
  expect(isDrained).toBe(false);
  await go();
  await drained;
  const { rows } = await pool.query('SELECT 1 FROM message WHERE channel_id = $1', [busy.id]);
  expect(rows).toHaveLength(1);
  await message;
});

test('CHAT-20: what is handed over while a message of its channel is being written comes after it', async () => {
  const { owner, busy, free, go } = await oneBusy();
  const first = say(owner.caller, busy.id, 'first');
  await untilWaiting(world.services.pool, 1);
  const rest = ['second', 'third', 'fourth'].map((text) => say(owner.caller, busy.id, text));
  const elsewhere = say(owner.caller, free.id, 'elsewhere');
  await go();
  const seqs = (await Promise.all([first, ...rest])).map(({ seq }) => seq);
  expect(seqs).toEqual([1, 2, 3, 4]);
  expect(await elsewhere).toMatchObject({ seq: 1 });
});

test('Q-02: statements are planned anew whenever as much again has been written', async () => {
  const owner = await callerAs(world, 'member');
  const channel = await aChannel(owner);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
  onTestFinished(() => pool.end());
  const writer = new MessageWriter({ pool, clock: world.clock, metrics: silentMetrics });
  const write = (clientId: string) =>
    writer.write({
      channelId: channel.id,
      authorId: owner.person.id,
      clientId,
      content: clientId,
      mentions: [],
    });
  for (let count = 1; count <= 9; count++) await write(`message ${count}`);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT name FROM pg_prepared_statements WHERE name LIKE 'write-message-%' ORDER BY name",
  );
  expect(rows.map(({ name }) => name)).toEqual(
    [0, 1, 2, 3, 4].map((times) => `write-message-${times}`),
  );
});
