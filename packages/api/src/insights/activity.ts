import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Bucket, Dashboard } from './schemas.ts';

type Shown = Dashboard['activity'] & Pick<Dashboard, 'topChannels'>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hoursShown = 24;
const daysShown = 14;
const channelsShown = 5;

/** An hour is over for good when the last commit that could belong to it is through. */
const settleMs = 5 * 60_000;
/** What was counted is counted afresh after this time: old messages may have been purged. */
const ttl = 10 * 60_000;

/** Messages by hour, and the hours up to `until` need not be counted again. */
interface Counted {
  until: number;
  hours: Bucket[];
}

/**
 * How much was said by hour and by day, and where the most. Read from the index of messages by time;
 * hours that are over are counted once for everyone who looks at the dashboard.
 */
export class TalkCounts {
  readonly #pool: Pool;
  readonly #past = new LRUCache<string, Counted>({ max: 1_000, ttl });

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async read(organisationId: string, now: Date): Promise<Shown> {
    const firstDay = startOf(now.getTime(), dayMs) - (daysShown - 1) * dayMs;
    const firstHour = startOf(now.getTime(), hourMs) - (hoursShown - 1) * hourMs;
    const [counted, topChannels] = await Promise.all([
      this.#count(organisationId, firstDay, now),
      readTopChannels(this.#pool, organisationId, new Date(firstHour), now),
    ]);
    const days = emptyRow(firstDay, dayMs, daysShown);
    const hours = emptyRow(firstHour, hourMs, hoursShown);
    for (const bucket of counted) {
      add(days, dayMs, bucket);
      add(hours, hourMs, bucket);
    }
    return { hours, days, topChannels };
  }

  async #count(organisationId: string, firstDay: number, now: Date): Promise<Bucket[]> {
    const past = this.#past.get(organisationId) ?? { until: firstDay, hours: [] };
    const since = new Date(Math.max(past.until, firstDay));
    const fresh = await countByHour(this.#pool, organisationId, since, now);
    const hours = [...past.hours, ...fresh];
    const until = startOf(now.getTime() - settleMs, hourMs);
    if (until > past.until) {
      const over = hours.filter(({ at }) => at.getTime() < until && at.getTime() >= firstDay);
      const remainingTTL = this.#past.getRemainingTTL(organisationId);
      this.#past.set(
        organisationId,
        { until, hours: over },
        { ttl: remainingTTL > 0 ? remainingTTL : ttl },
      );
    }
    return hours;
  }
}

const startOf = (time: number, length: number) => time - (time % length);

const emptyRow = (first: number, length: number, count: number): Bucket[] =>
  Array.from({ length: count }, (_, n) => ({ at: new Date(first + n * length), messages: 0 }));

function add(row: Bucket[], length: number, { at, messages }: Bucket): void {
  const first = row[0]?.at.getTime() ?? 0;
  const bucket = row[Math.floor((at.getTime() - first) / length)];
  if (bucket) bucket.messages += messages;
}

async function countByHour(pool: Pool, organisationId: string, since: Date, now: Date) {
  const { rows } = await pool.query<Bucket>({
    name: 'insights-hours',
    // Counted by channel before the organisation is asked for: that is looked up once per channel.
    text: `SELECT counted.at, sum(counted.messages)::int AS messages
             FROM (SELECT date_bin('1 hour', created_at, 'epoch'::timestamptz) AS at, channel_id,
                          count(*) AS messages
                     FROM message WHERE created_at >= $2 AND created_at <= $3
                    GROUP BY 1, 2) AS counted
             JOIN channel c ON c.id = counted.channel_id AND c.organisation_id = $1
            GROUP BY 1`,
    values: [organisationId, since, now],
  });
  return rows;
}

async function readTopChannels(pool: Pool, organisationId: string, since: Date, now: Date) {
  const { rows } = await pool.query<Shown['topChannels'][number]>({
    name: 'insights-top-channels',
    text: `SELECT c.id, c.name, counted.messages
             FROM (SELECT channel_id, count(*)::int AS messages
                     FROM message WHERE created_at >= $2 AND created_at <= $3
                    GROUP BY 1) AS counted
             JOIN channel c ON c.id = counted.channel_id AND c.organisation_id = $1
              AND c.type = 'public' AND c.deleted_at IS NULL
            ORDER BY counted.messages DESC, c.id LIMIT ${channelsShown}`,
    values: [organisationId, since, now],
  });
  return rows;
}
