import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../chat/testing.ts';
import { aConnection } from '../testing/connection.ts';
import {
  callerAsNobody,
  callerFor,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import { aScene, decide, type Someone, undo } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

describe('hidden and deleted messages', () => {
  test.each([
    ['hide', 'message.hidden'],
    ['delete', 'message.deleted'],
  ] as const)('TRUST-06: %s is seen at once by everyone who reads', async (type, event) => {
    const scene = await aScene(world);
    const { moderator, author, flagger, channel } = scene;
    const row = await scene.flagged('no debería verse');
    await flagger.caller.chat.messages.react({ messageId: row.subjectId, emoji: '👎' });
    const reader = await listen(flagger.caller, channel.id);
    await reader.until('ready');
    await decide(moderator, row, { type });
    const told = await reader.until(event);
    expect(told.event.message).toMatchObject({ content: '', reactions: [], mentions: [] });
    await reader.stop();

    const historyFor = async ({ caller }: Someone) => {
      const { messages } = await caller.chat.messages.history({ channelId: channel.id });
      return messages.find(({ id }) => id === row.subjectId);
    };
    expect((await historyFor(flagger))?.content).toBe('');
    expect((await historyFor(moderator))?.content).toBe('');
    const own = await historyFor(author);
    if (type === 'hide') {
      expect(own).toMatchObject({ content: 'no debería verse', hiddenAt: world.clock.now() });
    } else {
      expect(own).toMatchObject({ content: '', deletedAt: world.clock.now() });
    }
    // Who resumes from before is told everything again, but never the text.
    const resumed = await listen(author.caller, channel.id, '0');
    const { before } = await resumed.until('ready');
    expect(JSON.stringify(before)).not.toContain('no debería verse');
    await resumed.stop();
    expect((await flagger.caller.chat.channels.get({ channelId: channel.id })).unread).toBe(1);
  });

  test('TRUST-06: a hidden message takes no edits, no reactions and no flags', async () => {
    const scene = await aScene(world);
    const { moderator, author, flagger } = scene;
    const row = await scene.flagged();
    await decide(moderator, row, { type: 'hide' });
    const { messages } = author.caller.chat;
    const calls = [
      () => messages.edit({ messageId: row.subjectId, content: 'otra' }),
      () => flagger.caller.chat.messages.react({ messageId: row.subjectId, emoji: '👍' }),
      () =>
        flagger.caller.moderation.flags.create({
          subjectType: 'message',
          subjectId: row.subjectId,
          reason: 'spam',
        }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toBe('error.conflict.messageHidden');
  });
});

describe('bans', () => {
  test('TRUST-06: who is banned is out at once, sockets included, and is told why at the door', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const { caller, actor } = await callerFor(world, author.person);
    const connection = aConnection(actor);
    const closed: unknown[] = [];
    connection.socket.close = (code, reason) => void closed.push([code, String(reason)]);
    connection.socket.terminate = () => {};
    world.services.connections.opened(connection);
    const row = await scene.flagged();
    await decide(moderator, row, { type: 'ban', minutes: 120 });
    expect(closed[0]).toEqual([4003, 'banned']);
    world.services.connections.closed(connection);
    expect(await refusalOf(caller.auth.me())).toBe('error.sessionEnded');
    const nobody = callerAsNobody(world.services);
    const signIn = () => nobody.auth.login({ email: author.person.email, password: testPassword });
    const refused = await signIn().catch((error: unknown) => error);
    const until = new Date(world.clock.now().getTime() + 7_200_000).toISOString();
    expect(refused).toMatchObject({
      message: 'error.forbidden.banned',
      cause: {
        details: { params: { policy: 'harassment', statement: 'Así no hablamos aquí', until } },
      },
    });
    // A wrong password says nothing of it.
    const wrong = nobody.auth.login({ email: author.person.email, password: 'no es esta' });
    expect(await refusalOf(wrong)).toBe('error.wrongCredentials');
    await undo(moderator, row.id);
    await expect(signIn()).resolves.toBeDefined();
  });

  test('TRUST-06: of two bans the longer holds, and undoing one leaves the other', async () => {
    const scene = await aScene(world);
    const { moderator, someone, author } = scene;
    const admin = await someone('admin');
    const [first, second] = [await scene.flagged(), await scene.flagged()];
    const member = () =>
      world.services.db.member.findUniqueOrThrow({ where: { id: author.person.id } });
    await decide(moderator, first, { type: 'ban', minutes: 60 });
    await decide(admin, second, { type: 'ban' });
    expect(await member()).toMatchObject({ state: 'banned', bannedUntil: null });
    await undo(admin, second.id);
    expect(await member()).toMatchObject({
      state: 'banned',
      bannedUntil: new Date(world.clock.now().getTime() + 3_600_000),
    });
    await undo(moderator, first.id);
    expect(await member()).toMatchObject({ state: 'active', bannedUntil: null });
  });
});
