import type { Pool } from 'pg';
import type { Bucket, Dashboard } from './schemas.ts';
import { dayMs, hourMs, startOf } from './talk-hours.ts';

type Shown = Dashboard['activity'] & Pick<Dashboard, 'topChannels'>;

const hoursShown = 24;
const daysShown = 14;
const channelsShown = 5;

/**
 * How much was said by hour and by day, and where the most: from the hours that are counted already,
 * and from the messages of the last minutes. Whoever asks meanwhile shares the answer.
 */
export class TalkCounts {
  readonly #pool: Pool;
  readonly #reading = new Map<string, Promise<Shown>>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  read(organisationId: string, now: Date): Promise<Shown> {
    const under = this.#reading.get(organisationId);
    if (under) return under;
    const reading = readActivity(this.#pool, organisationId, now).finally(() =>
      this.#reading.delete(organisationId),
    );
    this.#reading.set(organisationId, reading);
    return reading;
  }
}

async function readActivity(pool: Pool, organisationId: string, now: Date): Promise<Shown> {
  const firstDay = startOf(now.getTime(), dayMs) - (daysShown - 1) * dayMs;
  const firstHour = startOf(now.getTime(), hourMs) - (hoursShown - 1) * hourMs;
  const { rows } = await pool.query<{ hours: Bucket[]; topChannels: Shown['topChannels'] }>({
    name: 'insights-activity',
    text: activitySql,
    values: [organisationId, new Date(firstDay), now, new Date(firstHour)],
  });
  const days = emptyRow(firstDay, dayMs, daysShown);
  const hours = emptyRow(firstHour, hourMs, hoursShown);
  for (const { at, messages } of rows[0]?.hours ?? []) {
    add(days, dayMs, { at: new Date(at), messages });
    add(hours, hourMs, { at: new Date(at), messages });
  }
  return { hours, days, topChannels: rows[0]?.topChannels ?? [] };
}

const emptyRow = (first: number, length: number, count: number): Bucket[] =>
  Array.from({ length: count }, (_, n) => ({ at: new Date(first + n * length), messages: 0 }));

function add(row: Bucket[], length: number, { at, messages }: Bucket): void {
  const first = row[0]?.at.getTime() ?? 0;
  const bucket = row[Math.floor((at.getTime() - first) / length)];
  if (bucket) bucket.messages += messages;
}

// One statement, so that what is being counted meanwhile is seen in one place and not in two.
const activitySql = `
  WITH said AS MATERIALIZED (
    SELECT hour, channel_id, messages FROM talk_hour WHERE organisation_id = $1 AND hour >= $2
    UNION ALL
    SELECT fresh.hour, fresh.channel_id, fresh.messages
      FROM (SELECT date_bin('1 hour', created_at, 'epoch'::timestamptz) AS hour, channel_id,
                   count(*)::int AS messages
              FROM message
             WHERE created_at >= greatest($2, (SELECT until FROM talk_counted)) AND created_at <= $3
             GROUP BY 1, 2) AS fresh
      JOIN channel c ON c.id = fresh.channel_id AND c.organisation_id = $1)
  SELECT (SELECT coalesce(json_agg(by_hour), '[]')
            FROM (SELECT hour AS at, sum(messages)::int AS messages FROM said GROUP BY 1) AS by_hour)
           AS hours,
         (SELECT coalesce(json_agg(top), '[]')
            FROM (SELECT c.id, c.name, counted.messages
                    FROM (SELECT channel_id, sum(messages)::int AS messages
                            FROM said WHERE hour >= $4 GROUP BY 1) AS counted
                    JOIN channel c ON c.id = counted.channel_id AND c.type = 'public'
                     AND c.deleted_at IS NULL
                   ORDER BY counted.messages DESC, c.id LIMIT ${channelsShown}) AS top)
           AS "topChannels"`;
