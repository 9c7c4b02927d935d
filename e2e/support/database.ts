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

/** Fills a channel of the demo data with so many more messages, of one to six lines. */
export const fillChannel = (server: TestServer, name: string, count: number) =>
  withDatabase(server, async (client) => {
    await client.query(
      `WITH channel AS (SELECT * FROM channel WHERE name = $1 AND deleted_at IS NULL ORDER BY created_at LIMIT 1),
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
