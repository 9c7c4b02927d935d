import type { Pool } from 'pg';
import type { Report } from './analytics-schemas.ts';
import { bucketOf } from './histogram.ts';
import { hourMs, startOf } from './talk-hours.ts';

interface Counted {
  organisationId: string;
  hour: Date;
  kind: 'delivery' | 'load' | 'connectionError';
  bucket: number;
  count: number;
}

/**
 * Gathers in memory what clients measured and adds it to the hour's histograms every few seconds: a
 * thousand reports after a restart are one statement. A node that dies takes a few seconds' with it.
 */
export class ClientMeasures {
  readonly #pool: Pool;
  #gathered = new Map<string, Counted>();

  constructor({ pool }: { pool: Pool }) {
    this.#pool = pool;
  }

  /** Takes one client's report of now. */
  add(organisationId: string, { delivery, load, connectionErrors }: Report, now: Date): void {
    const hour = new Date(startOf(now.getTime(), hourMs));
    const place = { organisationId, hour };
    for (const ms of delivery) this.#count({ ...place, kind: 'delivery', bucket: bucketOf(ms) }, 1);
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
        ],
      });
    } catch (error) {
      for (const row of rows) this.#count(row, row.count);
      throw error;
    }
  }

  #count({ organisationId, hour, kind, bucket }: Omit<Counted, 'count'>, by: number): void {
    const key = `${organisationId} ${hour.getTime()} ${kind} ${bucket}`;
    const known = this.#gathered.get(key);
    if (known) known.count += by;
    else this.#gathered.set(key, { organisationId, hour, kind, bucket, count: by });
  }
}

// In one order, or two nodes that write the same rows could wait for each other.
const writeSql = `
  INSERT INTO client_measure (organisation_id, hour, kind, bucket, count)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::"MeasureKind"[], $4::smallint[], $5::int[])
   ORDER BY 1, 3, 2, 4
  ON CONFLICT (organisation_id, kind, hour, bucket) DO UPDATE
    SET count = client_measure.count + excluded.count`;
