import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { say } from './testing.ts';

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

const unknown = 'error.notFound.channelInvite';

/** A private channel of Ana's and a link into it. */
async function linked(link: { role?: 'writer' | 'reader'; uses?: number; days?: number } = {}) {
  const { id: channelId } = await ana.caller.chat.channels.create({
    name: 'reservado',
    type: 'private',
  });
  const made = await ana.caller.chat.invites.create({ channelId, ...link });
  return { channelId, ...made };
}
const somebody = () => callerAs(world, 'member', ana.organisation);

test('CHAT-03: a link leads people of the organisation into a private channel, with its role', async () => {
  const { channelId, code } = await linked({ role: 'reader' });
  const { invites } = bo.caller.chat;
  expect(await invites.get({ code })).toMatchObject({
    channel: { id: channelId, name: 'reservado', type: 'private' },
    role: 'reader',
    invitedBy: { id: ana.person.id },
    joined: false,
  });
  expect(await refusalOf(bo.caller.chat.channels.get({ channelId }))).toBe(
    'error.notFound.channel',
  );
  expect(await invites.accept({ code })).toMatchObject({ id: channelId, role: 'reader' });
  expect(await refusalOf(say(bo.caller, channelId, 'no'))).toBe('error.readOnly.channel');
  expect((await invites.get({ code })).joined).toBe(true);

  const stranger = await callerAs(world, 'superadmin');
  expect(await refusalOf(stranger.caller.chat.invites.get({ code }))).toBe(unknown);
  expect(await refusalOf(stranger.caller.chat.invites.accept({ code }))).toBe(unknown);
  const { rows } = await world.services.pool.query('SELECT code_hash FROM channel_invite');
  expect(JSON.stringify(rows)).not.toContain(code);
});

test('CHAT-03: of many at once no more come in than the link has uses; who is in takes none', async () => {
  const { channelId, code } = await linked({ uses: 3 });
  await ana.caller.chat.invites.accept({ code });
  const people = await Promise.all(Array.from({ length: 6 }, somebody));
  const tries = await Promise.all(
    people.map(({ caller }) =>
      caller.chat.invites.accept({ code }).then(
        () => 'in',
        () => 'out',
      ),
    ),
  );
  expect(tries.filter((one) => one === 'in')).toHaveLength(3);
  expect(await ana.caller.chat.channels.get({ channelId })).toMatchObject({ memberCount: 4 });
  expect(await ana.caller.chat.invites.list({ channelId })).toEqual({ items: [] });
});

test('CHAT-03: a link ends by its date, by being taken back, and with the channel', async () => {
  const old = await linked({ days: 1 });
  const back = await linked();
  const archived = await linked();
  const deleted = await linked();
  await ana.caller.chat.invites.revoke({ inviteId: back.id });
  expect(await refusalOf(ana.caller.chat.invites.revoke({ inviteId: back.id }))).toBe(unknown);
  const { channelId } = archived;
  await ana.caller.chat.channels.archive({ channelId });
  await ana.caller.chat.channels.unarchive({ channelId });
  await ana.caller.chat.channels.delete({ channelId: deleted.channelId });
  const valid = await linked();
  for (const { code } of [back, archived, deleted]) {
    expect(await refusalOf(bo.caller.chat.invites.get({ code }))).toBe(unknown);
    expect(await refusalOf(bo.caller.chat.invites.accept({ code }))).toBe(unknown);
  }
  await bo.caller.chat.invites.accept({ code: valid.code });
  world.clock.advance({ days: 1 });
  expect(await refusalOf(bo.caller.chat.invites.accept({ code: old.code }))).toBe(unknown);
});

test('CHAT-03: links are for who manages the channel, and go when they do not any more', async () => {
  const { channelId, id } = await linked();
  const manager = await somebody();
  const memberId = manager.person.id;
  const { channels, invites } = ana.caller.chat;
  await channels.invite({ channelId, memberIds: [memberId, bo.person.id] });
  expect(await refusalOf(bo.caller.chat.invites.create({ channelId }))).toBe(
    'error.forbidden.manageChannel',
  );
  expect(await refusalOf(bo.caller.chat.invites.list({ channelId }))).toBe(
    'error.forbidden.manageChannel',
  );
  expect(await refusalOf(bo.caller.chat.invites.revoke({ inviteId: id }))).toBe(unknown);

  const give = (role: 'manager' | 'writer') => channels.setRole({ channelId, memberId, role });
  const made = () => manager.caller.chat.invites.create({ channelId });
  await give('manager');
  const beforeLosing = await made();
  await give('writer');
  await give('manager');
  const beforeGoing = await made();
  await channels.removeMember({ channelId, memberId });
  for (const { code } of [beforeLosing, beforeGoing]) {
    expect(await refusalOf(manager.caller.chat.invites.accept({ code }))).toBe(unknown);
  }
  expect((await invites.list({ channelId })).items.map((one) => one.id)).toEqual([id]);
});

test('CHAT-03: links, mutes and turns that were over long ago are deleted', async () => {
  const { channelId, id } = await linked({ days: 1 });
  const { db } = world.services;
  const place = { channelId, memberId: ana.person.id };
  const now = world.clock.now();
  await db.channelMute.create({ data: { ...place, until: now, createdAt: now } });
  await db.channelTurn.create({ data: { ...place, wroteAt: now } });
  const left = async () => [
    await db.channelInvite.count({ where: { id } }),
    await db.channelMute.count({ where: place }),
    await db.channelTurn.count({ where: place }),
  ];
  await world.services.sweep.sweep();
  expect(await left()).toEqual([1, 1, 1]);
  world.clock.advance({ days: 30 });
  await world.services.sweep.sweep();
  expect(await left()).toEqual([1, 1, 0]);
  world.clock.advance({ days: 2 });
  await world.services.sweep.sweep();
  expect(await left()).toEqual([0, 0, 0]);
});
