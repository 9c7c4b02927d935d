import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAtalaya } from './atalaya.ts';
import type { OutboxItem } from './outbox.ts';
import { memoryOutbox, type OutboxStore, storageOutbox } from './outbox-store.ts';
import { memorySession } from './session-store.ts';
import { until } from './subscribable.ts';
import { memoryStorage } from './testing/memory-storage.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { Refusal, type SmallServer, startSmallServer } from './testing/server.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

let server: SmallServer;
let proxy: TestProxy;
const clients: { close(): void }[] = [];

beforeEach(async () => {
  server = await startSmallServer();
  proxy = await startProxy(server.url);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await proxy.close();
  await server.stop();
});

function service(outbox: OutboxStore = memoryOutbox()) {
  const token = server.issue();
  const client = createAtalaya({ url: proxy.url, token, outbox, runtime: swiftRuntime });
  clients.push(client);
  return client;
}
type Client = ReturnType<typeof service>;

const reaches = (client: Client, status: string) =>
  until(client.connection, (state) => state.status === status);
const states = (client: Client) => client.outbox.items.get().map(({ state }) => state);
const itemIs = (client: Client, state: OutboxItem['state']) =>
  until(client.outbox.items, (items) => items.some((item) => item.state === state));

async function goOffline(client: Client) {
  await reaches(client, 'online');
  proxy.refuse();
  proxy.sever();
  await reaches(client, 'offline');
}

test('CHAT-24: written offline, shown at once, sent in order on reconnect', async () => {
  const client = service();
  await goOffline(client);
  const texts = ['one', 'two', 'three', 'four'];
  const sends = texts.map((content) => client.outbox.send({ channelId: 'harbour', content }));
  expect(states(client)).toEqual(['queued', 'queued', 'queued', 'queued']);
  proxy.allow();
  const messages = await Promise.all(sends.map(({ sent }) => sent));
  expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(server.contents('harbour')).toEqual(texts);
  expect(client.outbox.items.get()).toEqual([]);
});

test('CHAT-24: an answer that was cut off is asked for again, and the message is there once', async () => {
  const client = service();
  await reaches(client, 'online');
  server.handles.beforeAnswer = async () => {
    server.handles.beforeAnswer = async () => {};
    proxy.sever();
  };
  const { sent, clientId } = client.outbox.send({ channelId: 'harbour', content: 'once' });
  expect(await sent).toMatchObject({ seq: 1, clientId });
  expect(server.sent.map((input) => input.clientId)).toEqual([clientId, clientId]);
  expect(server.contents('harbour')).toEqual(['once']);
});

test('CHAT-24: 100 messages over a line that is cut all the time: all there, once, in order', async () => {
  const client = service();
  await reaches(client, 'online');
  let taken = 0;
  server.handles.beforeAnswer = async () => {
    if (++taken % 7 === 0) proxy.sever();
  };
  const texts = Array.from({ length: 100 }, (_, index) => `message ${index}`);
  const sends = texts.map((content) => client.outbox.send({ channelId: 'harbour', content }));
  await Promise.all(sends.map(({ sent }) => sent));
  expect(server.contents('harbour')).toEqual(texts);
  expect(server.sent.length).toBeGreaterThan(100);
});

test('CHAT-24: what is refused fails with the reason, lets the others pass, and can be retried', async () => {
  const client = service();
  await reaches(client, 'online');
  server.handles.beforeSend = async ({ content }) => {
    if (content === 'too long') throw new Refusal('tooLarge');
  };
  const refused = client.outbox.send({ channelId: 'harbour', content: 'too long' });
  const passed = client.outbox.send({ channelId: 'harbour', content: 'short' });
  await expect(refused.sent).rejects.toMatchObject({ code: 'tooLarge' });
  await passed.sent;
  expect(client.outbox.items.get()).toMatchObject([
    { clientId: refused.clientId, state: 'failed', error: { messageKey: 'error.tooLarge' } },
  ]);
  server.handles.beforeSend = async () => {};
  client.outbox.retry(refused.clientId);
  await until(client.outbox.items, (items) => items.length === 0);
  expect(server.contents('harbour')).toEqual(['short', 'too long']);
});

test('CHAT-24: a failed message can be removed and is not sent any more', async () => {
  const client = service();
  await reaches(client, 'online');
  server.handles.beforeSend = async () => {
    throw new Refusal('muted');
  };
  const { clientId } = client.outbox.send({ channelId: 'harbour', content: 'never' });
  await itemIs(client, 'failed');
  client.outbox.remove(clientId);
  expect(client.outbox.items.get()).toEqual([]);
  client.outbox.retry(clientId);
  expect(client.outbox.items.get()).toEqual([]);
});

