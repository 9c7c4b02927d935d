import { resolve } from 'node:path';
import { applyMigrations } from '../migrate.ts';

/** `migrate`: brings the database of DATABASE_URL, or the built-in one in DATA_DIR, to the newest migration. */
// pnpm runs scripts in the package's folder; a relative DATA_DIR is meant from where the person stands.
const log = (line: string) => console.log(line);
const { DATABASE_URL, DATA_DIR = './data', INIT_CWD = '.' } = process.env;
try {
  const { url, stop } = DATABASE_URL
    ? { url: DATABASE_URL, stop: async () => undefined }
    : await (await import('../embedded.ts')).startEmbedded({
        dataDir: resolve(INIT_CWD, DATA_DIR),
        log,
      });
  try {
    if (DATABASE_URL)
      await (await import('../wait.ts')).waitForDatabase(url, {
        log,
        signal: AbortSignal.timeout(60_000),
      });
    const { applied } = await applyMigrations({ url, log });
    if (applied.length === 0) log('The database is up to date.');
  } finally {
    await stop();
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
