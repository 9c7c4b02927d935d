import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { aChannel, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let boss: Awaited<ReturnType<typeof callerAs>>;
let guard: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  boss = await callerAs(world, 'admin', ana.organisation);
  guard = await callerAs(world, 'moderator', ana.organisation);
});
afterAll(() => world.close());

const entries = (subjectId: string) =>
  world.services.db.auditEntry.findMany({
    where: { organisationId: ana.organisation.id, subjectId },
    orderBy: { position: 'asc' },
  });

it('OPS-50: what staff do in other people’s channels by their office leaves an entry', async () => {
  const { id: channelId } = await aChannel(ana, [guard]);
  const memberId = guard.actor.memberId;
  await boss.caller.chat.channels.update({ channelId, name: 'renamed by staff' });
  await boss.caller.chat.channels.setRole({ channelId, memberId, role: 'reader' });
  await boss.caller.chat.channels.removeMember({ channelId, memberId });
  const message = await say(ana.caller, channelId, 'an unfriendly word');
  await guard.caller.chat.messages.delete({ messageId: message.id });
  await boss.caller.chat.channels.archive({ channelId });
  await boss.caller.chat.channels.delete({ channelId });
  const ofChannel = await entries(channelId);
  expect(ofChannel.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['chat.channels.update', boss.actor.memberId],
    ['chat.channels.update', boss.actor.memberId],
    ['chat.channels.delete', boss.actor.memberId],
  ]);
  expect((await entries(memberId)).map(({ action }) => action)).toEqual([
    'chat.channels.setRole',
    'chat.channels.removeMember',
  ]);
  const ofMessage = await entries(message.id);
  expect(ofMessage).toMatchObject([
    { action: 'chat.messages.delete', actorId: guard.actor.memberId },
  ]);
  expect(JSON.stringify(ofMessage, (_, v) => (typeof v === 'bigint' ? 0 : v))).not.toContain(
    'unfriendly',
  );
});

it('OPS-50: what people do with their own channels and words is nobody’s audit', async () => {
  const own = await boss.caller.chat.channels.create({ name: 'own', type: 'public' });
  await boss.caller.chat.channels.update({ channelId: own.id, topic: 'mine' });
  const { id: messageId } = await say(boss.caller, own.id, 'mine as well');
  await boss.caller.chat.messages.delete({ messageId });
  const { id: channelId } = await aChannel(ana);
  await ana.caller.chat.channels.archive({ channelId });
  for (const id of [own.id, messageId, channelId]) expect(await entries(id)).toEqual([]);
});
