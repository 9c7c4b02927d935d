import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';

import {
  aFolder,
  aServer,
  canActAsSomeone,
  isRoot,
  query,
  refusal,
  someone,
  started,
  undo,
} from './testing-data/embedded-helpers.ts';

test('OPS-04: a data folder that is in use is refused, and left alone', async () => {
  const dataDir = join(await aFolder(), 'data');
  const first = await started(dataDir);
  expect(await refusal(startEmbedded({ dataDir }))).toContain(
    `in use by another Atalaya (process ${process.pid})`,
  );
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('OPS-04: two starts at the same moment: one wins, the other is told', async () => {
  const dataDir = join(await aFolder(), 'data');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'database.lock'), JSON.stringify({ pid: 1, birth: 'long ago' }));
  const results = await Promise.allSettled([
    startEmbedded({ dataDir }),
    startEmbedded({ dataDir }),
  ]);
  for (const result of results) if (result.status === 'fulfilled') await result.value.stop();
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('OPS-04: an unusable data folder is explained in one sentence', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, 'file'), '');
  expect(await refusal(startEmbedded({ dataDir: join(folder, 'file') }))).toContain(
    'a file is in its place',
  );
  expect(await refusal(startEmbedded({ dataDir: join(folder, 'file', 'data') }))).toContain(
    'a file is in its place',
  );
  const occupied = join(folder, 'occupied');
  await mkdir(occupied);
  await writeFile(join(occupied, 'postgres'), '');
  expect(await refusal(startEmbedded({ dataDir: occupied }))).toContain('a file is in its place');
});

test.runIf(!isRoot || canActAsSomeone)(
  'OPS-04: a data folder that may not be written is explained',
  async () => {
    const folder = await aFolder(0o555);
    if (!isRoot)
      return expect(await refusal(startEmbedded({ dataDir: join(folder, 'data') }))).toContain(
        'cannot be written',
      );
    const error = await aServer(join(folder, 'data'), someone).catch((reason: Error) => reason);
    expect((error as Error).message).toContain('cannot be written by this user');
  },
);

test('OPS-04: a database of another major version is not touched', async () => {
  const dataDir = join(await aFolder(), 'data');
  const first = await started(dataDir);
  await first.stop();
  await writeFile(join(first.home, 'data/PG_VERSION'), '17\n');
  expect(await refusal(startEmbedded({ dataDir }))).toContain('made by PostgreSQL 17');
});

test('OPS-04: a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  undo.push(() => other.close());
  const { port } = other.address() as { port: number };
  expect(await refusal(startEmbedded({ dataDir: join(await aFolder(), 'data'), port }))).toContain(
    `port ${port}`,
  );
});

test('OPS-04: a platform without binaries is named', async () => {
  const { arch } = process;
  undo.push(() => Object.defineProperty(process, 'arch', { value: arch }));
  Object.defineProperty(process, 'arch', { value: 's390x' });
  expect(await refusal(startEmbedded({ dataDir: join(await aFolder(), 'data') }))).toContain(
    'set DATABASE_URL',
  );
});
