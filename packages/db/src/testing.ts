import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from './embedded.ts';
import { applyMigrations } from './migrate.ts';

const TEMPLATE = 'atalaya_template';

/**
 * A PostgreSQL of its own in a temporary folder, without the waits for the disk. It ends and its folder goes with `stop()`, and
 * also when this process is killed. Takes about 0.5 s.
 */
export async function startTestCluster(): Promise<{
  url: string;
  folder: string;
  stop: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'atalaya-test-'));
  // As root, PostgreSQL's own user must be able to walk through; the cluster in it is closed.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  try {
    const cluster = await startEmbedded({ dataDir, durability: 'throwaway' });
    const folders = [dataDir, cluster.home];
    const dismiss = cleanUpWhenKilled(cluster.pid, folders);
    const stop = async () => {
      await cluster.stop();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
      dismiss();
    };
    return { url: cluster.url, folder: dataDir, stop };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** Applies the migrations once to a database that test databases are copied from. Waits for another process that does the same. */
export async function createTemplate(
  clusterUrl: string,
  options: { folder?: string } = {},
): Promise<{ name: string }> {
  await administer(clusterUrl, async (admin) => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      TEMPLATE,
    ]);
    if (!rowCount) await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  await applyMigrations({ url: databaseUrl(clusterUrl, TEMPLATE), ...options });
  return { name: TEMPLATE };
}

/** A database of one's own, with the schema and without data, in milliseconds. `drop()` throws out who is still connected. */
export async function createTestDatabase(
  clusterUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Several test files start at once, and PostgreSQL copies a template for one of them at a time: the others wait in line.
  await administer(clusterUrl, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`),
  );
  const drop = () =>
    administer(clusterUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return { url: databaseUrl(clusterUrl, name), drop };
}

async function administer(
  clusterUrl: string,
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl(clusterUrl, 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * A shell that waits on a pipe from us: however we end, even by `kill -9`, the pipe closes, and it ends PostgreSQL and removes
 * the folders. Gives the function that sends it home.
 */
function cleanUpWhenKilled(pid: number, folders: string[]): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script =
    'cat >/dev/null; pid=$1; shift; kill -QUIT "$pid" 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done; rm -rf "$@"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(pid), ...folders], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  guard.unref();
  (guard.stdin as unknown as { unref: () => void }).unref();
  return () => guard.kill('SIGKILL');
}
