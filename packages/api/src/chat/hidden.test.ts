import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { announceMessages, setHidden } from './index.ts';
import { aChannel, listen, say } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

async function aHiddenMessage() {
  const author = await callerAs(world, 'member');
  const reader = await callerAs(world, 'admin', author.organisation);
  const channel = await aChannel(author, [reader]);
  await say(author.caller, channel.id, 'a la vista');
  const message = await say(author.caller, channel.id, `@${reader.person.username} oculto`);
  await reader.caller.chat.messages.react({ messageId: message.id, emoji: '👍' });
  const deed = { messageId: message.id, memberId: reader.person.id };
  const show = async (hiddenAt: Date | null) => {
    const { services } = world;
    const done = await services.db.$transaction((tx) =>
      setHidden(tx, services, { ...deed, hiddenAt }),
    );
    await announceMessages(services, author.organisation.id, done?.news ?? []);
  };
  await show(world.clock.now());
  return { author, reader, channel, message, show };
}

describe('hidden messages', () => {
  test('TRUST-06: only the author reads the text; not even staff do in the chat', async () => {
    const { author, reader, channel, message } = await aHiddenMessage();
    const input = { channelId: channel.id };
    const [, mine] = (await author.caller.chat.messages.history(input)).messages;
    expect(mine).toMatchObject({
      content: message.content,
      mentions: [reader.person.id],
      reactions: [{ emoji: '👍' }],
      hiddenAt: world.clock.now(),
    });
    const [, theirs] = (await reader.caller.chat.messages.history(input)).messages;
    expect(theirs).toMatchObject({ content: '', mentions: [], reactions: [] });
    expect(theirs?.hiddenAt).toEqual(world.clock.now());
  });

  test('TRUST-06: it is counted neither as unread nor as a mention', async () => {
    const { reader, channel, show } = await aHiddenMessage();
    const counts = async () => {
      const { unread, mentions } = await reader.caller.chat.channels.get({ channelId: channel.id });
      return { unread, mentions };
    };
    expect(await counts()).toEqual({ unread: 1, mentions: 0 });
    await show(null);
    expect(await counts()).toEqual({ unread: 2, mentions: 1 });
  });

  test('TRUST-06: who deletes their own hidden message leaves a tombstone', async () => {
    const { author, reader, channel, message } = await aHiddenMessage();
    await author.caller.chat.messages.delete({ messageId: message.id });
    for (const { caller } of [author, reader]) {
      const { messages } = await caller.chat.messages.history({ channelId: channel.id });
      expect(messages[1]).toMatchObject({ content: '', deletedAt: world.clock.now() });
    }
  });

  test('CHAT-20: shown again it is back for everyone, live and for who was away', async () => {
    const { reader, channel, message, show } = await aHiddenMessage();
    const stream = await listen(reader.caller, channel.id);
    await stream.until('ready');
    await show(null);
    const { event } = await stream.until('message.shown');
    expect(event.message).toMatchObject({ content: message.content, hiddenAt: null });
    expect(event.message.reactions).toHaveLength(1);
    await stream.stop();
    const late = await listen(reader.caller, channel.id, '0');
    const { before } = await late.until('ready');
    expect(before.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['message.hidden', 'message.shown']),
    );
    await late.stop();
  });

  test('TRUST-06: sending it again gives the author what they wrote, and others nothing', async () => {
    const { author, channel, message } = await aHiddenMessage();
    const again = await say(author.caller, channel.id, 'x', message.clientId);
    expect(again).toMatchObject({ id: message.id, content: message.content });
    expect(
      await refusalOf(author.caller.chat.messages.edit({ messageId: message.id, content: 'y' })),
    ).toBe('error.conflict.messageHidden');
  });
});
