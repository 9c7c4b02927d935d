import pg from 'pg';
import { MIGRATIONS, type Migration, readMigrations } from './engine/folder.ts';
import { codeOf, MigrationError } from './errors.ts';

export { MigrationError } from './errors.ts';

export type MigrateOptions = {
  url: string;
  log?: (line: string) => void;
  /** Where the migrations lie. Default: the project's own. */
  folder?: string;
};

type Row = { name: string; checksum: string; finished: boolean };

/** The key of the lock that one migrating server holds: any number that nobody else uses ("Atalaya" in ASCII, shortened). */
const LOCK = 0x4174_616c;

/**
 * Brings the database to the newest migration, with Prisma's own engine and table. Servers may call it together: one works, the
 * others wait. A migration is applied whole or not at all, so one that failed or was cut off is simply tried again next time.
 * When there is nothing to do this costs one query (a few milliseconds).
 * @returns the names of the migrations applied now.
 * @throws MigrationError when a migration fails, or was edited after it had been applied.
 */
export async function applyMigrations({
  url,
  log = () => undefined,
  folder = MIGRATIONS,
}: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, application_name: 'atalaya-migrate' });
  await client.connect();
  try {
    if (missing(migrations, await appliedRows(client), log).length === 0) return { applied: [] };
    await lock(client, log);
    // Whoever held the lock may have done it all.
    const rows = await appliedRows(client);
    const todo = missing(migrations, rows, log);
    if (todo.length === 0) return { applied: [] };
    if (rows.some((row) => !row.finished)) await forgetUnfinished(client, log);
    const started = performance.now();
    const { deploy } = await import('./engine/deploy.ts');
    const applied = await deploy(url, folder, migrations);
    log(
      `Applied ${applied.length} database migration(s) in ${Math.round(performance.now() - started)} ms: ${applied.join(', ')}`,
    );
    return { applied };
  } finally {
    // Closing the connection gives the lock back.
    await client.end();
  }
}

/** What has not been applied yet. Throws for what was edited. */
function missing(migrations: Migration[], rows: Row[], log: (line: string) => void): Migration[] {
  const finished = new Map(
    rows.filter((row) => row.finished).map((row) => [row.name, row.checksum]),
  );
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...finished.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0)
    log(
      `The database has migrations that this version does not know (${unknown.join(', ')}): a newer Atalaya has used it.`,
    );
  for (const { name, checksum } of migrations) {
    const was = finished.get(name);
    if (was !== undefined && was !== checksum) {
      throw new MigrationError(
        `The migration ${name} was edited after it had been applied to this database: bring its original migration.sql back and put the change into a new migration.`,
        { migration: name },
      );
    }
  }
  return migrations.filter((migration) => !finished.has(migration.name));
}

async function appliedRows(client: pg.Client): Promise<Row[]> {
  try {
    const { rows } = await client.query<Row>(
      'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    return rows;
  } catch (error) {
    if (codeOf(error) === '42P01') return [];
    throw error;
  }
}

async function lock(client: pg.Client, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS free',
    [LOCK],
  );
  if (rows[0]?.free) return;
  log('Another server is migrating the database; waiting for it.');
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

/**
 * With the lock in our hands an unfinished row was left by a server that died or by a migration that failed; either way its
 * statements were rolled back. Prisma would stop for ever at such a row and ask for its command line.
 */
async function forgetUnfinished(client: pg.Client, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL RETURNING migration_name AS name',
  );
  log(
    `Trying again the migration(s) that did not end last time: ${rows.map((row) => row.name).join(', ')}`,
  );
}
