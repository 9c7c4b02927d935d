import { afterAll, beforeAll, expect, test } from 'vitest';
import { aMember, callerAs, createWorld, type World } from '../testing/index.ts';
import { notifyAll } from './notify.ts';
import { notificationSweeper } from './sweep.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Person = Awaited<ReturnType<typeof callerAs>>;

const tell = ({ organisation, person }: Person, key: string) =>
  world.services.db.$transaction((tx) =>
    notifyAll(
      tx,
      {
        organisationId: organisation.id,
        kind: 'flagReceived',
        params: { subjectType: 'message', policy: 'spam' },
        key,
        now: world.clock.now(),
      },
      [person.id],
    ),
  );

test('OPS-51: notices go after their organisation’s time, read or not; all others stay', async () => {
  const usual = await callerAs(world, 'superadmin');
  const short = await callerAs(world, 'superadmin');
  await short.caller.settings.update({ retention: { notificationsDays: 7 } });
  const left = async ({ caller }: Person) => (await caller.notifications.list({})).items.length;
  const both = [usual, short];
  for (const person of both) await tell(person, 'old');
  await usual.caller.notifications.markAllRead();
  world.clock.advance({ days: 8 });
  for (const person of both) await tell(person, 'new');
  const { sweep } = notificationSweeper(world.services);
  expect(await sweep()).toBe(1);
  expect([await left(usual), await left(short)]).toEqual([2, 1]);
  world.clock.advance({ days: 173 });
  expect(await sweep()).toBe(2);
  expect([await left(usual), await left(short)]).toEqual([1, 0]);
});

test('OPS-51: a great many go in pieces, found by an index', { timeout: 60_000 }, async () => {
  const { organisation } = await callerAs(world, 'superadmin');
  const member = await aMember(world, organisation);
  const { pool, clock } = world.services;
  const write = (many: number, days: number, key: string) =>
    pool.query(
      `INSERT INTO notification (id, organisation_id, member_id, kind, key, created_at)
       SELECT gen_random_uuid(), $1, $2, 'flagReceived', $5 || n, $3::timestamptz - $4 * interval '1 day'
         FROM generate_series(1, ${many}) AS n`,
      [organisation.id, member.id, clock.now(), days, key],
    );
  await write(12_000, 200, 'old');
  await write(30_000, 1, 'new');
  await pool.query('ANALYZE notification');
  const plan = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT id FROM notification
      WHERE organisation_id = ANY($1::uuid[]) AND created_at < $2 LIMIT 5000`,
    [[organisation.id], new Date(clock.now().getTime() - 300 * 86_400_000)],
  );
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(
    'notification_organisation_id_created_at_idx',
  );
  expect(await notificationSweeper(world.services).sweep()).toBe(12_000);
});
