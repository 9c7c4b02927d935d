import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { archiveIdle } from './idle-channels.ts';
import { planIdleRound, workIdleRounds } from './idle-rounds.ts';
import { aChannel, listen, say } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** An owner's channel in an organisation that archives after thirty days. */
async function aQuietOne() {
  const owner = await callerAs(world, 'superadmin');
  await owner.caller.settings.update({ channels: { archiveAfterDays: 30 } });
  const { id: channelId } = await aChannel(owner);
  const detail = () => owner.caller.chat.channels.get({ channelId });
  const round = () => archiveIdle(world.services);
  const notices = async () =>
    (await owner.caller.notifications.list({})).items
      .filter(({ kind }) => kind.startsWith('channel'))
      .map(({ kind, params }) => ({ kind, params }))
      .reverse();
  return { owner, channelId, detail, round, notices };
}

test('CHAT-04: owners are told a week before, and a channel that stays quiet is archived, with a notice', async () => {
  const { owner, channelId, detail, round, notices } = await aQuietOne();
  const { name } = await say(owner.caller, channelId, 'lo último').then(detail);
  world.clock.advance({ days: 22 });
  await round();
  expect(await notices()).toEqual([]);
  // And a moment: who joined did so by the database's clock.
  world.clock.advance({ days: 1, minutes: 1 });
  await round();
  await round();
  const archiveAt = new Date(world.clock.now().getTime() + 7 * 86_400_000).toISOString();
  const warning = { kind: 'channelIdle', params: { channelId, name, archiveAt } };
  expect(await notices()).toEqual([warning]);

  const stream = await listen(owner.caller, channelId);
  await stream.until('ready');
  world.clock.advance({ days: 7 });
  await round();
  expect((await stream.until('channel.updated')).event.channel.archivedAt).not.toBeNull();
  await stream.stop();
  expect(await notices()).toEqual([
    warning,
    { kind: 'channelArchived', params: { channelId, name, days: 30 } },
  ]);
  expect(await refusalOf(say(owner.caller, channelId, 'tarde'))).toBe('error.archived');

  // The way back, and the clock begins anew.
  await owner.caller.chat.channels.unarchive({ channelId });
  world.clock.advance({ days: 22 });
  await round();
  expect((await detail()).archivedAt).toBeNull();
  expect(await notices()).toHaveLength(2);
});

test('CHAT-04: whatever is said, who joins and who asks for it keep a channel open', async () => {
  const { owner, channelId, detail, round } = await aQuietOne();
  const warn = async () => {
    world.clock.advance({ days: 23, minutes: 1 });
    await round();
    world.clock.advance({ days: 6 });
  };
  const settles = async () => {
    world.clock.advance({ days: 2 });
    await round();
    expect((await detail()).archivedAt).toBeNull();
  };
  await warn();
  await say(owner.caller, channelId, 'aún hay alguien');
  await settles();
  await warn();
  await owner.caller.chat.channels.keepOpen({ channelId });
  await settles();
  await warn();
  const other = await callerAs(world, 'member', owner.organisation);
  await other.caller.chat.channels.join({ channelId });
  await world.services.db.channelMember.updateMany({
    where: { channelId, memberId: other.person.id },
    data: { joinedAt: world.clock.now() },
  });
  await settles();
  expect(await refusalOf(other.caller.chat.channels.keepOpen({ channelId }))).toBe(
    'error.forbidden.manageChannel',
  );
});

test('CHAT-04: nothing is archived without the warning, however old; two nodes do it once', async () => {
  const { round, detail, notices, channelId } = await aQuietOne();
  const other = await world.addNode();
  world.clock.advance({ days: 400 });
  await Promise.all([round(), archiveIdle(other)]);
  expect((await detail()).archivedAt).toBeNull();
  world.clock.advance({ days: 7 });
  await Promise.all([round(), archiveIdle(other)]);
  expect((await detail()).archivedAt).not.toBeNull();
  expect((await notices()).map(({ kind }) => kind)).toEqual(['channelIdle', 'channelArchived']);
  const events = await world.services.db.channelEvent.count({ where: { channelId } });
  expect(events).toBe(1);
});

test('CHAT-04: not without the setting, not what is kept open, not conversations of two', async () => {
  const { owner, channelId, detail, round, notices } = await aQuietOne();
  await owner.caller.chat.channels.update({ channelId, keepOpen: true });
  const other = await callerAs(world, 'member', owner.organisation);
  const direct = await owner.caller.chat.direct.open({ memberId: other.person.id });
  const elsewhere = await callerAs(world, 'superadmin');
  const off = await aChannel(elsewhere);
  for (const _ of [1, 2]) {
    world.clock.advance({ days: 100 });
    await round();
  }
  expect(await notices()).toEqual([]);
  expect((await detail()).archivedAt).toBeNull();
  const { channels } = owner.caller.chat;
  expect((await channels.get({ channelId: direct.id })).archivedAt).toBeNull();
  const untouched = await elsewhere.caller.chat.channels.get({ channelId: off.id });
  expect(untouched.archivedAt).toBeNull();
});

