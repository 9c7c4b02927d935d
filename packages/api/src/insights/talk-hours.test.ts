import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChannel, say } from '../chat/testing.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';

describe('how much was said', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('OPS-33: every message is counted once, in its hour, also while hours are being counted', async () => {
    const staff = await callerAs(world, 'moderator');
    const channel = await aChannel(staff);
    const inLastHours = async () =>
      (await staff.caller.insights.dashboard()).activity.hours
        .slice(-3)
        .map(({ messages }) => messages);
    // A quarter past the hour, so that the hour before is over.
    const { clock } = world;
    clock.advance({ ms: 3_600_000 - (clock.now().getTime() % 3_600_000) + 15 * 60_000 });
    const { talkHours } = world.services.insights;
    const other = await world.addNode();
    await say(staff.caller, channel.id, 'uno');
    expect(await inLastHours()).toEqual([0, 0, 1]);
    clock.advance({ minutes: 3 });
    await talkHours.count();
    await say(staff.caller, channel.id, 'dos');
    expect(await inLastHours()).toEqual([0, 0, 2]);
    clock.advance({ minutes: 43 });
    await say(staff.caller, channel.id, 'tres');
    expect(await inLastHours()).toEqual([0, 2, 1]);
    clock.advance({ hours: 1 });
    const looking = Array.from({ length: 10 }, inLastHours);
    await Promise.all([talkHours.count(), other.insights.talkHours.count(), ...looking]);
    for (const seen of await Promise.all(looking)) expect(seen).toEqual([2, 1, 0]);
    expect(await inLastHours()).toEqual([2, 1, 0]);
    const { rows } = await world.services.pool.query(
      'SELECT sum(messages)::int AS counted FROM talk_hour WHERE channel_id = $1',
      [channel.id],
    );
    expect(rows).toEqual([{ counted: 3 }]);
    expect((await staff.caller.insights.dashboard()).topChannels).toMatchObject([
      { id: channel.id, messages: 3 },
    ]);
    clock.advance({ days: 16 });
    await talkHours.count();
    const left = await world.services.db.talkHour.count({ where: { channelId: channel.id } });
    expect(left).toBe(0);
  });

  test('OPS-33: the dashboard shows 200,000 messages in a moment to whoever comes first', {
    timeout: 60_000,
  }, async () => {
    const staff = await callerAs(world, 'moderator');
    const { pool } = world.services;
    const channels = await Promise.all(Array.from({ length: 20 }, () => aChannel(staff)));
    await pool.query(
      `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, created_at)
       SELECT gen_random_uuid(), ($1::uuid[])[1 + n % 20], 1000 + n, $2, n::text, repeat('x', 200),
              $3::timestamptz - n * interval '6 seconds'
         FROM generate_series(0, 199999) AS n`,
      [channels.map(({ id }) => id), staff.person.id, world.clock.now()],
    );
    await pool.query('VACUUM ANALYZE message');
    // These were written in the past: all is counted from the beginning.
    await pool.query('DELETE FROM talk_counted; DELETE FROM talk_hour');
    const timed = async <Result>(work: () => Promise<Result>) => {
      const began = performance.now();
      return { result: await work(), ms: performance.now() - began };
    };
    const uncounted = await timed(() => staff.caller.insights.dashboard());
    await world.services.insights.talkHours.count();
    await pool.query('VACUUM ANALYZE talk_hour');
    const counted = await timed(() => staff.caller.insights.dashboard());
    expect(counted.result.activity).toEqual(uncounted.result.activity);
    expect(counted.result.topChannels).toEqual(uncounted.result.topChannels);
    const { days } = counted.result.activity;
    expect(days.reduce((sum, day) => sum + day.messages, 0)).toBeGreaterThan(180_000);
    const best = Math.min(
      counted.ms,
      ...(await Promise.all(
        [1, 2, 3].map(async () => (await timed(() => staff.caller.insights.dashboard())).ms),
      )),
    );
    // Some 15 ms alone; other tests share the machine.
    expect(best).toBeLessThan(250);
    const plan = await pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT date_bin('1 hour', created_at, 'epoch'::timestamptz), channel_id, count(*)
         FROM message
        WHERE created_at >= greatest($1, (SELECT until FROM talk_counted)) AND created_at <= $2
        GROUP BY 1, 2`,
      [new Date(world.clock.now().getTime() - 14 * 24 * 3_600_000), world.clock.now()],
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(
      'Index Only Scan using message_time_idx',
    );
  });
});
