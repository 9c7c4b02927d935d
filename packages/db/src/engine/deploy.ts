import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationError } from '../errors.ts';
import { NO_FILTERS, openEngine, runWhole, type ScriptRunner } from './engine.ts';
import type { Migration } from './folder.ts';

/** Done in the migration's own transaction: a server killed right after it leaves no migration that is applied but not recorded. */
const RECORD = `\n;UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

/**
 * Has Prisma's engine apply what is missing. The caller holds the lock.
 * @returns the names of what was applied.
 * @throws MigrationError for a migration that PostgreSQL refuses.
 */
export async function deploy(
  url: string,
  folder: string,
  migrations: Migration[],
): Promise<string[]> {
  const byScript = new Map(migrations.map((migration) => [migration.sql, migration]));
  let failed: { migration: Migration; error: unknown } | undefined;
  const run: ScriptRunner = async (script, pool) => {
    const migration = byScript.get(script);
    if (!migration) return runWhole(script, pool);
    try {
      // PostgreSQL allows these only outside a transaction, so they stand alone in their migration.
      await pool.query(/\bCONCURRENTLY\b/i.test(script) ? script : script + RECORD);
    } catch (error) {
      failed = { migration, error };
      throw error;
    }
  };
  const { engine, close } = await openEngine(url, { run });
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: asList(folder, migrations),
      filters: NO_FILTERS,
    });
    return appliedMigrationNames;
  } catch (error) {
    throw failed
      ? explain(failed.migration, failed.error)
      : new MigrationError(`The migrations could not be applied: ${firstLine(error)}`, {
          cause: error,
        });
  } finally {
    await close();
  }
}

/** The migrations as the engine wants them. */
export function asList(folder: string, migrations: Migration[]): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

function explain(migration: Migration, error: unknown): MigrationError {
  const { position, message } = error as { position?: string; message: string };
  const line = position
    ? ` in line ${migration.sql.slice(0, Number(position)).split('\n').length}`
    : '';
  return new MigrationError(
    `The migration ${migration.name} failed${line}, nothing of it was applied: ${message}. Remove that cause (or go back to the version before), then start again.`,
    { migration: migration.name, cause: error },
  );
}

function firstLine(error: unknown): string {
  return (
    String((error as Error).message ?? error)
      .trim()
      .split('\n')[0] ?? ''
  );
}
