import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { aChannel, listen, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;
let channelId: string;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
  ({ id: channelId } = await aChannel(ana, [bo]));
});
afterAll(() => world.close());

describe('sending', () => {
  it('CHAT-05: a message gets the channel’s next number and its author', async () => {
    const first = await say(ana.caller, channelId, 'hola');
    const second = await say(bo.caller, channelId, '**buenas**');
    expect(second.seq).toBe(first.seq + 1);
    expect(second).toMatchObject({
      type: 'text',
      content: '**buenas**',
      author: { id: bo.person.id, username: bo.person.username },
      reactions: [],
      editedAt: null,
      deletedAt: null,
    });
  });

  it('CHAT-24: the same client id is one message, however often and however parallel it is sent', async () => {
    const clientId = 'client-made-1';
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => say(ana.caller, channelId, 'una sola vez', clientId)),
    );
    answers.push(await say(ana.caller, channelId, 'otra vez', clientId));
    expect(new Set(answers.map(({ id, seq }) => `${id}/${seq}`)).size).toBe(1);
    const rows = await world.services.db.message.count({ where: { channelId, clientId } });
    expect(rows).toBe(1);
    // Another person may happen to use the same one.
    const other = await say(bo.caller, channelId, 'también yo', clientId);
    expect(other.id).not.toBe(answers[0]?.id);
  });

  it('CHAT-05: 200 messages at once are numbered without gap or double', async () => {
    const before = await ana.caller.chat.channels.get({ channelId });
    const sent = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        say(n % 2 ? ana.caller : bo.caller, channelId, `número ${n}`),
      ),
    );
    const seqs = sent.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 200 }, (_, n) => before.lastSeq + 1 + n));
  });

  it('CHAT-05: what shows nothing is empty; half a character is none', async () => {
    const empty = 'error.invalidInput.too_small';
    const { id: messageId } = await say(ana.caller, channelId, 'visible');
    for (const content of ['\u200b', '\u2060 \u3164\n\ufeff\u00a0\ufe0f', '\u200d\ud800']) {
      expect(await refusalOf(say(ana.caller, channelId, content))).toBe(empty);
      expect(await refusalOf(ana.caller.chat.messages.edit({ messageId, content }))).toBe(empty);
    }
    for (const [written, kept] of [
      ['a\ud83d b\udc4d', 'a b'],
      ['👩\u200d🚒', '👩\u200d🚒'],
      ['❤\ufe0f', '❤\ufe0f'],
      ['نامه\u200cها', 'نامه\u200cها'],
    ] as const) {
      expect((await say(ana.caller, channelId, written)).content).toBe(kept);
    }
  });

  it('CHAT-05: text is kept in one form and without hidden characters', async () => {
    const sent = await say(ana.caller, channelId, '  cafe\u0301 \u202e\0 `x < y` \n');
    expect(sent.content).toBe('café  `x < y`');
    expect(await refusalOf(say(ana.caller, channelId, ' \n '))).toBe(
      'error.invalidInput.too_small',
    );
  });

  it('CHAT-05: a text over the limit names the limit', async () => {
    const refused = say(ana.caller, channelId, 'x'.repeat(4_001));
    await expect(refused).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      cause: { details: { field: 'content', params: { maximum: 4_000 } } },
    });
  });

  it.each(['https://example.org/@NAME', '`@NAME`', '```\n@NAME\n```', 'x@NAME', '@@NAME'])(
    'CHAT-07: nobody is named by %s',
    async (text) => {
      const content = text.replace('NAME', bo.person.username);
      expect((await say(ana.caller, channelId, content)).mentions).toEqual([]);
    },
  );

  it('CHAT-11: @username is a mention when there is such a person', async () => {
    const { username, id } = bo.person;
    const sent = await say(ana.caller, channelId, `@${username} y @nadie, mira; mail@${username}`);
    expect(sent.mentions).toEqual([id]);
  });

  it('CHAT-03: who is not in, reads only, or is muted does not write', async () => {
    const { caller } = await callerAs(world, 'member', ana.organisation);
    expect(await refusalOf(say(caller, channelId, 'hola'))).toBe('error.notMember');
    await caller.chat.channels.join({ channelId });
    const { caller: reader, person } = await callerAs(world, 'member', ana.organisation);
    await reader.chat.channels.join({ channelId });
    await ana.caller.chat.channels.setRole({ channelId, memberId: person.id, role: 'reader' });
    expect(await refusalOf(say(reader, channelId, 'hola'))).toBe('error.readOnly.channel');
    const until = new Date(world.clock.now().getTime() + 60_000);
    const key = { channelId_memberId: { channelId, memberId: person.id } };
    await world.services.db.channelMember.update({
      where: key,
      data: { role: 'writer', mutedUntil: until },
    });
    world.services.access.forget(channelId, person.id);
    expect(await refusalOf(say(reader, channelId, 'hola'))).toBe('error.muted');
  });

  it('CHAT-25: the rows decide, also while the cache still says that a person may write', async () => {
    const { caller, person } = await callerAs(world, 'member', ana.organisation);
    await caller.chat.channels.join({ channelId });
    await say(caller, channelId, 'todavía dentro');
    await world.services.db.channelMember.delete({
      where: { channelId_memberId: { channelId, memberId: person.id } },
    });
    expect(await refusalOf(say(caller, channelId, 'ya fuera'))).toBe('error.notMember');
  });

  it('CHAT-05: one message that cannot be stored does not take the others of its batch down', async () => {
    const good = {
      channelId,
      authorId: ana.person.id,
      clientId: 'g1',
      content: 'bien',
      mentions: [],
    };
    const bad = { ...good, clientId: 'b1', content: 'nul \0' };
    const [first, broken, second] = await Promise.allSettled([
      world.services.writer.write(good),
      world.services.writer.write(bad),
      world.services.writer.write({ ...good, clientId: 'g2' }),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { outcome: 'written' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { outcome: 'written' } });
    expect(broken.status).toBe('rejected');
  });
});

