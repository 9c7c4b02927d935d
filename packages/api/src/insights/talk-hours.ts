import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** What the dashboard shows, and a day more. */
const keptMs = 15 * dayMs;
const everyMs = 60_000;
/** When the last commit that could belong to a moment is through, whatever the nodes' clocks say. */
const settleMs = 2 * 60_000;
/** Counted in one transaction at most: the first time there may be two weeks to count. */
const stepMs = dayMs;
/** Of several nodes one counts at a time. */
const lock = 7_204_310_559;

interface Ports {
  pool: Pool;
  clock: Clock;
  log: Log;
}

/**
 * Counts messages by channel and hour after they were written: each is counted once for the whole
 * installation, and nobody who sends or looks at the dashboard waits for it. What is not counted
 * yet is read from the messages themselves.
 */
export class TalkHours {
  readonly #ports: Ports;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.count()
        .catch((error: unknown) => {
          this.#ports.log.warn({ err: error }, 'talk could not be counted; trying again');
        })
        .finally(() => {
          this.#running = null;
        });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Counts up to some minutes ago; does nothing while another node is at it. */
  async count(): Promise<void> {
    while (await this.#step());
  }

  /** Gives whether there is more to count. */
  async #step(): Promise<boolean> {
    const client = await this.#ports.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      const more = await countStep(client, this.#ports.clock.now().getTime());
      await client.query('COMMIT');
      return more;
    } catch (error) {
      failure = error as Error;
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release(failure);
    }
  }
}

async function countStep(client: PoolClient, now: number): Promise<boolean> {
  const turn = await client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1::bigint) AS free',
    [lock],
  );
  if (!turn.rows[0]?.free) return false;
  const { rows } = await client.query<{ until: Date }>('SELECT until FROM talk_counted');
  const oldest = startOf(now - keptMs, dayMs);
  const from = Math.max(rows[0]?.until.getTime() ?? 0, oldest);
  const target = now - settleMs;
  if (from >= target) return false;
  const until = Math.min(from + stepMs, target);
  await client.query(countSql, [new Date(from), new Date(until)]);
  await client.query(
    `INSERT INTO talk_counted (until) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET until = excluded.until`,
    [new Date(until)],
  );
  if (startOf(from, dayMs) < startOf(until, dayMs)) {
    await client.query('DELETE FROM talk_hour WHERE hour < $1', [new Date(oldest)]);
  }
  return until < target;
}

// Counted by channel before the organisation is asked for: that is looked up once per channel.
const countSql = `
  INSERT INTO talk_hour (organisation_id, hour, channel_id, messages)
  SELECT c.organisation_id, counted.hour, counted.channel_id, counted.messages
    FROM (SELECT date_bin('1 hour', created_at, 'epoch'::timestamptz) AS hour, channel_id,
                 count(*)::int AS messages
            FROM message WHERE created_at >= $1 AND created_at < $2
           GROUP BY 1, 2) AS counted
    JOIN channel c ON c.id = counted.channel_id
  ON CONFLICT (organisation_id, hour, channel_id) DO UPDATE
    SET messages = talk_hour.messages + excluded.messages`;

/** Beginning of the hour or day, by the calendar of UTC. */
export const startOf = (time: number, length: number) => time - (time % length);
