import type { Log } from '@atalaya/api';
import type { Database } from '@atalaya/db';
import type { Config } from './config.ts';
import { StartError } from './start-errors.ts';

/** Fills an empty installation with demo people and their talk. Gives whether it was empty. */
export async function fillDemo(connection: Database, log: Log): Promise<boolean> {
  const { seedDemo } = await import('@atalaya/db/demo');
  const { seeded } = await seedDemo(connection, { log: (line) => log.info({}, line) });
  return seeded;
}

/**
 * Throws `StartError` where demo accounts, whose password everybody knows, would be open to the world.
 */
export async function refuseDemoAccounts(
  { pool }: Pick<Database, 'pool'>,
  { production }: Pick<Config, 'production'>,
): Promise<void> {
  if (!production) return;
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM member WHERE demo',
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return;
  throw new StartError(
    `This database holds ${count} demo accounts with a known password, so a production start is refused: remove them with \`pnpm demo:purge\`, or set DEMO=1 if this is meant to be a public demo.`,
  );
}