test('CHAT-24: too many at once waits as long as the server says, in order', async () => {
  const client = service();
  await reaches(client, 'online');
  let refusals = 0;
  server.handles.beforeSend = async () => {
    if (refusals++ < 2) throw new Refusal('tooMany', 1);
  };
  const started = performance.now();
  const first = client.outbox.send({ channelId: 'harbour', content: 'first' });
  const second = client.outbox.send({ channelId: 'harbour', content: 'second' });
  await Promise.all([first.sent, second.sent]);
  // Two waits of one second, in the twentieth of the time.
  expect(performance.now() - started).toBeGreaterThanOrEqual(95);
  expect(server.contents('harbour')).toEqual(['first', 'second']);
});

test('CHAT-24: one channel that waits does not hold up another', async () => {
  const client = service();
  await reaches(client, 'online');
  const gate = Promise.withResolvers<void>();
  server.handles.beforeSend = async ({ content }) => {
    if (content === 'slow') await gate.promise;
  };
  const slow = client.outbox.send({ channelId: 'harbour', content: 'slow' });
  await client.outbox.send({ channelId: 'market', content: 'quick' }).sent;
  expect(states(client)).toEqual(['sending']);
  gate.resolve();
  await slow.sent;
});

test('CHAT-24: what was not sent survives a reload, with its id; what failed stays failed', async () => {
  const storage = memoryStorage();
  const first = service(storageOutbox(storage));
  await reaches(first, 'online');
  server.handles.beforeSend = async () => {
    throw new Refusal('archived');
  };
  const failed = first.outbox.send({ channelId: 'old', content: 'failed' });
  await itemIs(first, 'failed');
  await goOffline(first);
  const waiting = first.outbox.send({ channelId: 'harbour', content: 'waiting' });
  first.close();
  storage.setItem('atalaya.outbox.broken', '{ not json');

  server.handles.beforeSend = async () => {};
  proxy.allow();
  const second = service(storageOutbox(storage));
  await until(second.outbox.items, (items) => items.length === 1 && items[0]?.state === 'failed');
  expect(second.outbox.items.get()[0]).toMatchObject({
    clientId: failed.clientId,
    error: { code: 'archived' },
  });
  expect(server.sent).toMatchObject([{ clientId: waiting.clientId, content: 'waiting' }]);
});

test('CHAT-24: a sent message stays until the channel brings it, so that nothing flickers', async () => {
  const client = service();
  const shown: string[][] = [];
  const ready = Promise.withResolvers<number>();
  client.channel('harbour', {
    onReady: ready.resolve,
    onEvent: (event) => {
      if (event.type === 'message.created') shown.push([event.message.content, ...states(client)]);
    },
  });
  await ready.promise;
  // The answer first, the event later, as it may come from another node.
  server.holdEvents();
  const { sent } = client.outbox.send({ channelId: 'harbour', content: 'hello' });
  await sent;
  expect(states(client)).toEqual(['sent']);
  server.releaseEvents();
  await until(client.outbox.items, (items) => items.length === 0);
  // The event first, the answer later.
  const gate = Promise.withResolvers<void>();
  server.handles.beforeAnswer = () => gate.promise;
  const second = client.outbox.send({ channelId: 'harbour', content: 'again' });
  expect(await second.sent).toMatchObject({ content: 'again' });
  expect(states(client)).toEqual([]);
  gate.resolve();
  expect(shown).toEqual([['hello'], ['again']]);
});

test('CHAT-24: the queue belongs to who wrote it; signing out forgets it', async () => {
  const storage = memoryStorage();
  const client = createAtalaya({
    url: proxy.url,
    session: memorySession(),
    outbox: storageOutbox(storage),
    runtime: swiftRuntime,
  });
  clients.push(client);
  await client.session.signIn({ email: 'ana@faro.example', password: 'right' });
  await goOffline(client);
  const { sent } = client.outbox.send({ channelId: 'harbour', content: 'secret' });
  expect(storage.length).toBe(1);
  const refused = sent.catch((error: unknown) => error);
  await client.session.signOut().catch(() => {});
  expect(await refused).toMatchObject({ code: 'unauthenticated' });
  expect(storage.length).toBe(0);
  expect(client.outbox.items.get()).toEqual([]);
});

test('CHAT-24: a store that is full keeps nobody from writing', async () => {
  const errors: unknown[] = [];
  const full: OutboxStore = {
    load: () => [],
    put: () => {
      throw new Error('quota');
    },
    remove: async () => {
      throw new Error('quota');
    },
  };
  const token = server.issue();
  const onError = (error: unknown) => errors.push(error);
  const client = createAtalaya({ url: proxy.url, token, outbox: full, onError });
  clients.push(client);
  await client.outbox.send({ channelId: 'harbour', content: 'hello' }).sent;
  await Promise.resolve();
  expect(server.contents('harbour')).toEqual(['hello']);
  expect(errors).toHaveLength(2);
});
