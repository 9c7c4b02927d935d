import { connect } from '@atalaya/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  callerAs,
  callerWithToken,
  contextFor,
  createWorld,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { channelTopic } from './events.ts';
import { onMine } from './live.ts';
import type { ChannelEvent } from './schemas.ts';
import { aChannel, listen, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

it('CHAT-20: every kind of event arrives live, in order', async () => {
  const { id: channelId } = await aChannel(ana);
  const stream = await listen(ana.caller, channelId);
  expect(await stream.next()).toMatchObject({ type: 'ready', seq: 0 });
  await bo.caller.chat.channels.join({ channelId });
  const sent = await say(bo.caller, channelId, 'hola');
  await bo.caller.chat.messages.edit({ messageId: sent.id, content: 'hola a todos' });
  await ana.caller.chat.messages.react({ messageId: sent.id, emoji: '👋' });
  await ana.caller.chat.channels.update({ channelId, topic: 'nuevo tema' });
  await bo.caller.chat.messages.delete({ messageId: sent.id });
  await bo.caller.chat.channels.leave({ channelId });
  const events = [];
  for (let n = 0; n < 7; n++) events.push(await stream.next());
  expect(events.map((event) => [event.type, 'seq' in event && event.seq])).toEqual([
    ['member.joined', 1],
    ['message.created', 2],
    ['message.edited', 3],
    ['message.reaction', 4],
    ['channel.updated', 5],
    ['message.deleted', 6],
    ['member.left', 7],
  ]);
  expect(events[1]).toMatchObject({ message: { id: sent.id, content: 'hola' } });
  expect(events[2]).toMatchObject({ message: { content: 'hola a todos' } });
  expect(events[3]).toMatchObject({ emoji: '👋', added: true, reactions: [{ count: 1 }] });
  await stream.stop();
});

it('CHAT-20: whoever comes back gets what they missed, then what is new, each once', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const missed = [];
  for (let n = 0; n < 450; n++) missed.push(say(bo.caller, channelId, `perdido ${n}`));
  await Promise.all(missed);
  const stream = await listen(ana.caller, channelId, '1');
  await Promise.all([say(bo.caller, channelId, 'mientras'), say(bo.caller, channelId, 'tanto')]);
  const seqs: number[] = [];
  while (seqs.length < 452) {
    const event = await stream.next();
    if (event.type === 'message.created') seqs.push(event.seq);
  }
  expect(seqs).toEqual(Array.from({ length: 452 }, (_, n) => n + 2));
  await stream.stop();
});

it('CHAT-20: what was said and deleted meanwhile comes without its text', async () => {
  const { id: channelId } = await aChannel(ana);
  const sent = await say(ana.caller, channelId, 'secreto');
  await ana.caller.chat.messages.edit({ messageId: sent.id, content: 'más secreto' });
  await ana.caller.chat.messages.delete({ messageId: sent.id });
  const stream = await listen(ana.caller, channelId, '0');
  const { before } = await stream.until('ready');
  expect(before.map(({ type }) => type)).toEqual([
    'resuming',
    'message.created',
    'message.edited',
    'message.deleted',
  ]);
  expect(JSON.stringify(before)).not.toContain('secreto');
  await stream.stop();
});

it('CHAT-20: who missed too much is told to read afresh, and goes on from there', async () => {
  const { id: channelId } = await aChannel(ana);
  await world.services.db.channel.update({ where: { id: channelId }, data: { lastSeq: 6_000 } });
  const stream = await listen(ana.caller, channelId, '3');
  const { event } = await stream.until('reset');
  expect(event.seq).toBe(6_000);
  await say(ana.caller, channelId, 'sigue');
  expect((await stream.until('message.created')).event.seq).toBe(6_001);
  await stream.stop();
});

it('CHAT-22: typing is told and never stored', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const stream = await listen(ana.caller, channelId);
  await stream.until('ready');
  await bo.caller.chat.typing({ channelId });
  const { event } = await stream.until('typing');
  expect(event).toMatchObject({ member: { id: bo.person.id }, forMs: 5_000 });
  const { lastSeq } = await ana.caller.chat.channels.get({ channelId });
  expect(lastSeq).toBe(1);
  await stream.stop();
});

