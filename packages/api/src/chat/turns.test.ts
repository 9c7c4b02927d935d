import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { aChannel, answer, say } from './testing.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

let world: World;
let ana: Person;
let bo: Person;
let cai: Person;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
  cai = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

/** Ana's channel with the rules given; Bo and Cai write there. */
async function ruled(rules: { slowSeconds?: number; managersOnly?: boolean }) {
  const { id: channelId } = await aChannel(ana, [bo, cai]);
  await ana.caller.chat.channels.update({ channelId, ...rules });
  return channelId;
}

const textsOf = async ({ caller }: Person, channelId: string) =>
  (await caller.chat.messages.history({ channelId })).messages.map(({ content }) => content);

test('CHAT-12: slow mode lets each person write once in its time, in threads too', async () => {
  const channelId = await ruled({ slowSeconds: 60 });
  const first = await say(bo.caller, channelId, 'uno');
  const error = await say(bo.caller, channelId, 'dos').catch((thrown) => thrown);
  expect(error.cause).toMatchObject({ code: 'slowMode', details: { retryAfter: 60 } });
  expect(await refusalOf(answer(bo.caller, first, 'dos'))).toBe('error.slowMode');
  // Everyone waits for themselves alone.
  await say(cai.caller, channelId, 'de otra');

  const detail = await bo.caller.chat.channels.get({ channelId });
  expect(detail).toMatchObject({ slowSeconds: 60, slowed: true, allowed: { send: true } });
  expect(detail.slowUntil).toEqual(new Date(world.clock.now().getTime() + 60_000));
  world.clock.advance({ seconds: 59 });
  expect(await refusalOf(say(bo.caller, channelId, 'dos'))).toBe('error.slowMode');
  world.clock.advance({ seconds: 1 });
  expect((await bo.caller.chat.channels.get({ channelId })).slowUntil).toBeNull();
  await say(bo.caller, channelId, 'dos');
  expect(await textsOf(bo, channelId)).toEqual(['uno', 'de otra', 'dos']);
});

test('CHAT-12: slow mode is not for who manages the channel, nor for who moderates it', async () => {
  const channelId = await ruled({ slowSeconds: 60 });
  const moderator = await callerAs(world, 'moderator', ana.organisation);
  await moderator.caller.chat.channels.join({ channelId });
  for (const { caller } of [ana, moderator]) {
    await say(caller, channelId, 'uno');
    await say(caller, channelId, 'dos');
    expect(await caller.chat.channels.get({ channelId })).toMatchObject({
      slowed: false,
      slowUntil: null,
    });
  }
});

test('CHAT-12: sending the same message again takes no turn, and is that message', async () => {
  const channelId = await ruled({ slowSeconds: 60 });
  const clientId = randomUUID();
  const first = await say(bo.caller, channelId, 'uno', clientId);
  expect((await say(bo.caller, channelId, 'uno', clientId)).id).toBe(first.id);
});

test('CHAT-12: leaving and coming back does not shorten the wait', async () => {
  const channelId = await ruled({ slowSeconds: 60 });
  await say(bo.caller, channelId, 'uno');
  await bo.caller.chat.channels.leave({ channelId });
  await bo.caller.chat.channels.join({ channelId });
  expect(await refusalOf(say(bo.caller, channelId, 'dos'))).toBe('error.slowMode');
});

test('CHAT-12: of two messages at once one is written', async () => {
  const channelId = await ruled({ slowSeconds: 60 });
  const other = await callerAs(world, 'member', ana.organisation);
  await other.caller.chat.channels.join({ channelId });
  const { pool } = world.services;
  const holder = await pool.connect();
  onTestFinished(() => holder.release());
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE', [channelId]);
  const both = ['uno', 'dos'].map((text) =>
    say(other.caller, channelId, text).then(
      () => 'written',
      () => 'refused',
    ),
  );
  await untilWaiting(pool, 2);
  await holder.query('COMMIT');
  expect((await Promise.all(both)).sort()).toEqual(['refused', 'written']);
});

test('CHAT-12: a node that has not heard of the rules yet does not write past them', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  await say(bo.caller, channelId, 'uno');
  // By row: no cache is told.
  await world.services.db.channel.update({
    where: { id: channelId },
    data: { managersOnly: true },
  });
  const refused = await Promise.all([
    refusalOf(say(bo.caller, channelId, 'dos')),
    refusalOf(say(bo.caller, channelId, 'tres')),
  ]);
  expect(new Set(refused)).toEqual(new Set(['error.readOnly.managersOnly']));
  expect(await textsOf(bo, channelId)).toEqual(['uno']);
});

test('CHAT-12: where only managers write, the others read and react', async () => {
  const channelId = await ruled({ managersOnly: true });
  const memberId = bo.person.id;
  const news = await say(ana.caller, channelId, 'Aviso');
  expect(await refusalOf(say(bo.caller, channelId, 'no'))).toBe('error.readOnly.managersOnly');
  expect(await refusalOf(answer(bo.caller, news, 'no'))).toBe('error.readOnly.managersOnly');
  expect((await bo.caller.chat.channels.get({ channelId })).allowed).toMatchObject({
    send: false,
    pin: false,
  });
  await bo.caller.chat.messages.react({ messageId: news.id, emoji: '👍' });
  await ana.caller.chat.channels.setRole({ channelId, memberId, role: 'manager' });
  await say(bo.caller, channelId, 'Ahora sí');
  await ana.caller.chat.channels.update({ channelId, managersOnly: false });
  await say(cai.caller, channelId, 'Yo también');
});

test('CHAT-12: rules are changed by who manages the channel, within bounds, and not over another change', async () => {
  const channelId = await ruled({});
  expect(await refusalOf(bo.caller.chat.channels.update({ channelId, slowSeconds: 5 }))).toBe(
    'error.forbidden.manageChannel',
  );
  expect(await refusalOf(ana.caller.chat.channels.update({ channelId, slowSeconds: 21_601 }))).toBe(
    'error.invalidInput.too_big',
  );
  const { caller } = ana;
  const { version } = await caller.chat.channels.update({ channelId, slowSeconds: 5 });
  expect(
    await refusalOf(
      caller.chat.channels.update({ channelId, slowSeconds: 9, ifVersion: version - 1 }),
    ),
  ).toBe('error.conflict.version');
});
