import { afterAll, beforeAll, expect, test } from 'vitest';
import { aScene, decide } from '../moderation/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { aChannel, say } from './testing.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

let world: World;
let ana: Person;
let bo: Person;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

const muted = async (minutes = 10, reason = '') => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const memberId = bo.person.id;
  await ana.caller.chat.channels.mute({ channelId, memberId, minutes, reason });
  return { channelId, memberId };
};

test('CHAT-12: who manages a channel mutes somebody there for a time, with a reason', async () => {
  const { channelId, memberId } = await muted(10, 'Demasiados memes');
  const { caller } = bo;
  expect(await refusalOf(say(caller, channelId, 'no'))).toBe('error.muted');
  const until = new Date(world.clock.now().getTime() + 600_000);
  expect(await caller.chat.channels.get({ channelId })).toMatchObject({
    mutedUntil: until,
    mute: { until, reason: 'Demasiados memes' },
    allowed: { send: false, invite: false },
  });
  const { items } = await ana.caller.chat.channels.mutes({ channelId });
  expect(items).toMatchObject([
    { member: { id: memberId }, until, reason: 'Demasiados memes', mutedBy: { id: ana.person.id } },
  ]);
  // Elsewhere they write on.
  const other = await aChannel(ana, [bo]);
  await say(caller, other.id, 'sí');

  world.clock.advance({ minutes: 10 });
  await say(caller, channelId, 'otra vez');
  expect(await caller.chat.channels.get({ channelId })).toMatchObject({
    mutedUntil: null,
    mute: null,
  });
  expect((await ana.caller.chat.channels.mutes({ channelId })).items).toEqual([]);
});

test('CHAT-12: leaving and coming back does not end a mute; taking it back does, at once', async () => {
  const { channelId, memberId } = await muted();
  await bo.caller.chat.channels.leave({ channelId });
  await bo.caller.chat.channels.join({ channelId });
  expect(await refusalOf(say(bo.caller, channelId, 'no'))).toBe('error.muted');
  const other = await callerAs(world, 'member', ana.organisation);
  expect(
    await refusalOf(bo.caller.chat.channels.invite({ channelId, memberIds: [other.person.id] })),
  ).toBe('error.muted');
  await ana.caller.chat.channels.unmute({ channelId, memberId });
  await say(bo.caller, channelId, 'sí');
});

test('CHAT-12: nobody mutes owners and managers, themselves, or without managing the channel', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const minutes = 5;
  const { channels } = bo.caller.chat;
  expect(await refusalOf(channels.mute({ channelId, memberId: ana.person.id, minutes }))).toBe(
    'error.forbidden.muteInChannel',
  );
  expect(await refusalOf(channels.mutes({ channelId }))).toBe('error.forbidden.manageChannel');
  await ana.caller.chat.channels.setRole({ channelId, memberId: bo.person.id, role: 'manager' });
  for (const memberId of [ana.person.id, bo.person.id]) {
    expect(await refusalOf(channels.mute({ channelId, memberId, minutes }))).toBe(
      'error.forbidden.muteInChannel',
    );
  }
});

test('CHAT-12: who becomes a manager is not muted any more', async () => {
  const { channelId, memberId } = await muted();
  await ana.caller.chat.channels.setRole({ channelId, memberId, role: 'manager' });
  await say(bo.caller, channelId, 'sí');
});

test('CHAT-12: a mute by the channel and one by staff do not end each other', async () => {
  const scene = await aScene(world);
  const { author, channel, moderator } = scene;
  const { db } = world.services;
  const { memberId: ownerId } = await db.channelMember.findFirstOrThrow({
    where: { channelId: channel.id, role: 'owner' },
  });
  const place = { channelId: channel.id, memberId: author.person.id };
  // By row, as its manager would: one that lasts longer than what staff decide.
  const until = new Date(world.clock.now().getTime() + 3_600_000);
  await db.channelMute.create({
    data: { ...place, until, mutedById: ownerId, createdAt: world.clock.now() },
  });
  await decide(moderator, await scene.flagged(), { type: 'mute', minutes: 10 });
  const mutedUntil = async () =>
    (await db.channelMember.findUniqueOrThrow({ where: { channelId_memberId: place } })).mutedUntil;
  expect(await mutedUntil()).toEqual(until);
  world.clock.advance({ minutes: 10 });
  await world.services.standing.liftDue();
  expect(await mutedUntil()).toEqual(until);
  expect(await refusalOf(scene.write('aún no', author))).toBe('error.muted');
});