it('CHAT-25: losing membership ends the stream at once, with the reason', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const stream = await listen(bo.caller, channelId);
  await stream.until('ready');
  await ana.caller.chat.channels.removeMember({ channelId, memberId: bo.person.id });
  expect((await stream.next()).type).toBe('member.left');
  expect(await refusalOf(stream.next())).toBe('error.notMember.ended');
});

it('CHAT-25: a deleted channel ends everyone’s stream', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const streams = await Promise.all([ana, bo].map(({ caller }) => listen(caller, channelId)));
  for (const stream of streams) await stream.until('ready');
  await ana.caller.chat.channels.delete({ channelId });
  for (const stream of streams) {
    expect((await stream.next()).type).toBe('channel.updated');
    expect(await refusalOf(stream.next())).toBe('error.notMember.ended');
  }
});

it('CHAT-20, CHAT-03: a deletion that a node did not hear of ends its streams when it reads the rows', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const stream = await listen(bo.caller, channelId);
  await stream.until('ready');
  // Of another node's events this one hears nothing by itself here.
  const elsewhere = await world.addNode();
  const there = await callerWithToken(elsewhere, ana.token);
  await there.chat.channels.update({ channelId, topic: 'adiós' });
  await say(there, channelId, 'fin');
  world.services.hub.doubt();
  await stream.until('channel.updated');
  expect((await stream.next()).type).toBe('message.created');
  await there.chat.channels.archive({ channelId });
  await there.chat.channels.delete({ channelId });
  world.services.hub.doubt();
  expect((await stream.next()).type).toBe('channel.updated');
  expect(await refusalOf(stream.next())).toBe('error.notMember.ended');
  // Who began to read just before is brought to the same end.
  const late = await elsewhere.hub.live<ChannelEvent>(contextFor(elsewhere, { actor: bo.actor }), {
    topic: channelTopic(channelId),
    memberId: bo.person.id,
    since: 2,
    signal: undefined,
  });
  const seen: unknown[] = [];
  const all = async () => {
    for await (const one of late) seen.push(one);
  };
  expect(await refusalOf(all())).toBe('error.notMember.ended');
  expect(seen.length).toBeGreaterThan(0);
});

it('CHAT-26: a reader that does not read is not written to without bound, and loses nothing', async () => {
  const writers = await Promise.all(
    Array.from({ length: 6 }, () => callerAs(world, 'member', ana.organisation)),
  );
  const { id: channelId } = await aChannel(ana, writers);
  const stream = await listen(ana.caller, channelId);
  await stream.until('ready');
  const count = 3_000;
  for (const { caller } of writers) {
    await Promise.all(Array.from({ length: 500 }, () => say(caller, channelId, 'más y más')));
  }
  const seqs: number[] = [];
  while (seqs.length < count) {
    const event = await stream.next();
    if (event.type === 'message.created') seqs.push(event.seq);
  }
  expect(seqs).toEqual(Array.from({ length: count }, (_, n) => n + 1 + writers.length));
  await stream.stop();
});

it('CHAT-11: badges of channels that are not open move live, and the first news is to read afresh', async () => {
  const { id: channelId } = await aChannel(ana, [bo]);
  const events = await bo.caller.chat.onMine();
  const iterator = events[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await iterator.next();
    return (value as unknown as { data: { type: string } }).data;
  };
  expect(await next()).toEqual({ type: 'refresh' });
  const sent = await say(ana.caller, channelId, `mira @${bo.person.username}`);
  expect(await next()).toEqual({
    type: 'activity',
    channelId,
    messages: [{ seq: sent.seq, authorId: ana.person.id, mentions: [bo.person.id] }],
  });
  await bo.caller.chat.channels.markRead({ channelId, seq: sent.seq });
  expect(await next()).toMatchObject({ type: 'read', state: { unread: 0, lastReadSeq: sent.seq } });
  const other = await ana.caller.chat.channels.create({
    name: 'nuevo',
    memberIds: [bo.person.id],
  });
  expect(await next()).toEqual({ type: 'channel.added', channelId: other.id });
  await say(ana.caller, other.id, 'bienvenido');
  expect(await next()).toMatchObject({ type: 'activity', channelId: other.id });
  await iterator.return?.();
});

