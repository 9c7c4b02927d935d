import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerAs, contextFor, createWorld, refusalOf, type World } from '../testing/index.ts';
import { onMine } from './live.ts';
import { aChannel, answer, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

it('CHAT-08: saved messages are listed newest first, page by page, for nobody else', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const sent = [];
  for (const text of ['one', 'two', 'three']) sent.push(await say(ana.caller, channelId, text));
  sent.push(await answer(ana.caller, sent[0] ?? { id: '', channelId }, 'a reply'));
  for (const { id: messageId } of sent) {
    await bo.caller.chat.saved.add({ messageId });
    await bo.caller.chat.saved.add({ messageId });
    world.clock.advance({ seconds: 1 });
  }
  const texts: (string | undefined)[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await bo.caller.chat.saved.list({ limit: 3, cursor });
    texts.push(...page.items.map(({ found }) => found?.message.content));
    cursor = page.nextCursor;
  } while (cursor);
  expect(texts).toEqual(['a reply', 'three', 'two', 'one']);
  expect((await ana.caller.chat.saved.list({})).items).toEqual([]);
  const { messageIds } = await bo.caller.chat.saved.inChannel({ channelId });
  expect(messageIds).toEqual(sent.map(({ id }) => id).toReversed());
  await bo.caller.chat.saved.remove({ messageId: sent[1]?.id ?? '' });
  expect((await bo.caller.chat.saved.list({})).items).toHaveLength(3);
});

it('CHAT-08: of what is deleted, hidden or out of reach nothing is told but that it was saved', async () => {
  const dee = await callerAs(world, 'member', ana.organisation);
  const secret = await ana.caller.chat.channels.create({
    name: 'secret place',
    type: 'private',
    memberIds: [dee.person.id],
  });
  const { id: open } = await aChannel(ana, [dee]);
  const [inside, deleted, hidden] = [
    await say(ana.caller, secret.id, 'secret words'),
    await say(ana.caller, open, 'deleted words'),
    await say(ana.caller, open, 'hidden words'),
  ];
  for (const { id } of [inside, deleted, hidden]) {
    await dee.caller.chat.saved.add({ messageId: id });
    world.clock.advance({ seconds: 1 });
  }
  await ana.caller.chat.messages.delete({ messageId: deleted.id });
  await world.services.db.message.update({
    where: { id: hidden.id },
    data: { hiddenAt: world.clock.now() },
  });
  await ana.caller.chat.channels.removeMember({ channelId: secret.id, memberId: dee.person.id });
  const { items } = await dee.caller.chat.saved.list({});
  expect(items.map(({ messageId, found }) => [messageId, found])).toEqual([
    [hidden.id, null],
    [deleted.id, null],
    [inside.id, null],
  ]);
  expect(JSON.stringify(items)).not.toMatch(/words|secret/);
  // It can be taken off the list all the same.
  await dee.caller.chat.saved.remove({ messageId: inside.id });
  const again = dee.caller.chat.saved.add({ messageId: inside.id });
  expect(await refusalOf(again)).toBe('error.notFound.message');
  const other = await callerAs(world, 'superadmin');
  expect(await refusalOf(other.caller.chat.saved.add({ messageId: deleted.id }))).toBe(
    'error.notFound.message',
  );
});

it('CHAT-08: a person’s other devices hear of it', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const { id: messageId } = await say(ana.caller, channelId, 'later');
  const events = (await onMine(contextFor(world.services, { actor: bo.actor }), undefined))[
    Symbol.asyncIterator
  ]();
  const next = async () => ((await events.next()).value as unknown as { data: unknown }).data;
  await next();
  await bo.caller.chat.saved.add({ messageId });
  expect(await next()).toEqual({ type: 'saved', channelId, messageId, saved: true });
  await bo.caller.chat.saved.remove({ messageId });
  expect(await next()).toEqual({ type: 'saved', channelId, messageId, saved: false });
  await events.return?.();
});
