import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aChannel, answer, say } from '../chat/testing.ts';
import { startWorkers } from '../services.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await startWorkers(world.services);
});
afterAll(() => world.close());

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Three people of one organisation in one channel. */
async function aRoom(count = 3) {
  const ana = await callerAs(world, 'member');
  const others: Person[] = [];
  for (let n = 1; n < count; n++) others.push(await callerAs(world, 'member', ana.organisation));
  const channel = await aChannel(ana, others);
  const [ben, eva] = others as [Person, Person];
  return { ana, ben, eva, others, channel };
}

const noticesOf = async ({ caller }: Person) => (await caller.notifications.list({})).items;
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const kindsOf = async (person: Person) => (await noticesOf(person)).map(({ kind }) => kind);

/** Resolves when everything that was to be told of messages is told. */
const allTold = () =>
  until(async () => {
    const { rows } = await world.services.pool.query(
      `SELECT FROM jobs.job WHERE name = 'chat.message-notices' AND state < 'completed'`,
    );
    expect(rows).toHaveLength(0);
  });

describe('notices of messages', () => {
  test('CHAT-07: whoever is named is told at once, with who, where and what; nobody else is', async () => {
    const room = await aRoom();
    const { ana, ben, eva, channel } = room;
    const message = await say(ana.caller, channel.id, `hola @${ben.person.username}, ven`);
    await until(async () => expect(await kindsOf(ben)).toEqual(['mention']));
    const [notice] = await noticesOf(ben);
    expect(notice).toMatchObject({
      params: { channelId: channel.id, messageId: message.id, called: 'name' },
      about: {
        channelName: channel.name,
        authorName: ana.person.displayName,
        excerpt: message.content,
        seq: message.seq,
      },
    });
    expect([await kindsOf(ana), await kindsOf(eva)]).toEqual([[], []]);
  });

  test('CHAT-07: of a message that was held whoever is named is told when staff show it, once', async () => {
    const { ana, ben, eva, channel } = await aRoom();
    const staff = await callerAs(world, 'admin', ana.organisation);
    await staff.caller.moderation.rules.create({
      kind: 'words',
      name: 'held',
      outcome: 'hold',
      policy: 'spam',
      severity: 2,
      config: { words: ['dinero'], except: [] },
    });
    const held = await say(ana.caller, channel.id, `dinero para @${ben.person.username}`);
    await allTold();
    expect(await kindsOf(ben)).toEqual([]);
    const row = (await staff.caller.moderation.cases.list({})).items[0];
    const dismiss = async () => {
      const { id, version } = await staff.caller.moderation.cases.get({ caseId: row?.id ?? '' });
      return staff.caller.moderation.cases.decide({
        caseId: id,
        version,
        actions: [{ type: 'dismiss' }],
        policy: 'spam',
      });
    };
    world.clock.advance({ minutes: 1 });
    await dismiss();
    await until(async () => expect(await kindsOf(ben)).toEqual(['mention']));
    const [notice] = await noticesOf(ben);
    expect(notice).toMatchObject({
      createdAt: world.clock.now(),
      params: { messageId: held.id },
      about: { excerpt: held.content },
    });
    expect(await kindsOf(eva)).toEqual([]);
    // Taken back and shown again it is no news.
    const { allowed } = await staff.caller.moderation.cases.get({ caseId: row?.id ?? '' });
    const decisionId = allowed.undo?.decisionId ?? '';
    await staff.caller.moderation.cases.undo({ caseId: row?.id ?? '', decisionId });
    await dismiss();
    await allTold();
    expect(await kindsOf(ben)).toEqual(['mention']);
  });

  test('CHAT-50: a notice shows no text to who has left, nor of what was deleted', async () => {
    const room = await aRoom();
    const { ana, ben, channel } = room;
    const gone = await say(ana.caller, channel.id, `secreto @${ben.person.username}`);
    await allTold();
    const stays = await say(ana.caller, channel.id, `esto queda @${ben.person.username}`);
    await allTold();
    await ana.caller.chat.messages.delete({ messageId: gone.id });
    const [kept, deleted] = await noticesOf(ben);
    expect(kept).toMatchObject({ about: { excerpt: stays.content } });
    expect(deleted).toMatchObject({ about: { excerpt: null, channelName: channel.name } });
    await ben.caller.chat.channels.leave({ channelId: channel.id });
    const abouts = (await noticesOf(ben)).map((one) => ('about' in one ? one.about : 'none'));
    expect(abouts).toEqual([null, null]);
  });

  test('CHAT-07: who left, blocked the author or never joined is not told', async () => {
    const room = await aRoom(4);
    const { ana, eva, others, channel } = room;
    const [, , leaver] = others as [Person, Person, Person];
    const outside = await callerAs(world, 'member', ana.organisation);
    await leaver.caller.chat.channels.leave({ channelId: channel.id });
    await eva.caller.chat.blocks.add({ memberId: ana.person.id });
    const names = [leaver, eva, outside].map(({ person }) => `@${person.username}`);
    await say(ana.caller, channel.id, `hola ${names.join(' ')}`);
    await allTold();
    const told = await Promise.all([leaver, eva, outside].map(kindsOf));
    expect(told).toEqual([[], [], []]);
  });

  test('CHAT-07: @channel calls everybody in a small channel; in a large one only from who manages it', async () => {
    const room = await aRoom();
    const { ana, ben, eva, channel } = room;
    const admin = await callerAs(world, 'superadmin', ana.organisation);
    await admin.caller.settings.update({ limits: { channelCallPeople: 2 } });
    await say(ben.caller, channel.id, '@channel todos aquí');
    await allTold();
    expect([await kindsOf(ana), await kindsOf(eva)]).toEqual([[], []]);
    const called = await say(ana.caller, channel.id, 'atención @canal');
    await until(async () =>
      expect(await noticesOf(eva)).toMatchObject([
        { kind: 'mention', params: { messageId: called.id, called: 'channel' } },
      ]),
    );
    await admin.caller.settings.update({ limits: { channelCallPeople: 50 } });
    await say(ben.caller, channel.id, 'ahora sí: @channel');
    await until(async () => expect(await kindsOf(ana)).toEqual(['mention']));
  });

  test('CHAT-07: an edit tells those whom it names anew, and nobody twice', async () => {
    const room = await aRoom();
    const { ana, ben, eva, channel } = room;
    const message = await say(ana.caller, channel.id, `hola @${ben.person.username}`);
    const both = `hola @${ben.person.username} y @${eva.person.username}`;
    await ana.caller.chat.messages.edit({ messageId: message.id, content: both });
    await until(async () => expect(await kindsOf(eva)).toEqual(['mention']));
    await allTold();
    expect(await kindsOf(ben)).toEqual(['mention']);
  });

  test('CHAT-06: an answer is told to who follows the thread, a mention in it as a mention', async () => {
    const room = await aRoom();
    const { ana, ben, eva, channel } = room;
    const root = await say(ana.caller, channel.id, '¿quién viene?');
    await answer(ben.caller, root, 'yo');
    await until(async () => expect(await kindsOf(ana)).toEqual(['threadReply']));
    await answer(ana.caller, root, `¿y @${eva.person.username}?`);
    await until(async () => {
      expect(await kindsOf(eva)).toEqual(['mention']);
      expect(await kindsOf(ben)).toEqual(['threadReply']);
    });
  });

  test('CHAT-06, CHAT-30: after a blocked person answered or named somebody in a thread, its next answer is not told to them either', async () => {
    const { ana, ben, eva, channel } = await aRoom();
    await ana.caller.chat.blocks.add({ memberId: ben.person.id });
    const asked = await say(eva.caller, channel.id, 'pregunta');
    await answer(ben.caller, asked, `¿lo ves, @${ana.person.username}?`);
    await answer(eva.caller, asked, 'ya está');
    await allTold();
    expect(await kindsOf(ana)).toEqual([]);
    expect(await kindsOf(ben)).toEqual(['threadReply']);
  });

  test('CHAT-50: an invitation is told; a direct message waits outside the list unless asked for', async () => {
    const { ana, ben } = await aRoom();
    const hidden = await ana.caller.chat.channels.create({
      name: 'sala privada',
      type: 'private',
      memberIds: [ben.person.id],
    });
    expect(await noticesOf(ben)).toMatchObject([
      { kind: 'channelInvite', about: { channelName: hidden.name, excerpt: null } },
    ]);
    const direct = await ana.caller.chat.direct.open({ memberId: ben.person.id });
    await say(ana.caller, direct.id, 'uno');
    const { choices } = await ben.caller.notifications.preferences.get();
    await until(async () =>
      expect(
        await world.services.db.notification.count({
          where: { memberId: ben.person.id, kind: 'directMessage', inApp: false },
        }),
      ).toBe(1),
    );
    expect(await kindsOf(ben)).toEqual(['channelInvite']);
    const inApp = { ...choices, directMessage: { inApp: true, mail: false, push: false } };
    await ben.caller.notifications.preferences.set({ choices: inApp });
    await say(ana.caller, direct.id, 'dos');
    await until(async () => expect(await kindsOf(ben)).toEqual(['directMessage', 'channelInvite']));
  });

  test('CHAT-50: what is decided about a person is told in the product whatever they choose', async () => {
    const { caller } = await callerAs(world, 'member');
    const { choices } = await caller.notifications.preferences.get();
    const none = { inApp: false, mail: false, push: false };
    const set = await caller.notifications.preferences.set({
      choices: { ...choices, sanction: none, mention: none },
      timeZone: 'Atlantic/Canary',
    });
    expect(set.choices.sanction).toEqual({ ...none, inApp: true });
    expect(set.choices.mention).toEqual(none);
    expect(set.timeZone).toBe('Atlantic/Canary');
    await expect(caller.notifications.preferences.set({ timeZone: 'Luna/Mar' })).rejects.toThrow();
  });
});
