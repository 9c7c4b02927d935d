import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { TestServer } from './server.ts';

// The driver is a dependency of the database package, not of these tests.
const driver = createRequire(new URL('../../packages/db/package.json', import.meta.url))('pg') as {
  Client: new (options: { connectionString: string }) => Client;
};

/** Runs some work on the server's own database, for what would take a person years to write. */
export async function withDatabase<T>(
  { dataDir }: TestServer,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const password = (await readFile(join(dataDir, 'database.password'), 'utf8')).trim();
  const pid = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const port = pid.split('\n')[3];
  const client = new driver.Client({
    connectionString: `postgresql://atalaya:${password}@127.0.0.1:${port}/atalaya`,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A channel of the organisation that tests sign in to: another one has channels of the same names. */
const demoChannel = `SELECT c.* FROM channel c JOIN organisation o ON o.id = c.organisation_id
  WHERE c.name = $1 AND c.deleted_at IS NULL AND o.slug = 'faro-norte'`;

/** Fills a channel of the demo data with so many more messages, of one to six lines. */
export const fillChannel = (server: TestServer, name: string, count: number) =>
  withDatabase(server, async (client) => {
    await client.query(
      `WITH channel AS (${demoChannel}),
            writers AS (SELECT array_agg(member_id) AS ids FROM channel_member, channel WHERE channel_id = channel.id),
            added AS (
              INSERT INTO message (id, channel_id, seq, client_id, author_id, content, created_at)
              SELECT gen_random_uuid(), channel.id, channel.last_seq + number,
                     'filled-' || number, ids[1 + (number / 3) % cardinality(ids)],
                     'Parte ' || number || repeat(E'\\nviento del noroeste, mar de fondo, visibilidad buena', (number * 7) % 6),
                     now() - ($2::int - number) * interval '20 seconds'
                FROM channel, writers, generate_series(1, $2::int) AS number
              RETURNING channel_id
            )
       UPDATE channel SET last_seq = last_seq + $2::int, last_message_at = now()
        WHERE id = (SELECT channel_id FROM added LIMIT 1)`,
      [name, count],
    );
  });

/** Makes so many open cases, each about another message of a channel, that a member flagged as spam. */
export const fillQueue = (server: TestServer, channel: string, count: number) =>
  withDatabase(server, async (client) => {
    await client.query(
      `WITH channel AS (${demoChannel}),
            flagged AS (
              SELECT m.*, c.organisation_id FROM message m JOIN channel c ON c.id = m.channel_id
               WHERE m.deleted_at IS NULL ORDER BY m.created_at LIMIT $2),
            opened AS (
              INSERT INTO moderation_case (id, organisation_id, subject_type, subject_id, concerns_id,
                                           channel_id, policy, severity, reach, flag_count, opened_at, due_at)
              SELECT gen_random_uuid(), organisation_id, 'message', id, author_id, channel_id, 'spam', 1, 1, 1,
                     now(), now() + interval '1 day' FROM flagged
              RETURNING id, organisation_id, concerns_id)
       INSERT INTO moderation_flag (id, organisation_id, case_id, flagger_id, policy, severity)
       SELECT gen_random_uuid(), o.organisation_id, o.id,
              (SELECT id FROM member WHERE organisation_id = o.organisation_id AND role = 'member'
                  AND id <> o.concerns_id LIMIT 1), 'spam', 1 FROM opened o`,
      [channel, count],
    );
  });