describe('changing', () => {
  it('CHAT-05: an edit changes the text and keeps what it said as evidence', async () => {
    const sent = await say(ana.caller, channelId, 'antes');
    const edited = await ana.caller.chat.messages.edit({ messageId: sent.id, content: 'después' });
    expect(edited).toMatchObject({ id: sent.id, seq: sent.seq, content: 'después' });
    expect(edited.editedAt).toBeInstanceOf(Date);
    const kept = await world.services.db.messageRevision.findMany({
      where: { messageId: sent.id },
    });
    expect(kept.map(({ content }) => content)).toEqual(['antes']);
  });

  it('CHAT-05: only the author edits, and only for a while', async () => {
    const sent = await say(ana.caller, channelId, 'mío');
    const edit = { messageId: sent.id, content: 'tuyo' };
    expect(await refusalOf(bo.caller.chat.messages.edit(edit))).toBe('error.forbidden.notAuthor');
    await world.services.db.message.update({
      where: { id: sent.id },
      data: { createdAt: new Date(world.clock.now().getTime() - 25 * 3600_000) },
    });
    expect(await refusalOf(ana.caller.chat.messages.edit(edit))).toBe('error.expired.edit');
  });

  it('CHAT-05: deleting leaves a tombstone without text, twice the same', async () => {
    const sent = await say(ana.caller, channelId, 'bórrame');
    await bo.caller.chat.messages.react({ messageId: sent.id, emoji: '👍' });
    const gone = await ana.caller.chat.messages.delete({ messageId: sent.id });
    expect(gone).toMatchObject({ content: '', reactions: [], seq: sent.seq });
    expect(gone.deletedAt).toBeInstanceOf(Date);
    const again = await ana.caller.chat.messages.delete({ messageId: sent.id });
    expect(again.deletedAt).toEqual(gone.deletedAt);
    expect(
      await refusalOf(ana.caller.chat.messages.edit({ messageId: sent.id, content: 'vuelve' })),
    ).toBe('error.conflict.messageDeleted');
  });

  it('CHAT-05: moderators delete what others wrote, members do not', async () => {
    const moderator = await callerAs(world, 'moderator', ana.organisation);
    const sent = await say(ana.caller, channelId, 'feo');
    expect(await refusalOf(bo.caller.chat.messages.delete({ messageId: sent.id }))).toBe(
      'error.forbidden.notAuthor',
    );
    const gone = await moderator.caller.chat.messages.delete({ messageId: sent.id });
    expect(gone.content).toBe('');
  });

  it('CHAT-08: reactions count people, once each, and can be taken back', async () => {
    const { id: messageId } = await say(ana.caller, channelId, 'reacciona');
    await ana.caller.chat.messages.react({ messageId, emoji: '🎉' });
    await ana.caller.chat.messages.react({ messageId, emoji: '🎉' });
    const both = await bo.caller.chat.messages.react({ messageId, emoji: '🎉' });
    expect(both.reactions).toEqual([
      { emoji: '🎉', count: 2, memberIds: [ana.person.id, bo.person.id] },
    ]);
    const one = await ana.caller.chat.messages.unreact({ messageId, emoji: '🎉' });
    expect(one.reactions).toEqual([{ emoji: '🎉', count: 1, memberIds: [bo.person.id] }]);
    expect(await refusalOf(ana.caller.chat.messages.react({ messageId, emoji: 'x' }))).toBe(
      'error.invalidInput.invalid_format',
    );
  });

  it('CHAT-08: whoever reacted after many others finds their own reaction, and takes it back', async () => {
    const { id: messageId } = await say(ana.caller, channelId, 'todos a una');
    await world.services.pool.query(
      `WITH people AS (
         INSERT INTO member (id, organisation_id, email, username, display_name, tokens_valid_from)
         SELECT gen_random_uuid(), $1, 'r' || n || '@many.test', 'reactor-' || n, 'Reactor', now()
           FROM generate_series(1, 60) AS n RETURNING id)
       INSERT INTO message_reaction (message_id, emoji, member_id, created_at)
       SELECT $2, '👍', id, now() - interval '1 hour' FROM people`,
      [ana.organisation.id, messageId],
    );
    const last = await bo.caller.chat.messages.react({ messageId, emoji: '👍' });
    const seenBy = async ({ caller }: typeof bo) => {
      const { messages } = await caller.chat.messages.history({ channelId });
      return messages.find(({ id }) => id === messageId)?.reactions[0];
    };
    expect(last.reactions).toEqual([await seenBy(bo)]);
    expect(await seenBy(bo)).toMatchObject({ count: 61 });
    expect((await seenBy(bo))?.memberIds.indexOf(bo.person.id)).toBe(50);
    expect((await seenBy(ana))?.memberIds).toHaveLength(50);
    await bo.caller.chat.messages.unreact({ messageId, emoji: '👍' });
    expect(await seenBy(bo)).toEqual(await seenBy(ana));
    expect(await seenBy(ana)).toMatchObject({ count: 60 });
  });
});

