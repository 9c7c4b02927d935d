import type { Pool } from 'pg';
import type { Clock } from '../ports/clock.ts';

const minuteMs = 60_000;

/**
 * Counts the minutes in which people have the product open and are not away, by looking once in every
 * minute who is there. All nodes look; the first one of a minute counts it.
 */
export class OnlineMinutes {
  readonly #pool: Pool;
  readonly #clock: Clock;

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Counts this minute, if nobody has. Minutes in which no node was up are not known, and not counted. */
  async count(): Promise<void> {
    const now = this.#clock.now().getTime();
    await this.#pool.query({
      name: 'insights-online-minute',
      text: countSql,
      values: [new Date(now - (now % minuteMs))],
    });
  }
}

// Taking the minute and counting it are one statement: either both happen or none.
const countSql = `
  WITH turn AS (
    INSERT INTO online_counted (minute) VALUES ($1::timestamptz)
    ON CONFLICT (id) DO UPDATE SET minute = excluded.minute
      WHERE online_counted.minute < excluded.minute
    RETURNING minute)
  INSERT INTO online_day (organisation_id, day, member_id, minutes)
  SELECT l.organisation_id, (turn.minute AT TIME ZONE 'UTC')::date, l.member_id, 1
    FROM turn, presence_lease l
    JOIN node_lease n ON n.id = l.node_id AND n.expires_at > clock_timestamp()
   GROUP BY 1, 2, 3 HAVING NOT bool_and(l.away)
   ORDER BY 1, 2, 3
  ON CONFLICT (organisation_id, day, member_id) DO UPDATE
    SET minutes = online_day.minutes + 1`;
