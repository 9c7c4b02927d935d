import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDataFolder } from '../testing/config.ts';
import { outcomes, patch, sendFile, someone } from '../testing/files.ts';
import { TestS3 } from '../testing/s3.ts';
import { startTestServer } from '../testing/server.ts';
import { createS3Store } from './files-s3.ts';

let s3: TestS3;
let store: ReturnType<typeof createS3Store>;
beforeAll(async () => {
  s3 = await TestS3.start();
  store = createS3Store(s3.config);
});
afterAll(async () => {
  store.close();
  await s3[Symbol.asyncDispose]();
});

describe('files in an S3-compatible store', () => {
  test('CHAT-40: small and large files are kept whole and read by range', async () => {
    // The large one goes in several parts.
    for (const size of [10, 20_000_000]) {
      const bytes = randomBytes(size);
      const pieces = Array.from({ length: Math.ceil(size / 65_536) }, (_, n) =>
        bytes.subarray(n * 65_536, (n + 1) * 65_536),
      );
      expect(await store.write('org/a/original', Readable.from(pieces))).toBe(size);
      expect(await store.size('org/a/original')).toBe(size);
      expect((await buffer(await store.read('org/a/original'))).equals(bytes)).toBe(true);
      const part = await buffer(await store.read('org/a/original', { start: 3, end: 7 }));
      expect(part.equals(bytes.subarray(3, 8))).toBe(true);
    }
    await store.delete('org/a/original');
    await store.delete('org/a/original');
    expect(await store.size('org/a/original')).toBeNull();
    await expect(store.read('org/a/original')).rejects.toMatchObject({ code: 'notFound' });
  });

  test('CHAT-40: a stream that breaks leaves nothing', async () => {
    const breaking = Readable.from(
      (async function* () {
        yield randomBytes(9_000_000);
        throw new Error('cut');
      })(),
    );
    await expect(store.write('org/b/original', breaking)).rejects.toThrow('cut');
    expect(await store.size('org/b/original')).toBeNull();
  });

  test('CHAT-40: a hostile key is refused', async () => {
    const refusal = { code: 'invalidInput', details: { reason: 'fileKey' } };
    await expect(store.write('../x', Readable.from(['x']))).rejects.toMatchObject(refusal);
  });

  test('CHAT-40, CHAT-41, CHAT-42: a server that is told of the store keeps its files there', async () => {
    await using server = await startTestServer({ s3: s3.config });
    const ana = await someone(server);
    const { id: channelId } = await ana.caller.chat.channels.create({ name: 'fotos' });
    const bytes = await sharp({
      create: { width: 40, height: 20, channels: 3, background: '#824' },
    })
      .png()
      .toBuffer();
    const file = await sendFile(server, ana, { channelId, name: 'a.png', bytes });
    expect(file).toMatchObject({ state: 'ready', width: 40 });
    const key = `${ana.organisation.id}/${file.id}`;
    expect(await store.size(`${key}/original`)).toBe(file.bytes);
    const { items } = await ana.caller.files.urls({ fileIds: [file.id] });
    const response = await fetch(`${server.url}${items[0]?.small}`);
    expect((await sharp(await response.bytes()).metadata()).width).toBe(40);
    const part = await fetch(`${server.url}${items[0]?.original}`, {
      headers: { range: 'bytes=1-3' },
    });
    expect(await part.text()).toBe('PNG');
    await ana.caller.files.delete({ fileId: file.id });
    for (const variant of ['original', 'medium', 'small']) {
      expect(await store.size(`${key}/${variant}`)).toBeNull();
    }
    const refused = await sendFile(server, ana, {
      channelId,
      name: 'a.pdf',
      bytes: Buffer.from('%PDF-1.7 <script>'.padEnd(9_000, ' ')),
    });
    expect(refused.refusal).toBe('fileActive');
    expect(await store.size(`${ana.organisation.id}/${refused.id}/original`)).toBeNull();
  });

  test('CHAT-40: an upload that comes to one node goes on at another', async () => {
    const shared = {
      s3: s3.config,
      uploadDir: join(newDataFolder(), 'uploads'),
      secretKey: randomBytes(32).toString('hex'),
    };
    await using one = await startTestServer(shared);
    await using two = await startTestServer({ ...shared, databaseUrl: one.config.databaseUrl });
    const ana = await someone(one);
    const { id: channelId } = await ana.caller.chat.channels.create({ name: 'dos' });
    const settled = await outcomes(ana);
    const bytes = Buffer.from('%PDF-1.7'.padEnd(2_000, ' '));
    const begun = await ana.caller.files.begin({ channelId, name: 'a.pdf', bytes: bytes.length });
    expect((await patch(one, ana, begun.url, 0, bytes.subarray(0, 900))).status).toBe(204);
    expect((await patch(two, ana, begun.url, 900, bytes.subarray(900))).status).toBe(204);
    // Either node may have looked at it; this one is told, or asks.
    await Promise.race([
      settled(begun.fileId),
      expect
        .poll(() => ana.caller.files.get({ fileId: begun.fileId }), { timeout: 10_000 })
        .toMatchObject({ state: 'ready' }),
    ]);
    const { items } = await ana.caller.files.urls({ fileIds: [begun.fileId] });
    const response = await fetch(`${two.url}${items[0]?.original}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });
});
