import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, cp, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canRun, databaseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { reachableBinaries } from './embedded/place.ts';
import { startEmbedded } from './embedded.ts';

import {
  aFolder,
  aServer,
  canActAsSomeone,
  clusterProgram,
  isRoot,
  query,
  refusal,
  someone,
  started,
  undo,
} from './testing-data/embedded-helpers.ts';

test('Q-06: the first start makes a durable database, a later one finds it again', async () => {
  const dataDir = join(await aFolder(), 'data');
  const began = performance.now();
  const first = await started(dataDir);
  const firstMs = performance.now() - began;
  await query(first.url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  const stopping = performance.now();
  await first.stop();
  expect(performance.now() - stopping).toBeLessThan(10_000);

  const again = performance.now();
  const second = await started(dataDir);
  const laterMs = performance.now() - again;
  expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
  const settings = await query<{ name: string; setting: string }>(
    second.url,
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'max_connections')",
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '127.0.0.1',
    max_connections: '200',
  });
  expect(firstMs).toBeLessThan(15_000);
  expect(laterMs).toBeLessThan(10_000);
});

test('Q-06: letters outside ASCII are letters: search and case work for all members', async () => {
  const { url } = await started(join(await aFolder(), 'data'));
  await query(url, 'CREATE EXTENSION pg_trgm');
  const [row] = await query(
    url,
    "SELECT similarity('Привет', 'привет') AS similar, lower('ÉÑŠ') AS lower, to_tsvector('simple', '«Привет» — мир')::text AS words, datcollate FROM pg_database WHERE datname = current_database()",
  );
  expect(row).toMatchObject({ similar: 1, lower: 'éñš', words: "'мир':2 'привет':1" });
});

test('Q-06: nobody gets in without the password, which only its owner can read', async () => {
  const dataDir = join(await aFolder(), 'data');
  const { url, home } = await started(dataDir);
  expect((await stat(join(dataDir, 'database.password'))).mode & 0o777).toBe(0o600);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  const guess = new URL(url);
  guess.password = 'wrong';
  await expect(query(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  guess.password = '';
  await expect(query(guess.href, 'SELECT 1')).rejects.toThrow();
});

test('Q-06: after kill -9 of the server, the PostgreSQL it left behind is ended and what was committed is there', async () => {
  const dataDir = join(await aFolder(), 'data');
  const { server, url, pid } = await aServer(dataDir);
  await query(url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  server.kill('SIGKILL');
  await new Promise((resolve) => server.once('exit', resolve));
  expect(() => process.kill(pid, 0)).not.toThrow();

  const lines: string[] = [];
  const began = performance.now();
  const next = await started(dataDir, { log: (line) => lines.push(line) });
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(next.pid).not.toBe(pid);
  expect(() => process.kill(pid, 0)).toThrow();
  expect(lines.join('\n')).toContain('left behind');
  expect(await query(next.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('Q-06: after kill -9 of server and PostgreSQL it recovers, whatever program has their numbers by now', async () => {
  const dataDir = join(await aFolder(), 'data');
  const { server, url, pid } = await aServer(dataDir);
  await query(url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  server.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await new Promise((resolve) => server.once('exit', resolve));
  const stranger = spawn(
    'sleep',
    ['60'],
    isRoot ? (databaseAccount(join(dataDir, 'postgres/data')) ?? {}) : {},
  );
  undo.push(() => stranger.kill('SIGKILL'));
  const pidFile = join(dataDir, 'postgres/data/postmaster.pid');
  await writeFile(
    pidFile,
    (await readFile(pidFile, 'utf8')).replace(String(pid), String(stranger.pid)),
  );
  await writeFile(
    join(dataDir, 'database.lock'),
    JSON.stringify({ pid: stranger.pid, birth: 'long ago' }),
  );

  const began = performance.now();
  const next = await started(dataDir);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(await query(next.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
  expect(stranger.exitCode).toBeNull();
});

test('Q-06: a first start that was cut off leaves nothing in the way of the next', async () => {
  const dataDir = join(await aFolder(), 'data');
  const first = await started(dataDir);
  await first.stop();
  await rm(join(first.home, 'data'), { recursive: true });
  await mkdir(join(first.home, 'data.unfinished/base'), { recursive: true });
  await writeFile(join(first.home, 'initial-password'), 'old');
  const next = await started(dataDir);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('Q-06: a lost password file is replaced', async () => {
  const dataDir = join(await aFolder(), 'data');
  const first = await started(dataDir);
  await first.stop();
  await rm(join(dataDir, 'database.password'));
  const next = await started(dataDir);
  expect(next.url).not.toContain(new URL(first.url).password);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)(
  'Q-06: as root below a closed folder the database is placed where its user can go',
  async () => {
    const dataDir = join(await aFolder(0o700), 'data');
    const lines: string[] = [];
    const first = await started(dataDir, { log: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain(first.home);
    expect(first.home.startsWith('/var/lib/atalaya/clusters/')).toBe(true);
    expect(await realpath(join(dataDir, 'postgres'))).toBe(first.home);
    expect((await stat(first.home)).mode & 0o777).toBe(0o700);
    await query(first.url, 'CREATE TABLE kept (id int)');
    await first.stop();
    const next = await started(dataDir);
    expect(next.home).toBe(first.home);
    expect(await query(next.url, 'SELECT * FROM kept')).toEqual([]);
    await next.stop();
    await rm(first.home, { recursive: true });
    expect(await refusal(startEmbedded({ dataDir }))).toContain('bring that folder back');
  },
);

test.runIf(isRoot)(
  'Q-06: as root with node_modules below a closed folder a copy of the binaries runs',
  async () => {
    const closed = join(await aFolder(0o700), 'native');
    const found = await findBinaries();
    await cp(found.root, closed, { recursive: true, verbatimSymlinks: true });
    const account = databaseAccount('/nowhere');
    expect(account && canRun(account, join(closed, 'bin/initdb'))).toBe(false);
    const reachable = await reachableBinaries({ ...found, root: closed }, account);
    expect(reachable.root).toContain(found.version);
    expect(account && canRun(account, join(reachable.root, 'bin/postgres'))).toBe(true);
  },
);

test('Q-06: a test run that is killed leaves neither a PostgreSQL nor a folder behind', async () => {
  const run = spawn(process.execPath, [clusterProgram], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = await once(run.stdout, 'data');
  const { url, folder } = JSON.parse(String(chunk)) as { url: string; folder: string };
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  run.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 5_000 }).toBe(false);
  await expect(query(url, 'SELECT 1')).rejects.toThrow();
});

test.runIf(canActAsSomeone)(
  'Q-06: as another user than root it runs as that user, and root takes over without changing owners',
  async () => {
    const folder = await aFolder();
    await chown(folder, someone.uid, someone.gid);
    const dataDir = join(folder, 'data');
    const { server, url } = await aServer(dataDir, someone);
    await query(url, 'CREATE TABLE kept (id int)');
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    const next = await started(dataDir);
    expect(await query(next.url, 'SELECT * FROM kept')).toEqual([]);
    expect((await stat(join(next.home, 'data'))).uid).toBe(someone.uid);
  },
);
