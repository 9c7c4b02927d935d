import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, expect } from 'vitest';
import { DatabaseSetupError, type Embedded, startEmbedded } from '../embedded.ts';

/** PostgreSQL runs as a user of its own then. */
export const isRoot = process.getuid?.() === 0;

/** A user without any rights of its own. */
export const someone = { uid: 65_534, gid: 65_534 };

/** Whether this can act as another user: as root, in a clone that others may walk into. */
export const canActAsSomeone =
  isRoot && spawnSync(process.execPath, ['--version'], { ...someone, cwd: '/' }).status === 0;
const program = fileURLToPath(new URL('./run-embedded.ts', import.meta.url));
/** A test run that waits to be killed. */
export const clusterProgram = fileURLToPath(new URL('./run-test-cluster.ts', import.meta.url));
/** What is taken back after each test, last first. */
export const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** A new folder that is removed after the test. */
export async function aFolder(mode = 0o755): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'atalaya-db-')));
  await chmod(folder, mode);
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The database, stopped and removed after the test. */
export async function started(
  dataDir: string,
  options: { port?: number; log?: (line: string) => void } = {},
): Promise<Embedded> {
  const database = await startEmbedded({ dataDir, ...options });
  undo.push(async () => {
    await database.stop();
    await rm(database.home, { recursive: true, force: true });
  });
  return database;
}

/** The rows of one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The message of the `DatabaseSetupError` that the work must fail with. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseSetupError);
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  return message;
}

/** A server in a process of its own, to be killed. As another user where one is given. */
export async function aServer(
  dataDir: string,
  user: { uid: number; gid: number } | undefined = undefined,
): Promise<{ server: ChildProcess; url: string; pid: number }> {
  const server = spawn(process.execPath, [program, dataDir], {
    ...user,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  undo.push(() => server.kill('SIGKILL'));
  const text = await new Promise<string>((resolve, reject) => {
    let output = '';
    server.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('\n')) resolve(output);
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`The server ended: ${output}`)));
  });
  return { server, ...(JSON.parse(text) as { url: string; pid: number }) };
}
