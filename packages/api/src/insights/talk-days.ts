import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../ports/clock.ts';
import { dayMs, startOf } from './talk-hours.ts';

/** When the last commit that could belong to a moment is through, whatever the nodes' clocks say. */
const settleMs = 2 * 60_000;
/** Of several nodes one counts at a time. */
const lock = 7_204_310_560;

/**
 * Counts what each person wrote in each channel on each day of UTC, after it was written: each message
 * is counted once for the whole installation. All of it can be made again from the messages.
 */
export class TalkDays {
  readonly #pool: Pool;
  readonly #clock: Clock;

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Counts up to some minutes ago; does nothing while another node is at it. */
  async count(): Promise<void> {
    while (await this.#under((client) => countStep(client, this.#clock.now().getTime())));
  }

  /** Forgets all counts and makes them again from the messages that are there. */
  async rebuild(): Promise<void> {
    await this.#under(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [lock]);
      await client.query('DELETE FROM talk_day');
      await client.query('DELETE FROM talk_day_counted');
      return false;
    });
    await this.count();
  }

  async #under<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error as Error;
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release(failure);
    }
  }
}

/** Counts one day at most: the first time there may be years. Gives whether there is more to count. */
async function countStep(client: PoolClient, now: number): Promise<boolean> {
  const turn = await client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1::bigint) AS free',
    [lock],
  );
  if (!turn.rows[0]?.free) return false;
  const { rows } = await client.query<{ from: Date | null }>(
    `SELECT coalesce((SELECT until FROM talk_day_counted),
                     (SELECT min(created_at) FROM message)) AS from`,
  );
  const target = now - settleMs;
  const from = rows[0]?.from?.getTime() ?? target;
  if (from > target) return false;
  const until = Math.min(startOf(from, dayMs) + dayMs, target);
  await client.query(countSql, [new Date(from), new Date(until)]);
  await client.query(
    `INSERT INTO talk_day_counted (until) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET until = excluded.until`,
    [new Date(until)],
  );
  return until < target;
}

// Counted by channel before the organisation is asked for: that is looked up once per channel.
const countSql = `
  INSERT INTO talk_day (organisation_id, day, channel_id, member_id, messages)
  SELECT c.organisation_id, counted.day, counted.channel_id, counted.author_id, counted.messages
    FROM (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, channel_id, author_id,
                 count(*)::int AS messages
            FROM message
           WHERE created_at >= $1 AND created_at < $2 AND type <> 'system'
           GROUP BY 1, 2, 3) AS counted
    JOIN channel c ON c.id = counted.channel_id
  ON CONFLICT (organisation_id, day, channel_id, member_id) DO UPDATE
    SET messages = talk_day.messages + excluded.messages`;
