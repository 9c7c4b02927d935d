import type { Pool } from 'pg';
import type { Report } from './analytics-schemas.ts';
import { bucketOf } from './histogram.ts';
import { hourMs, startOf } from './talk-hours.ts';

interface Counted {
  organisationId: string;
  /** Where the client says that it was; null: not told. */
  channelId: string | null;
  hour: Date;
  kind: 'delivery' | 'load' | 'connectionError';
  bucket: number;
  count: number;
}

/** What is gathered between two writes; when there is more, channels are not told apart any further. */
const mostGathered = 5_000;

/**
 * Gathers in memory what clients measured and adds it to the hour's histograms every few seconds: a
 * thousand reports after a restart are one statement. A node that dies takes a few seconds' with it.
 * Channels are those of the clients' word until the statement: it keeps public ones of the organisation alone.
 */
export class ClientMeasures {
  readonly #pool: Pool;
  #gathered = new Map<string, Counted>();

  constructor({ pool }: { pool: Pool }) {
    this.#pool = pool;
  }

  /** Takes one client's report of now. */
  add(organisationId: string, report: Report, now: Date): void {
    const { delivery, channels, load, connectionErrors } = report;
    const hour = new Date(startOf(now.getTime(), hourMs));
    const place = { organisationId, channelId: null, hour };
    for (const ms of delivery) this.#count({ ...place, kind: 'delivery', bucket: bucketOf(ms) }, 1);
    for (const { channelId, delivery } of channels) {
      for (const ms of delivery) {
        this.#count({ ...place, channelId, kind: 'delivery', bucket: bucketOf(ms) }, 1);
      }
    }
    for (const ms of load) this.#count({ ...place, kind: 'load', bucket: bucketOf(ms) }, 1);
    if (connectionErrors > 0) {
      this.#count({ ...place, kind: 'connectionError', bucket: 0 }, connectionErrors);
    }
  }

  /** Writes what was gathered; what cannot be written now waits for the next time. */
  async flush(): Promise<void> {
    const rows = [...this.#gathered.values()];
    if (rows.length === 0) return;
    this.#gathered = new Map();
    try {
      await this.#pool.query({
        name: 'insights-measures-write',
        text: writeSql,
        values: [
          rows.map(({ organisationId }) => organisationId),
          rows.map(({ hour }) => hour),
          rows.map(({ kind }) => kind),
          rows.map(({ bucket }) => bucket),
          rows.map(({ count }) => count),
          rows.map(({ channelId }) => channelId),
        ],
      });
    } catch (error) {
      for (const row of rows) this.#count(row, row.count);
      throw error;
    }
  }

  #count(what: Omit<Counted, 'count'>, by: number): void {
    const { organisationId, channelId, hour, kind, bucket } = what;
    const key = `${organisationId} ${channelId} ${hour.getTime()} ${kind} ${bucket}`;
    const known = this.#gathered.get(key);
    if (known) known.count += by;
    else if (channelId !== null && this.#gathered.size >= mostGathered) {
      this.#count({ ...what, channelId: null }, by);
    } else this.#gathered.set(key, { organisationId, channelId, hour, kind, bucket, count: by });
  }
}

// In one order, or two nodes that write the same rows could wait for each other.
const writeSql = `
  WITH measured AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::"MeasureKind"[], $4::smallint[],
                         $5::int[], $6::uuid[])
        AS m (organisation_id, hour, kind, bucket, count, channel_id)
  ), of_channels AS (
    INSERT INTO channel_measure (channel_id, hour, bucket, count)
    SELECT m.channel_id, m.hour, m.bucket, m.count
      FROM measured m
      JOIN channel c ON c.id = m.channel_id AND c.organisation_id = m.organisation_id
       AND c.type = 'public' AND c.deleted_at IS NULL
     WHERE m.kind = 'delivery'
     ORDER BY 1, 2, 3
    ON CONFLICT (channel_id, hour, bucket) DO UPDATE
      SET count = channel_measure.count + excluded.count
  )
  INSERT INTO client_measure (organisation_id, hour, kind, bucket, count)
  SELECT organisation_id, hour, kind, bucket, sum(count) FROM measured
   GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 2, 4
  ON CONFLICT (organisation_id, kind, hour, bucket) DO UPDATE
    SET count = client_measure.count + excluded.count`;
