import { hash } from '@node-rs/argon2';
import type { Pool, PoolClient } from 'pg';
import { brisaChannels } from './channels-brisa.ts';
import { faroChannels } from './channels-faro.ts';
import { makeCommunity } from './community.ts';
import { directRows } from './direct.ts';
import { colectivoBrisa, faroNorte } from './people.ts';
import { Random } from './random.ts';
import { rowsOf, type TableRows } from './rows.ts';
import { ruleRows } from './rules.ts';
import { demoPassword } from './sign-ins.ts';

export interface SeedOptions {
  log?: (line: string) => void;
  /** The moment that the demo's history ends at. */
  now?: Date;
}

/** The key of the lock that one seeding server holds. */
const lock = 0x4465_6d6f;

/**
 * Fills an empty installation with two organisations, their people and two months of talk, all or
 * nothing. Does nothing where there is an organisation already, so it may run at every start, also
 * of two servers at once.
 * @returns whether anything was written.
 */
export async function seedDemo(
  { pool }: { pool: Pool },
  { log = () => undefined, now = new Date() }: SeedOptions = {},
): Promise<{ seeded: boolean }> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [lock]);
    if (!(await isEmpty(client))) {
      await client.query('ROLLBACK');
      return { seeded: false };
    }
    const started = performance.now();
    const { people, messages } = await write(client, now);
    await client.query('COMMIT');
    // Fresh tables have no statistics, and the first reads would be planned as if they were empty.
    await client.query(
      'ANALYZE member, channel, channel_member, message, message_reaction, channel_event',
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(`Demo data: ${people} people and ${messages} messages in ${seconds} s`);
    return { seeded: true };
  } catch (error) {
    failure = error as Error;
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(failure);
  }
}

async function isEmpty(client: PoolClient): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM organisation LIMIT 1');
  return rowCount === 0;
}

async function write(client: PoolClient, now: Date): Promise<{ people: number; messages: number }> {
  const random = new Random(20_261_121);
  // Of its own: what people say in channels stays the same whatever they write to each other.
  const alone = new Random(30);
  // The password is public, so one hash serves all: hashing forty times would cost a second.
  const passwordHash = await hash(demoPassword, {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  });
  const communities = [
    makeCommunity(faroNorte, faroChannels, random, now),
    makeCommunity(colectivoBrisa, brisaChannels, random, now),
  ];
  for (const community of communities) {
    for (const rows of rowsOf(community, passwordHash, random, now)) await insert(client, rows);
    await insert(client, ruleRows(community, random));
    for (const rows of directRows(community, alone, now)) await insert(client, rows);
  }
  const places = communities.flatMap((community) => community.places);
  return {
    people: communities.flatMap((community) => community.people).length,
    messages: places.flatMap(({ log }) => log.messages).length,
  };
}

/** One statement for all rows of a table. */
async function insert(client: PoolClient, { table, columns, rows }: TableRows): Promise<void> {
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
  await client.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS row(${typed})`,
    [JSON.stringify(rows)],
  );
}