const kind = 'chat.idle-channels';
const roundsOf = async (world: World) => {
  const { rows } = await world.services.pool.query<{ at: string; state: string }>(
    `SELECT data->>'at' AS at, state::text FROM jobs.job WHERE name = $1 ORDER BY data->>'at'`,
    [kind],
  );
  return rows;
};
/** What waits is due now, as if the hour had come for the queue, too. */
const letHourCome = (world: World) =>
  world.services.pool.query(
    `UPDATE jobs.job SET start_after = now() WHERE name = $1 AND state < 'active'`,
    [kind],
  );
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 12_000, interval: 50 });

test('CHAT-04: each hour has one round, in the queue, however many nodes there are', async () => {
  await using world = await createWorld({ limiter: { consume: async () => 0 } });
  const { clock, services } = world;
  const owner = await callerAs(world, 'superadmin');
  await owner.caller.settings.update({ channels: { archiveAfterDays: 30 } });
  const { id: channelId } = await aChannel(owner);
  const other = await world.addNode();
  const hour = (ahead: number) =>
    new Date((Math.floor(clock.now().getTime() / 3_600_000) + ahead) * 3_600_000).toISOString();
  const first = hour(1);
  await Promise.all([workIdleRounds(services), workIdleRounds(other)]);
  await Promise.all([planIdleRound(services), planIdleRound(other)]);
  expect(await roundsOf(world)).toEqual([{ at: first, state: 'created' }]);

  clock.advance({ days: 40 });
  const second = hour(1);
  await letHourCome(world);
  const states = [
    { at: first, state: 'completed' },
    { at: second, state: 'created' },
  ];
  await until(async () => expect(await roundsOf(world)).toEqual(states));
  const { items } = await owner.caller.notifications.list({});
  expect(items.map(({ kind }) => kind)).toEqual(['channelIdle']);

  // The queue's clock may be ahead of this one: a round does not take its own hour for the next.
  const third = hour(2);
  await planIdleRound(services, new Date(second));
  expect((await roundsOf(world)).map(({ at }) => at)).toEqual([first, second, third]);

  clock.advance({ days: 7 });
  const last = hour(1);
  await letHourCome(world);
  await until(async () => {
    expect(await roundsOf(world)).toEqual([
      ...[first, second, third].map((at) => ({ at, state: 'completed' })),
      { at: last, state: 'created' },
    ]);
  });
  const notices = (await owner.caller.notifications.list({})).items;
  expect(notices.map(({ kind }) => kind)).toEqual(['channelArchived', 'channelIdle']);
  expect((await owner.caller.chat.channels.get({ channelId })).archivedAt).not.toBeNull();
});

test('CHAT-04: a round that fails for good lies with the dead letters, and the next one is there', async () => {
  await using world = await createWorld({ limiter: { consume: async () => 0 } });
  const { services, clock } = world;
  const owner = await callerAs(world, 'superadmin');
  const fine = await callerAs(world, 'superadmin');
  for (const { caller } of [owner, fine]) {
    await caller.settings.update({ channels: { archiveAfterDays: 30 } });
  }
  const broken = await aChannel(owner);
  const quiet = await aChannel(fine);
  await services.pool.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'this one cannot be archived'; END $$;
     CREATE TRIGGER refuse BEFORE UPDATE ON channel FOR EACH ROW
     WHEN (OLD.id = '${broken.id}'::uuid) EXECUTE FUNCTION refuse()`,
  );
  await workIdleRounds(services);
  clock.advance({ days: 40 });
  // Its last try: the ones before were an hour's waiting.
  await services.pool.query('UPDATE jobs.job SET retry_count = retry_limit WHERE name = $1', [
    kind,
  ]);
  await letHourCome(world);
  await until(async () => {
    const [letter] = await services.jobs.listDeadLetters({ before: null, limit: 10 });
    expect(letter).toMatchObject({ name: kind });
    expect(letter?.error).toContain('channel.update');
  });
  expect((await roundsOf(world)).map(({ state }) => state)).toEqual(['failed', 'created']);
  // Another organisation's channels do not wait for it.
  const { items } = await fine.caller.notifications.list({});
  expect(items).toMatchObject([{ kind: 'channelIdle', params: { channelId: quiet.id } }]);
});
