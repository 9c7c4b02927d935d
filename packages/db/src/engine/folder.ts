import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, MigrationError } from '../errors.ts';

/** One folder below `prisma/migrations/`. */
export type Migration = { name: string; sql: string; checksum: string };

/** The project's migrations. */
export const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The project's schema files. */
export const SCHEMA = fileURLToPath(new URL('../../prisma/schema', import.meta.url));

/**
 * Reads all migrations in the order they are applied in (by name); none when the folder is missing.
 * @throws MigrationError for a folder without `migration.sql`.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const names = entries
    .filter((each) => each.isDirectory())
    .map((each) => each.name)
    .sort();
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const path = join(folder, name, 'migration.sql');
  const sql = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MigrationError(
      `The migration ${name} has no readable migration.sql: bring the file ${path} back.`,
      { migration: name, cause },
    );
  });
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/** Reads the schema files in the order of their names. */
export async function readSchema(folder: string): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      content: await readFile(join(folder, name), 'utf8'),
    })),
  );
}
