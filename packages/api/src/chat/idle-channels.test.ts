import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
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
  const round = () => world.services.idleChannels.round();
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
  await Promise.all([round(), other.idleChannels.round()]);
  expect((await detail()).archivedAt).toBeNull();
  world.clock.advance({ days: 7 });
  await Promise.all([round(), other.idleChannels.round()]);
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
