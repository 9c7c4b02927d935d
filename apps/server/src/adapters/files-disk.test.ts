import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, test } from 'vitest';
import { createDiskStore } from './files-disk.ts';

let folder: string;
let store: ReturnType<typeof createDiskStore>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-files-'));
  store = createDiskStore(join(folder, 'files'));
});

test('files are kept whole and read by range', async () => {
  const written = await store.write(
    'org/2026/photo.webp',
    Readable.from([Buffer.from('0123456789')]),
  );
  expect(written).toBe(10);
  expect(await store.size('org/2026/photo.webp')).toBe(10);
  expect(String(await buffer(await store.read('org/2026/photo.webp')))).toBe('0123456789');
  const part = await store.read('org/2026/photo.webp', { start: 2, end: 4 });
  expect(String(await buffer(part))).toBe('234');
  await store.delete('org/2026/photo.webp');
  await store.delete('org/2026/photo.webp');
  expect(await store.size('org/2026/photo.webp')).toBeNull();
  await expect(store.read('org/2026/photo.webp')).rejects.toMatchObject({ code: 'notFound' });
});

test('a stream that breaks leaves the old file as it was and nothing half written', async () => {
  await store.write('a/b', Readable.from([Buffer.from('old')]));
  const breaking = Readable.from(
    (async function* () {
      yield Buffer.alloc(300_000);
      throw new Error('cut');
    })(),
  );
  await expect(store.write('a/b', breaking)).rejects.toThrow('cut');
  const brokenAtOnce = new Readable({ read: () => brokenAtOnce.destroy(new Error('cut')) });
  await expect(store.write('a/new', brokenAtOnce)).rejects.toThrow('cut');
  expect(String(await buffer(await store.read('a/b')))).toBe('old');
  expect(await store.size('a/new')).toBeNull();
  expect(readdirSync(join(folder, 'files/.unfinished'))).toEqual([]);
});

test.each([
  '../outside',
  'a/../../outside',
  '/etc/passwd',
  'a//b',
  './a',
  'a/.hidden',
  '.unfinished/x',
  'a\\b',
  'a\0b',
  'a/b/',
  '',
  'x'.repeat(101),
  'ä',
])('a hostile key is refused: %j', async (key) => {
  const refusal = { code: 'invalidInput', details: { reason: 'fileKey' } };
  await expect(store.write(key, Readable.from(['x']))).rejects.toMatchObject(refusal);
  await expect(store.read(key)).rejects.toMatchObject(refusal);
  await expect(store.size(key)).rejects.toMatchObject(refusal);
  await expect(store.delete(key)).rejects.toMatchObject(refusal);
});

test('a link that lies in the store leads nowhere', async () => {
  await store.write('a/real', Readable.from(['x']));
  writeFileSync(join(folder, 'secret'), 'secret');
  symlinkSync(join(folder, 'secret'), join(folder, 'files/a/link'));
  await expect(store.read('a/link')).rejects.toMatchObject({ code: 'notFound' });
});