describe('history', () => {
  it('CHAT-05: is read in both directions by number', async () => {
    const { id } = await aChannel(ana);
    for (let n = 1; n <= 7; n++) await say(ana.caller, id, `m${n}`);
    const texts = (page: { messages: { content: string }[] }) =>
      page.messages.map(({ content }) => content);
    const newest = await ana.caller.chat.messages.history({ channelId: id, limit: 3 });
    expect(texts(newest)).toEqual(['m5', 'm6', 'm7']);
    expect(newest).toMatchObject({ hasOlder: true, hasNewer: false, headSeq: 7 });
    const older = await ana.caller.chat.messages.history({
      channelId: id,
      before: newest.messages[0]?.seq,
      limit: 10,
    });
    expect(texts(older)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(older).toMatchObject({ hasOlder: false, hasNewer: true });
    const newer = await ana.caller.chat.messages.history({ channelId: id, after: 2, limit: 2 });
    expect(texts(newer)).toEqual(['m3', 'm4']);
    expect(newer).toMatchObject({ hasNewer: true, hasOlder: true });
  });

  it('CHAT-01: another organisation’s channel and messages do not exist', async () => {
    const stranger = await callerAs(world, 'superadmin');
    const sent = await say(ana.caller, channelId, 'nuestro');
    const { messages, onChannel } = {
      messages: stranger.caller.chat.messages,
      onChannel: stranger.caller.chat.onChannel,
    };
    expect(await refusalOf(messages.history({ channelId }))).toBe('error.notFound.channel');
    expect(await refusalOf(say(stranger.caller, channelId, 'hola'))).toBe('error.notFound.channel');
    expect(await refusalOf(messages.edit({ messageId: sent.id, content: 'x' }))).toBe(
      'error.notFound.message',
    );
    expect(await refusalOf(onChannel({ channelId }))).toBe('error.notFound.channel');
  });
});

it('Q-13: a reaction that is no emoji is refused at once, however it is put together', async () => {
  const { id: channelId } = await aChannel(ana);
  const { id: messageId } = await say(ana.caller, channelId, 'what time is it?');
  const started = performance.now();
  for (const emoji of [
    `${'\u231a'.repeat(31)}x`,
    `${'1\uFE0F'.repeat(15)}x`,
    '\u231a'.repeat(5_000),
  ]) {
    const refused = ana.caller.chat.messages.react({ messageId, emoji });
    expect(await refusalOf(refused)).toMatch(/^error\.invalidInput\./);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('CHAT-03: an id in capitals is the same thing: heard live, known by its client id, forgotten when left', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const shouted = channelId.toUpperCase();
  const stream = await listen(bo.caller, shouted);
  const first = await say(ana.caller, shouted, 'once', 'capitals');
  const again = await say(ana.caller, channelId, 'once', 'capitals');
  expect(again).toMatchObject({ id: first.id, channelId });
  const { event } = await stream.until('message.created');
  expect(event.message.id).toBe(first.id);
  await stream.stop();
  const memberIds = [ana.actor.memberId.toUpperCase(), bo.actor.memberId.toUpperCase()];
  const own = await ana.caller.chat.channels.create({ name: 'own', type: 'private', memberIds });
  expect(own.memberCount).toBe(2);
});
