import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@atalaya/db/testing';
import { loadConfig, type RunningServer, startServer } from '@atalaya/server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createAtalaya } from './atalaya.ts';
import { memorySession, type SessionStore } from './session-store.ts';
import { until, Value } from './subscribable.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

const ana = { email: 'ana@harbour.example', username: 'ana', password: 'long-harbour-lights-7' };
let database: { url: string; drop: () => Promise<void> };
let dataDir: string;
let server: RunningServer;
let proxy: TestProxy;
const clients: { close(): void }[] = [];

const start = () =>
  startServer(
    loadConfig({
      PORT: '0',
      DEMO: '0',
      LOG_LEVEL: 'warn',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    }),
    { webFolder: null },
  );

beforeAll(async () => {
  database = await createTestDatabase(inject('clusterUrl'));
  dataDir = await mkdtemp(join(tmpdir(), 'atalaya-client-'));
  server = await start();
  proxy = await startProxy(server.url);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await proxy?.close();
  await server?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

function people(session: SessionStore = memorySession()) {
  const client = createAtalaya({ url: proxy.url, session, runtime: swiftRuntime });
  clients.push(client);
  return client;
}

test('ID-01, ID-02, ID-03: register, sign in, restore in another start, sign out', async () => {
  const store = memorySession();
  const client = people(store);
  expect(await client.session.register(ana)).toEqual({ registered: true });
  expect(await client.session.signIn(ana)).toMatchObject({ username: 'ana', role: 'superadmin' });
  expect((await client.api.auth.me.query()).email).toBe(ana.email);
  client.close();
  const again = people(store);
  expect(await again.session.restore()).toMatchObject({ status: 'signedIn' });
  await again.api.auth.me.query();
  await again.session.signOut();
  expect(await people(store).session.restore()).toMatchObject({ reason: 'none' });
});

test('CHAT-20, CHAT-24: two people, cut lines and a restarted server: each message once, in order', async () => {
  const [writer, reader] = [people(), people()];
  await writer.session.signIn(ana);
  await reader.session.signIn(ana);
  const { id: channelId } = await writer.api.chat.channels.create.mutate({ name: 'harbour' });
  const { headSeq } = await reader.api.chat.messages.history.query({ channelId });
  const heard = new Value<readonly string[]>([]);
  const seqs: number[] = [];
  const ready = new Value(0);
  reader.channel(channelId, {
    lastSeq: headSeq,
    onReady: () => ready.set(ready.get() + 1),
    onEvent: (event) => {
      if (event.type !== 'message.created') return;
      seqs.push(event.seq);
      heard.set([...heard.get(), event.message.content]);
    },
  });
  await until(ready, (count) => count > 0);

  const texts = Array.from({ length: 120 }, (_, index) => `message ${index}`);
  const sends: Promise<unknown>[] = [];
  for (const [index, content] of texts.entries()) {
    sends.push(writer.outbox.send({ channelId, content }).sent);
    if (index % 10 === 9) {
      await Promise.race(sends.slice(-10));
      proxy.sever(() => Math.random() < 0.7);
    }
    if (index === 60) {
      await server.stop();
      server = await start();
      proxy.retarget(server.url);
    }
  }
  await Promise.all(sends);
  await until(heard, (all) => all.length >= texts.length);
  expect(heard.get()).toEqual(texts);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
});

test('CHAT-25: a session that was closed elsewhere signs this client out', async () => {
  const store = memorySession();
  const client = people(store);
  await client.session.signIn(ana);
  await until(client.connection, ({ status }) => status === 'online');
  const refreshToken = (await store.load()) ?? '';
  const outsider = createAtalaya({ url: proxy.url, token: '' });
  clients.push(outsider);
  await outsider.api.auth.logout.mutate({ refreshToken });
  const state = await until(client.session.state, ({ status }) => status === 'signedOut');
  expect(state).toMatchObject({ reason: 'ended' });
});

test('CHAT-24: a hundred streams come back together after a cut', async () => {
  const client = people();
  await client.session.signIn(ana);
  const { id: channelId } = await client.api.chat.channels.create.mutate({ name: 'many' });
  const ready = new Value(0);
  const ended: unknown[] = [];
  for (let stream = 0; stream < 100; stream++) {
    client.channel(channelId, {
      onEvent: () => {},
      onReady: () => ready.set(ready.get() + 1),
      onEnd: (error) => ended.push(error),
    });
  }
  await until(ready, (count) => count >= 100);
  const before = ready.get();
  proxy.sever();
  await until(ready, (count) => count >= before + 100);
  await until(client.connection, ({ status }) => status === 'online');
  expect(ended).toEqual([]);
});