it('CHAT-25: a stream without a socket ends as soon as the session is closed', async () => {
  const cy = await callerAs(world, 'member', ana.organisation);
  const { id: channelId } = await aChannel(ana, [cy]);
  const stream = await listen(cy.caller, channelId);
  expect(await stream.next()).toMatchObject({ type: 'ready' });
  const next = refusalOf(stream.next());
  world.services.revocations.revokeSession(cy.actor.sessionId, 'signedOut');
  await say(ana.caller, channelId, 'not for closed sessions');
  expect(await next).toBe('error.sessionEnded');
});

it('CHAT-25: what is forgotten while it is being read is read again, not an error', async () => {
  const { access } = world.services;
  for (let n = 0; n < 20; n++) {
    const { id: channelId } = await aChannel(ana);
    access.forget(channelId);
    access.forget(channelId, ana.actor.memberId);
    const reading = access.readable(ana.actor, channelId);
    access.forget(channelId);
    await new Promise((resolve) => setImmediate(resolve));
    access.forget(channelId, ana.actor.memberId);
    expect((await reading).membership?.role).toBe('owner');
  }
});

it('CHAT-20, Q-11: what was committed without being told is found after a failed write', async () => {
  const { id: channelId } = await aChannel(ana);
  const stream = await listen(ana.caller, channelId);
  expect(await stream.next()).toMatchObject({ type: 'ready' });
  const { writer, hub } = world.services;
  const draft = { channelId, authorId: ana.actor.memberId, clientId: 'untold', mentions: [] };
  await writer.write({ ...draft, content: 'the database died before it answered' });
  hub.doubt();
  expect(await stream.next()).toMatchObject({ type: 'message.created', seq: 1 });
  await stream.stop();
});

it('CHAT-25: news of a private channel end with the place in it, also when that was not heard', async () => {
  const reconnects = new Set<() => void>();
  const { services } = world;
  const bus: typeof services.bus = {
    ...services.bus,
    onReconnect(listener) {
      reconnects.add(listener);
      return () => reconnects.delete(listener);
    },
  };
  const dee = await callerAs(world, 'member', ana.organisation);
  const memberIds = [dee.actor.memberId];
  const secret = await ana.caller.chat.channels.create({ name: 's', type: 'private', memberIds });
  const mine = await onMine(contextFor({ ...services, bus }, { actor: dee.actor }), undefined);
  const events = mine[Symbol.asyncIterator]();
  const next = async () => (await events.next()).value as { data?: unknown } | unknown[];
  await next();
  // Put out on another node, while the bus was down.
  await services.db.channelMember.deleteMany({ where: { memberId: dee.actor.memberId } });
  for (const reconnected of reconnects) reconnected();
  expect(JSON.stringify(await next())).toContain('refresh');
  const topics = services.hub.topics;
  await say(ana.caller, secret.id, 'among us');
  services.bus.publish(`member:${dee.actor.memberId}`, JSON.stringify({ type: 'refresh' }));
  expect(JSON.stringify(await next())).not.toContain('activity');
  await events.return?.();
  expect(services.hub.topics).toBeLessThanOrEqual(topics);
  expect(reconnects.size).toBe(0);
});

it('CHAT-26: a stream of news that cannot begin leaves nothing behind', async () => {
  const { services } = world;
  let listening = 0;
  const bus: typeof services.bus = {
    ...services.bus,
    async subscribe(topic, listener) {
      const stop = await services.bus.subscribe(topic, listener);
      listening++;
      return () => {
        listening--;
        stop();
      };
    },
  };
  const gone = connect({ url: 'postgresql://nobody:nothing@127.0.0.1:9/gone' });
  const context = contextFor({ ...services, bus, pool: gone.pool }, { actor: ana.actor });
  await expect(onMine(context, undefined)).rejects.toThrow();
  expect(listening).toBe(0);
  await gone.close();
});
