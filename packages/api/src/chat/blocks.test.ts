import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { aChannel, answer, say } from './testing.ts';

let world: World;
type Person = Awaited<ReturnType<typeof callerAs>>;
let ana: Person;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
});
afterAll(() => world.close());

const another = () => callerAs(world, 'member', ana.organisation);
const open = (one: Person, other: Person) =>
  one.caller.chat.direct.open({ memberId: other.person.id });
const block = (one: Person, other: Person) =>
  one.caller.chat.blocks.add({ memberId: other.person.id });
const unblock = (one: Person, other: Person) =>
  one.caller.chat.blocks.remove({ memberId: other.person.id });

describe('blocking', () => {
  it('CHAT-30, CHAT-03: who is blocked adds nobody who blocked them to a channel, and is not told', async () => {
    const [blocked, blocker, friend] = await Promise.all([another(), another(), another()]);
    await block(blocker, blocked);
    const memberIds = [blocker.person.id, friend.person.id];
    const channel = await blocked.caller.chat.channels.create({
      name: 'lee esto',
      type: 'private',
      memberIds,
    });
    expect(channel.memberCount).toBe(2);
    const { id: channelId } = channel;
    const late = await another();
    const invite = ({ person }: Person) =>
      blocked.caller.chat.channels.invite({ channelId, memberIds: [person.id] });
    expect(await invite(blocker)).toEqual(await invite(late));
    const members = await blocked.caller.chat.channels.members({ channelId });
    expect(new Set(members.items.map(({ id }) => id))).toEqual(
      new Set([blocked, friend, late].map(({ person }) => person.id)),
    );
    const { items } = await blocker.caller.notifications.list({});
    expect(items).toEqual([]);
    expect(await refusalOf(blocker.caller.chat.channels.get({ channelId }))).toBe(
      'error.notFound.channel',
    );
    expect((await friend.caller.notifications.list({})).items).toHaveLength(1);
  });

  it('CHAT-30: neither writes, edits or reacts where one has blocked the other', async () => {
    const [one, other] = await Promise.all([another(), another()]);
    const { id: channelId } = await open(one, other);
    const { id: messageId } = await say(other.caller, channelId, 'hola');
    await block(one, other);
    for (const { caller } of [one, other]) {
      expect(await refusalOf(say(caller, channelId, 'x'))).toBe('error.readOnly.direct');
      const detail = await caller.chat.channels.get({ channelId });
      expect(detail.allowed).toMatchObject({ send: false, pin: false });
      expect(await refusalOf(caller.chat.messages.react({ messageId, emoji: '👍' }))).toBe(
        'error.readOnly.direct',
      );
    }
    const edited = other.caller.chat.messages.edit({ messageId, content: 'peor' });
    expect(await refusalOf(edited)).toBe('error.readOnly.direct');
    await unblock(one, other);
    await say(other.caller, channelId, 'otra vez');
  });

  it('CHAT-30: who is blocked gets the answer that anybody gets, and learns it nowhere', async () => {
    const [one, other, gone] = await Promise.all([another(), another(), another()]);
    const admin = await callerAs(world, 'superadmin', ana.organisation);
    const before = await other.caller.members.get({ memberId: one.person.id });
    await block(one, other);
    await admin.caller.members.deactivate({ memberId: gone.person.id });
    const refusals = await Promise.all(
      [open(other, one), open(other, gone), open(one, other)].map(refusalOf),
    );
    expect(new Set(refusals)).toEqual(new Set(['error.readOnly.direct']));
    expect(await other.caller.chat.blocks.list()).toEqual({ items: [] });
    expect(await other.caller.members.get({ memberId: one.person.id })).toEqual(before);
  });

  it('CHAT-30: the list has whom one has blocked; twice changes nothing', async () => {
    const [one, other] = await Promise.all([another(), another()]);
    await block(one, other);
    await block(one, other);
    const { items } = await one.caller.chat.blocks.list();
    expect(items.map(({ id, displayName }) => [id, displayName])).toEqual([
      [other.person.id, other.person.displayName],
    ]);
    await unblock(one, other);
    await unblock(one, other);
    expect(await one.caller.chat.blocks.list()).toEqual({ items: [] });
    expect(await refusalOf(block(one, one))).toBe('error.invalidInput.self');
  });

  it('CHAT-30: in a channel they write on, and their mentions do not call who blocked them', async () => {
    const [one, other, third] = await Promise.all([another(), another(), another()]);
    const { id: channelId } = await aChannel(one, [other, third]);
    await block(one, other);
    await say(other.caller, channelId, `@${one.person.username} y @${third.person.username}`);
    const counted = async ({ caller }: Person) => {
      const { unread, mentions } = await caller.chat.channels.get({ channelId });
      return { unread, mentions };
    };
    expect(await counted(one)).toEqual({ unread: 1, mentions: 0 });
    expect(await counted(third)).toEqual({ unread: 1, mentions: 1 });
    await say(third.caller, channelId, `@${one.person.username}`);
    expect(await counted(one)).toEqual({ unread: 2, mentions: 1 });
  });

  it('CHAT-30, CHAT-11: in private nothing of theirs is unread for who blocked them, until it is taken back', async () => {
    const [one, other] = await Promise.all([another(), another()]);
    const { id: channelId } = await open(other, one);
    const { seq } = await say(other.caller, channelId, 'uno');
    await say(other.caller, channelId, `dos @${one.person.username}`);
    const { chat } = one.caller;
    const counted = async () => {
      const [listed, detail, read] = await Promise.all([
        chat.direct.list({}).then(({ items }) => items[0]),
        chat.channels.get({ channelId }),
        chat.channels.markRead({ channelId, seq: seq - 1 }),
      ]);
      return [listed, detail, read].map((at) => [at?.unread, at?.mentions]);
    };
    const twice = [2, 1];
    expect(await counted()).toEqual([twice, twice, twice]);
    await block(one, other);
    expect(await counted()).toEqual(Array(3).fill([0, 0]));
    await unblock(one, other);
    expect(await counted()).toEqual([twice, twice, twice]);
  });

  it('CHAT-30: their replies in threads are not counted as new for who blocked them', async () => {
    const [one, other, third] = await Promise.all([another(), another(), another()]);
    const { id: channelId } = await aChannel(one, [other, third]);
    const root = await say(one.caller, channelId, 'pregunta');
    await block(one, other);
    await answer(other.caller, root, 'respuesta de quien está bloqueado');
    expect(await one.caller.chat.threads.unreadCount()).toEqual({ threads: 0 });
    expect((await one.caller.chat.threads.list({ unread: true })).items).toEqual([]);
    await answer(third.caller, root, 'otra respuesta');
    expect(await one.caller.chat.threads.unreadCount()).toEqual({ threads: 1 });
    const { items } = await one.caller.chat.threads.list({ unread: true });
    expect(items[0]?.state.unread).toBe(1);
  });

  it('CHAT-30, CHAT-06: their replies and mentions make nobody who blocked them follow a thread', async () => {
    const [one, other, third] = await Promise.all([another(), another(), another()]);
    const { id: channelId } = await aChannel(one, [other, third]);
    const asked = await say(one.caller, channelId, 'pregunta');
    const elsewhere = await say(third.caller, channelId, 'otra cosa');
    await block(one, other);
    await answer(other.caller, asked, 'respuesta');
    await answer(other.caller, elsewhere, `¿lo ves, @${one.person.username}?`);
    await answer(third.caller, elsewhere, 'no hace falta llamar a nadie');
    expect((await one.caller.chat.threads.list({})).items).toEqual([]);

    // Anybody else who answers is heard, and with them the thread; the last word shown is theirs.
    await answer(third.caller, asked, 'yo sí te leo');
    await answer(other.caller, asked, 'y yo otra vez');
    const { items } = await one.caller.chat.threads.list({});
    expect(items).toMatchObject([
      { root: { id: asked.id }, lastReply: { content: 'yo sí te leo' }, state: { unread: 1 } },
    ]);
    const seen = await third.caller.chat.threads.list({});
    const theirs = seen.items.find(({ root }) => root.id === asked.id);
    expect(theirs?.lastReply?.content).toBe('y yo otra vez');
  });

  it('CHAT-30, CHAT-09: a search leaves out what they wrote in channels of many, unless it asks for them', async () => {
    const [one, other] = await Promise.all([another(), another()]);
    const { id: channelId } = await aChannel(one, [other]);
    const word = `zafarrancho${randomUUID().slice(0, 8)}`;
    await say(one.caller, channelId, `${word} en cubierta`);
    await say(other.caller, channelId, `${word} en tierra`);
    await say(other.caller, (await open(one, other)).id, `${word} entre nosotros`);
    await block(one, other);
    await world.services.searchIndex.catchUp();
    const found = async (who: Person, more: { authorId?: string } = {}) => {
      const { items } = await who.caller.chat.search({ query: word, ...more });
      return items.map(({ message }) => message.content);
    };
    const own = `${word} entre nosotros`;
    expect(await found(one)).toEqual([own, `${word} en cubierta`]);
    expect(await found(one, { authorId: other.person.id })).toEqual([own, `${word} en tierra`]);
    expect(await found(other)).toHaveLength(3);
    await unblock(one, other);
    expect(await found(one)).toHaveLength(3);
  });
});
