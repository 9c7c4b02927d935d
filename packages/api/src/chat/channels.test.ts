import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { aChannel, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

describe('channels', () => {
  it('CHAT-03: whoever makes a channel owns it and finds it in the list', async () => {
    const made = await ana.caller.chat.channels.create({
      name: '  Puerto norte ',
      type: 'private',
      topic: 'guardias',
      memberIds: [bo.person.id],
    });
    expect(made).toMatchObject({ name: 'Puerto norte', role: 'owner', memberCount: 2, unread: 0 });
    const { items } = await bo.caller.chat.channels.list({ search: 'puerto' });
    expect(items.map(({ id, role }) => [id, role])).toEqual([[made.id, 'writer']]);
  });

  it('CHAT-03: private channels are hidden from everyone else, staff included', async () => {
    const { id: channelId } = await ana.caller.chat.channels.create({ name: 'x', type: 'private' });
    const admin = await callerAs(world, 'admin', ana.organisation);
    for (const { caller } of [bo, admin]) {
      expect(await refusalOf(caller.chat.channels.get({ channelId }))).toBe(
        'error.notFound.channel',
      );
      expect(await refusalOf(caller.chat.channels.join({ channelId }))).toBe(
        'error.notFound.channel',
      );
      const { items } = await caller.chat.channels.list({ scope: 'discover', limit: 100 });
      expect(items.some(({ id }) => id === channelId)).toBe(false);
    }
  });

  it('CHAT-03: a public channel is discovered, joined, left', async () => {
    const { id: channelId } = await aChannel(ana);
    const found = await bo.caller.chat.channels.list({ scope: 'discover', limit: 100 });
    expect(found.items.some(({ id }) => id === channelId)).toBe(true);
    const joined = await bo.caller.chat.channels.join({ channelId });
    expect(joined).toMatchObject({ role: 'writer', memberCount: 2, unread: 0 });
    expect(joined.allowed).toMatchObject({ send: true, leave: true, join: false });
    await bo.caller.chat.channels.leave({ channelId });
    expect(await bo.caller.chat.channels.get({ channelId })).toMatchObject({
      role: null,
      memberCount: 1,
    });
    expect(await refusalOf(bo.caller.chat.channels.leave({ channelId }))).toBe('error.notMember');
  });

  it('CHAT-03: people joining at once are all counted', async () => {
    const { id: channelId } = await aChannel(ana);
    const people = await Promise.all(
      Array.from({ length: 12 }, () => callerAs(world, 'member', ana.organisation)),
    );
    await Promise.all(people.map(({ caller }) => caller.chat.channels.join({ channelId })));
    expect(await ana.caller.chat.channels.get({ channelId })).toMatchObject({ memberCount: 13 });
    const { items } = await ana.caller.chat.channels.members({ channelId });
    expect(items).toHaveLength(13);
  });

  it('CHAT-03: the last owner does not leave others behind', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    expect(await refusalOf(ana.caller.chat.channels.leave({ channelId }))).toBe(
      'error.forbidden.lastOwner',
    );
    const memberId = bo.person.id;
    await ana.caller.chat.channels.setRole({ channelId, memberId, role: 'owner' });
    await ana.caller.chat.channels.leave({ channelId });
    expect(await bo.caller.chat.channels.get({ channelId })).toMatchObject({ memberCount: 1 });
  });

  it('CHAT-03: a change made on an old version is a conflict with both versions', async () => {
    const { id: channelId, version } = await aChannel(ana);
    await ana.caller.chat.channels.update({ channelId, topic: 'uno', ifVersion: version });
    const late = ana.caller.chat.channels.update({ channelId, topic: 'dos', ifVersion: version });
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { details: { params: { yours: version, current: version + 1 } } },
    });
    expect(await refusalOf(bo.caller.chat.channels.update({ channelId, name: 'mío' }))).toBe(
      'error.forbidden.manageChannel',
    );
  });

  it('CHAT-03: an archived channel is read but not written, until it is opened again', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    await say(bo.caller, channelId, 'antes');
    await ana.caller.chat.channels.archive({ channelId });
    expect(await refusalOf(say(bo.caller, channelId, 'después'))).toBe('error.archived');
    const { messages } = await bo.caller.chat.messages.history({ channelId });
    expect(messages).toHaveLength(1);
    await ana.caller.chat.channels.unarchive({ channelId });
    await say(bo.caller, channelId, 'otra vez');
  });

  it('CHAT-03: a deleted channel is gone for everyone', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    expect(await refusalOf(bo.caller.chat.channels.delete({ channelId }))).toBe(
      'error.forbidden.deleteChannel',
    );
    await ana.caller.chat.channels.delete({ channelId });
    for (const { caller } of [ana, bo]) {
      expect(await refusalOf(caller.chat.channels.get({ channelId }))).toBe(
        'error.notFound.channel',
      );
      expect(await refusalOf(say(caller, channelId, 'hola'))).toBe('error.notFound.channel');
    }
  });

  it('CHAT-03: only people of the organisation are invited, and all or nobody', async () => {
    const stranger = await callerAs(world, 'member');
    const carla = await callerAs(world, 'member', ana.organisation);
    const { id: channelId } = await aChannel(ana);
    const invite = (memberIds: string[]) =>
      ana.caller.chat.channels.invite({ channelId, memberIds });
    expect(await refusalOf(invite([carla.person.id, stranger.person.id]))).toBe(
      'error.notFound.member',
    );
    expect(await ana.caller.chat.channels.get({ channelId })).toMatchObject({ memberCount: 1 });
    for (const memberIds of [[carla.person.id, carla.person.id], [carla.person.id]]) {
      await invite(memberIds);
      expect(await ana.caller.chat.channels.get({ channelId })).toMatchObject({ memberCount: 2 });
    }
  });

  it('CHAT-03: open public channels of an organisation differ in name, whatever its case', async () => {
    const { create, update, archive, unarchive } = ana.caller.chat.channels;
    const taken = 'error.taken.name';
    const first = await create({ name: 'Ñandú' });
    expect(await refusalOf(bo.caller.chat.channels.create({ name: 'ñANDÚ' }))).toBe(taken);
    await expect(create({ name: 'Ñandú' })).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { details: { field: 'name' } },
    });
    await create({ name: 'Ñandú', type: 'private' });
    await (await callerAs(world, 'member')).caller.chat.channels.create({ name: 'Ñandú' });
    const other = await create({ name: 'emú' });
    expect(await refusalOf(update({ channelId: other.id, name: 'ñandú' }))).toBe(taken);
    await update({ channelId: first.id, name: 'ñandú' });

    await archive({ channelId: first.id });
    const next = await create({ name: 'ñandú' });
    expect(await refusalOf(unarchive({ channelId: first.id }))).toBe(taken);
    await ana.caller.chat.channels.delete({ channelId: next.id });
    expect(await unarchive({ channelId: first.id })).toMatchObject({ archivedAt: null });
    const both = await Promise.allSettled([
      create({ name: 'casuario' }),
      create({ name: 'Casuario' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('CHAT-03: lists come in pages without gap or double', async () => {
    const home = await callerAs(world, 'member');
    for (let n = 0; n < 7; n++) {
      const name = `mismo nombre ${n % 2}`;
      await home.caller.chat.channels.create({ name, type: 'private' });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof home.caller.chat.channels.list>> =
        await home.caller.chat.channels.list({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await refusalOf(home.caller.chat.channels.list({ cursor: 'nonsense' }))).toBe(
      'error.invalidInput.cursor',
    );
  });
});

describe('read state', () => {
  it('CHAT-11: counts what others wrote after the line, and mentions', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const first = await say(ana.caller, channelId, 'uno');
    await say(ana.caller, channelId, `dos @${bo.person.username}`);
    await say(bo.caller, channelId, 'lo mío no cuenta');
    const deleted = await say(ana.caller, channelId, 'borrado');
    await ana.caller.chat.messages.delete({ messageId: deleted.id });
    const item = async () => {
      const { items } = await bo.caller.chat.channels.list({ limit: 100 });
      return items.find(({ id }) => id === channelId);
    };
    expect(await item()).toMatchObject({ unread: 2, mentions: 1 });
    const { seq } = first;
    expect(await bo.caller.chat.channels.markRead({ channelId, seq })).toMatchObject({
      unread: 1,
      mentions: 1,
    });
    await bo.caller.chat.channels.markRead({ channelId, seq: 1_000_000 });
    expect(await item()).toMatchObject({ unread: 0, mentions: 0 });
    // Marked as unread from the first message on.
    await bo.caller.chat.channels.markRead({ channelId, seq: seq - 1 });
    expect(await item()).toMatchObject({ unread: 2, lastReadSeq: seq - 1 });
  });
});

it('CHAT-03: a role is given to whom it was decided about, not to who has left or risen meanwhile', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const memberId = bo.actor.memberId;
  const outcomes = await Promise.allSettled([
    ana.caller.chat.channels.setRole({ channelId, memberId, role: 'owner' }),
    ana.caller.chat.channels.setRole({ channelId, memberId, role: 'reader' }),
    ana.caller.chat.channels.setRole({ channelId, memberId, role: 'manager' }),
    ana.caller.chat.channels.removeMember({ channelId, memberId }),
  ]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason.message).toBe('error.notFound.member');
  }
});
