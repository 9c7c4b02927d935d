import type { Pool } from 'pg';
import type { Services } from './context.ts';
import type { Log } from './ports/log.ts';
import type { Settings } from './settings/schemas.ts';

/** Deletes what is over of one domain. Gives how many rows went. */
export interface Sweeper {
  /** What the log calls it. */
  name: string;
  sweep: () => Promise<number>;
}

const everyMs = 3_600_000;
/** Rows deleted by one statement: bounds how long it locks and writes. */
const batch = 5_000;

/** Deletes every hour what nobody asks for any more; each domain says what that is. */
export class Sweep {
  readonly #log: Log;
  readonly #sweepers: readonly Sweeper[];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> | null = null;

  constructor(log: Log, sweepers: readonly Sweeper[]) {
    this.#log = log;
    this.#sweepers = sweepers;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.sweep().finally(() => {
        this.#running = null;
      });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Sweeps now, all nodes may at once; where one cannot, the others do. Gives how many rows went. */
  async sweep(): Promise<number> {
    let gone = 0;
    for (const { name, sweep } of this.#sweepers) {
      try {
        gone += await sweep();
      } catch (error) {
        this.#log.warn({ err: error, sweep: name }, 'what is over could not be deleted');
      }
    }
    return gone;
  }
}

/** Deletes the table's rows that are over, some thousand at a time. Gives how many went. */
export async function deleteInPieces(
  pool: Pool,
  table: string,
  over: string,
  values: readonly unknown[],
): Promise<number> {
  let gone = 0;
  for (;;) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE id IN (
         SELECT id FROM ${table} WHERE ${over} LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
      [...values],
    );
    gone += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return gone;
  }
}

const dayMs = 24 * 3_600_000;

/** Organisations that keep something equally long. */
interface Kept {
  organisationIds: string[];
  /** What is older than this is over. */
  before: Date;
}

/** How long every organisation keeps something by its settings, those that agree together. */
export async function keptBy(
  { db, settings, clock }: Pick<Services, 'db' | 'settings' | 'clock'>,
  what: Exclude<keyof Settings['retention'], 'auditRemoved'>,
): Promise<Kept[]> {
  const all = await db.organisation.findMany({ orderBy: { id: 'asc' }, select: { id: true } });
  const ids = new Map<number, string[]>();
  for (const { id } of all) {
    const days = (await settings.of(id)).retention[what];
    ids.set(days, [...(ids.get(days) ?? []), id]);
  }
  const now = clock.now().getTime();
  return [...ids].map(([days, organisationIds]) => ({
    organisationIds,
    before: new Date(now - days * dayMs),
  }));
}
