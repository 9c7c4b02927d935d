import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@atalaya/db/testing';
import { loadConfig, type RunningServer, startServer } from '@atalaya/server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createAtalaya } from './atalaya.ts';
import { memorySession } from './session-store.ts';
import { until } from './subscribable.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

const ana = { email: 'ana@harbour.example', username: 'ana', password: 'long-harbour-lights-7' };
let database: { url: string; drop: () => Promise<void> };
let dataDir: string;
let server: RunningServer;
let proxy: TestProxy;
let client: ReturnType<typeof people>;
let channelId: string;

const start = () =>
  startServer(
    loadConfig({
      PORT: '0',
      DEMO: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    }),
    { webFolder: null },
  );
const people = () =>
  createAtalaya({ url: proxy.url, session: memorySession(), runtime: swiftRuntime });

beforeAll(async () => {
  database = await createTestDatabase(inject('clusterUrl'));
  dataDir = await mkdtemp(join(tmpdir(), 'atalaya-client-files-'));
  server = await start();
  proxy = await startProxy(server.url);
  client = people();
  await client.session.register(ana);
  await client.session.signIn(ana);
  ({ id: channelId } = await client.api.chat.channels.create.mutate({ name: 'harbour' }));
});
afterAll(async () => {
  client?.close();
  await proxy?.close();
  await server?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A document of so many bytes. */
const aDocument = (bytes: number) => {
  const content = randomBytes(bytes);
  content.write('%PDF-1.7\n');
  return content;
};
const items = () => client.files.items.get();

test('CHAT-40: several files at once arrive whole, with progress, and go out with a message', async () => {
  const contents = [300_000, 5_000_000, 40_000, 900_000, 12].map(aDocument);
  const seen = new Set<number>();
  let most = 0;
  const stop = client.files.items.subscribe(() => {
    most = Math.max(most, items().filter(({ state }) => state === 'sending').length);
    for (const { bytes, sent } of items()) if (bytes === 5_000_000) seen.add(sent);
  });
  const sendings = contents.map((content, index) =>
    client.files.send({ channelId, name: `${index}.pdf`, source: new Blob([content]) }),
  );
  const files = await Promise.all(sendings.map(({ ready }) => ready));
  stop();
  expect(most).toBe(3);
  expect(seen.size).toBeGreaterThan(2);
  const fileIds = files.map(({ id }) => id);
  const message = await client.outbox.send({ channelId, content: '', fileIds }).sent;
  expect(message.files?.map(({ name }) => name)).toEqual(contents.map((_, n) => `${n}.pdf`));
  client.files.clear(fileIds);
  expect(items()).toEqual([]);
  const addresses = await Promise.all(fileIds.map((id) => client.fileUrls.of(id)));
  for (const [index, content] of contents.entries()) {
    const response = await fetch(addresses[index]?.original ?? '');
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  }
});

test('CHAT-40: a file goes on where it broke off, over cut lines and a restarted server', async () => {
  const content = aDocument(25_000_000);
  const { ready } = client.files.send({ channelId, name: 'a.pdf', source: new Blob([content]) });
  const beyond = (part: number) =>
    until(client.files.items, (all) => (all[0]?.sent ?? 0) > part * content.length);
  await beyond(0.2);
  proxy.sever();
  await beyond(0.5);
  await server.stop();
  server = await start();
  proxy.retarget(server.url);
  await beyond(0.8);
  proxy.sever();
  const file = await ready;
  expect(file).toMatchObject({ state: 'ready', bytes: content.length });
  const address = await client.fileUrls.of(file.id);
  const response = await fetch(address?.original ?? '');
  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  client.files.clear([file.id]);
  await client.api.files.delete.mutate({ fileId: file.id });
});

test('CHAT-41: a refused file says why, and can be taken away', async () => {
  const source = new Blob(['<svg onload="alert(1)"></svg>']);
  const { key, ready } = client.files.send({ channelId, name: 'a.txt', source });
  await expect(ready).rejects.toMatchObject({ messageKey: 'error.refused.fileActive' });
  expect(items()).toMatchObject([{ key, state: 'failed', error: { code: 'refused' } }]);
  client.files.remove(key);
  expect(items()).toEqual([]);
  const large = client.files.send({ channelId, name: 'a.svg', source });
  await expect(large.ready).rejects.toMatchObject({ messageKey: 'error.refused.fileType' });
  client.files.remove(large.key);
});

test('CHAT-40: a file that is taken away while it is sent is gone at the server too', async () => {
  const source = new Blob([aDocument(20_000_000)]);
  const { key, ready } = client.files.send({ channelId, name: 'a.pdf', source });
  await until(client.files.items, (all) => (all[0]?.sent ?? 0) > 0);
  const fileId = items()[0]?.fileId ?? '';
  client.files.remove(key);
  await expect(ready).rejects.toMatchObject({ name: 'AbortError' });
  await expect
    .poll(() =>
      client.api.files.get.query({ fileId }).then(
        () => null,
        ({ code }) => code,
      ),
    )
    .toBe('notFound');
});
