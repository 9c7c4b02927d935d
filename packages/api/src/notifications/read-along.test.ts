import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aChannel, answer, say } from '../chat/testing.ts';
import { startWorkers } from '../services.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { watchNotices } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await startWorkers(world.services);
});
afterAll(() => world.close());

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Ana and Ben in a channel; `call` names Ben. */
async function aPair(at: World = world) {
  const ana = await callerAs(at, 'member');
  const ben = await callerAs(at, 'member', ana.organisation);
  const channel = await aChannel(ana, [ben]);
  const call = (text: string) => say(ana.caller, channel.id, `${text} @${ben.person.username}`);
  return { ana, ben, channel, call };
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const countOf = ({ caller }: Person) => caller.notifications.unreadCount();
/** Resolves when the person has so many notices, read or not. */
const told = ({ caller }: Person, count: number) =>
  until(async () => expect((await caller.notifications.list({})).items).toHaveLength(count));

test('CHAT-11, CHAT-51: a read message reads its notice, on every device at once; later ones and other channels stay', async () => {
  const { ana, ben, channel, call } = await aPair();
  const other = await aChannel(ana, [ben]);
  const first = await call('uno');
  const second = await call('dos');
  await say(ana.caller, other.id, `tres @${ben.person.username}`);
  await told(ben, 3);
  const elsewhere = await watchNotices({ caller: ben.caller });
  expect(await elsewhere.next()).toEqual({ type: 'refresh' });

  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: first.seq });
  expect(await elsewhere.next()).toEqual({ type: 'changed' });
  const unread = async () =>
    (await ben.caller.notifications.list({ unread: true })).items.map(({ params }) =>
      'messageId' in params ? params.messageId : null,
    );
  expect(await unread()).not.toContain(first.id);
  expect(await unread()).toContain(second.id);
  expect(await unread()).toHaveLength(2);

  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: second.seq });
  expect(await countOf(ben)).toMatchObject({ unread: 1 });
  // What is marked as unread again is news in the channel, not in the list of notices.
  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: 0 });
  expect(await countOf(ben)).toMatchObject({ unread: 1 });
  await elsewhere.stop();
});

test('CHAT-11: a mention that its channel counts is not counted apart; a call of everybody and a deleted one are', async () => {
  const { ana, ben, channel, call } = await aPair();
  const named = await call('uno');
  await told(ben, 1);
  expect(await countOf(ben)).toEqual({ unread: 1, apart: 0 });
  await say(ana.caller, channel.id, '@channel a cubierta');
  await told(ben, 2);
  expect(await countOf(ben)).toEqual({ unread: 2, apart: 1 });
  await ana.caller.chat.messages.delete({ messageId: named.id });
  expect(await countOf(ben)).toEqual({ unread: 2, apart: 2 });
  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: 1_000 });
  expect(await countOf(ben)).toEqual({ unread: 0, apart: 0 });
});

test('CHAT-06, CHAT-11: an answer is read with its thread, not with its channel; one that is in both with either', async () => {
  const { ana, ben, channel } = await aPair();
  const root = await say(ben.caller, channel.id, '¿quién viene?');
  const inThread = await answer(ana.caller, root, 'yo');
  await answer(ana.caller, root, 'y Eva', { inChannel: true });
  await told(ben, 2);
  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: 1_000 });
  const { items } = await ben.caller.notifications.list({ unread: true });
  expect(items).toMatchObject([{ kind: 'threadReply', params: { messageId: inThread.id } }]);
  const again = await answer(ana.caller, root, 'y Leo', { inChannel: true });
  await told(ben, 3);
  await ben.caller.chat.threads.markRead({ messageId: root.id, seq: again.seq });
  expect(await countOf(ben)).toEqual({ unread: 0, apart: 0 });
});

test('CHAT-03, CHAT-11: who reads in a channel has read that they were brought in; other invitations stay', async () => {
  const { ana, ben } = await aPair();
  const invited = async (name: string) =>
    ana.caller.chat.channels.create({ name, memberIds: [ben.person.id] });
  const { id: channelId } = await invited('uno');
  const other = await invited('dos');
  const { seq } = await say(ana.caller, channelId, `hola @${ben.person.username}`);
  await told(ben, 3);
  const elsewhere = await watchNotices({ caller: ben.caller });
  expect(await elsewhere.next()).toEqual({ type: 'refresh' });
  await ben.caller.chat.channels.markRead({ channelId, seq });
  expect(await elsewhere.next()).toEqual({ type: 'changed' });
  const { items } = await ben.caller.notifications.list({ unread: true });
  expect(items).toMatchObject([{ kind: 'channelInvite', params: { channelId: other.id } }]);
  await elsewhere.stop();
});

test('CHAT-50: a private message that was read reads its notice also where the list does not show it', async () => {
  const { ana, ben } = await aPair();
  const direct = await ana.caller.chat.direct.open({ memberId: ben.person.id });
  const { seq } = await say(ana.caller, direct.id, 'uno');
  const rows = () =>
    world.services.db.notification.findMany({ where: { memberId: ben.person.id } });
  await until(async () => expect(await rows()).toMatchObject([{ readAt: null, inApp: false }]));
  await ben.caller.chat.channels.markRead({ channelId: direct.id, seq });
  expect(await rows()).toMatchObject([{ readAt: world.clock.now() }]);
});

test('CHAT-11, CHAT-51: who reads faster than the job that tells them has nothing left to read', async () => {
  await using quiet = await createWorld();
  const { ben, channel, call } = await aPair(quiet);
  const { seq } = await call('uno');
  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq });
  await startWorkers(quiet.services);
  await told(ben, 1);
  expect(await countOf(ben)).toMatchObject({ unread: 0 });
});

test('CHAT-11, CHAT-51: reading and being told at the same moment leaves nothing unread', async () => {
  const { ben, channel, call } = await aPair();
  for (let n = 1; n <= 25; n++) {
    const { seq } = await call(`mensaje ${n}`);
    await ben.caller.chat.channels.markRead({ channelId: channel.id, seq });
  }
  await told(ben, 25);
  await until(async () => expect(await countOf(ben)).toMatchObject({ unread: 0 }));
});
