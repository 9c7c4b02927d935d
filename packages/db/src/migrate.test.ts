import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { writeMigration } from './diff.ts';
import { applyMigrations, MigrationError } from './migrate.ts';
import { createTemplate, createTestDatabase } from './testing.ts';

let folder: string;
let database: { url: string; drop: () => Promise<void> };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atalaya-migrations-'));
  await createTemplate(inject('clusterUrl'));
  database = await emptyDatabase();
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Without the project's own migrations. */
async function emptyDatabase(): Promise<typeof database> {
  const made = await createTestDatabase(inject('clusterUrl'));
  await run(made.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  return made;
}

async function run(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function aMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const apply = (log: (line: string) => void = () => undefined) =>
  applyMigrations({ url: database.url, folder, log });

test('Q-06: migrations are applied in order, once, with functions and semicolons in them', async () => {
  await aMigration(
    '20260102000000_second',
    "-- a; comment\nCREATE FUNCTION two() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;",
  );
  await aMigration(
    '20260101000000_first',
    'CREATE TABLE one (id int); INSERT INTO one VALUES (1);',
  );
  expect(await apply()).toEqual({ applied: ['20260101000000_first', '20260102000000_second'] });
  expect((await run(database.url, 'SELECT two()')).rows).toEqual([{ two: 'a;b' }]);
  const began = performance.now();
  expect(await apply()).toEqual({ applied: [] });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect((await run(database.url, 'SELECT count(*)::int AS rows FROM one')).rows).toEqual([
    { rows: 1 },
  ]);
});

test('Q-06: several servers may migrate together: each migration is applied once', async () => {
  await aMigration(
    '20260101000000_slow',
    'SELECT pg_sleep(0.3); CREATE TABLE one (id int); INSERT INTO one VALUES (1);',
  );
  const lines: string[] = [];
  const results = await Promise.all([1, 2, 3].map(() => apply((line) => lines.push(line))));
  expect(results.flatMap((result) => result.applied)).toEqual(['20260101000000_slow']);
  expect(lines.filter((line) => line.includes('waiting'))).toHaveLength(2);
  expect((await run(database.url, 'SELECT count(*)::int AS rows FROM one')).rows).toEqual([
    { rows: 1 },
  ]);
});

test('Q-06: an edited migration is refused by name', async () => {
  await aMigration('20260101000000_first', 'CREATE TABLE one (id int);');
  await apply();
  await aMigration('20260101000000_first', 'CREATE TABLE one (id bigint);');
  const error = (await apply().catch((reason: unknown) => reason)) as MigrationError;
  expect(error).toBeInstanceOf(MigrationError);
  expect(error.migration).toBe('20260101000000_first');
  expect(error.message).toContain('was edited after it had been applied');
});

test('Q-06: a failed migration leaves nothing behind, says where, and is tried again once it is right', async () => {
  await aMigration(
    '20260101000000_first',
    'CREATE TABLE one (id int);\nINSERT INTO one VALUES (1);\nSELECT nonsense;',
  );
  for (const _attempt of [1, 2]) {
    const error = (await apply().catch((reason: unknown) => reason)) as MigrationError;
    expect(error).toBeInstanceOf(MigrationError);
    expect(error.message).toContain('20260101000000_first failed in line 3');
    expect(error.message).toContain('column "nonsense" does not exist');
    expect((await run(database.url, "SELECT to_regclass('one') AS one")).rows).toEqual([
      { one: null },
    ]);
  }
  await aMigration('20260101000000_first', 'CREATE TABLE one (id int);');
  expect(await apply()).toEqual({ applied: ['20260101000000_first'] });
});

test('Q-06: a server that dies while migrating does not block the next one', async () => {
  await aMigration('20260101000000_first', 'CREATE TABLE one (id int);');
  await apply();
  await aMigration('20260102000000_second', 'CREATE TABLE two (id int);');
  await run(
    database.url,
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '20260102000000_second')",
  );
  expect(await apply()).toEqual({ applied: ['20260102000000_second'] });
});

test('Q-06: a database that a newer version has migrated is used, with a word about it', async () => {
  await aMigration('20260101000000_first', 'CREATE TABLE one (id int);');
  await aMigration('20260102000000_second', 'CREATE TABLE two (id int);');
  await apply();
  await rm(join(folder, '20260102000000_second'), { recursive: true });
  const lines: string[] = [];
  expect(await apply((line) => lines.push(line))).toEqual({ applied: [] });
  expect(lines.join()).toContain('20260102000000_second');
});

test('Q-06: the difference to the schema becomes a migration, and what was made by hand stays', async () => {
  const schema = join(folder, 'schema');
  const migrations = join(folder, 'migrations');
  await mkdir(schema);
  const write = (extra: string) =>
    writeFile(
      join(schema, 'main.prisma'),
      `datasource db {\n  provider = "postgresql"\n}\n\nmodel Note {\n  id String @id @default(uuid(7)) @db.Uuid\n  text String\n${extra}\n  @@map("note")\n}\n`,
    );
  await write('');
  const first = await writeMigration({ name: 'First one', migrations, schema });
  expect(first?.path).toMatch(/\d{14}_first_one\/migration\.sql$/);
  expect(first?.sql).toContain('CREATE TABLE "note"');
  await writeFile(
    first?.path ?? '',
    `${first?.sql}
-- By hand
CREATE INDEX note_words ON note USING gin (to_tsvector('simple', text));
CREATE INDEX note_brin ON note USING brin (text);
CREATE INDEX note_long ON note (text) WHERE length(text) > 100;
ALTER TABLE note ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED;
CREATE UNLOGGED TABLE cursor (id int PRIMARY KEY, note uuid REFERENCES note (id));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no; never'; END $$;
CREATE TRIGGER note_kept BEFORE DELETE ON note FOR EACH ROW EXECUTE FUNCTION refuse();
`,
  );
  expect(await writeMigration({ name: 'nothing', migrations, schema })).toBeUndefined();
  await write('  stars Int @default(0)');
  const second = await writeMigration({ name: 'stars', migrations, schema });
  expect(second?.sql).toBe(
    '-- AlterTable\nALTER TABLE "note" ADD COLUMN     "stars" INTEGER NOT NULL DEFAULT 0;\n',
  );
  expect(await readFile(join(migrations, 'migration_lock.toml'), 'utf8')).toContain('postgresql');
  expect((await applyMigrations({ url: database.url, folder: migrations })).applied).toHaveLength(
    2,
  );
});

test('Q-06, CHAT-03: open public channels of one name keep it once when the database begins to ask for that', async () => {
  const project = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const from = '20261121193000_public_channel_names';
  for (const name of await readdir(project)) {
    if (name < from) await cp(join(project, name), join(folder, name), { recursive: true });
  }
  await apply();
  await run(
    database.url,
    `INSERT INTO organisation (id, name, slug) SELECT lpad(n::text, 32, '0')::uuid, n, n FROM generate_series(1, 2) n;
     INSERT INTO channel (id, organisation_id, type, name, created_at, archived_at)
     SELECT lpad(n::text, 32, '0')::uuid, lpad(o::text, 32, '0')::uuid, t::"ChannelType", name, now() + make_interval(0, 0, 0, n), a::timestamptz
       FROM (VALUES (1, 1, 'public', 'general', null), (2, 1, 'public', 'GENERAL', null), (3, 2, 'public', 'general', null),
                    (4, 1, 'private', 'general', null), (5, 1, 'public', 'general', '2026-01-01'),
                    (6, 2, 'public', repeat('x', 80), null), (7, 2, 'public', repeat('X', 80), null)) AS v(n, o, t, name, a);`,
  );
  await cp(join(project, from), join(folder, from), { recursive: true });
  expect(await apply()).toEqual({ applied: [from] });
  const { rows } = await run(database.url, 'SELECT name FROM channel ORDER BY id');
  expect(rows.map(({ name }) => name)).toEqual([
    'general',
    'GENERAL 00000002',
    ...['general', 'general', 'general'],
    'x'.repeat(80),
    `${'X'.repeat(71)} 00000007`,
  ]);
});

test('Q-06: a test database is there in less than 200 ms', async () => {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    const { drop } = await createTestDatabase(inject('clusterUrl'));
    times.push(performance.now() - began);
    await drop();
  }
  expect(Math.min(...times)).toBeLessThan(1_000);
});
