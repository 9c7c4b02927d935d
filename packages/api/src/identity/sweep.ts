import type { Services } from '../context.ts';

type Needs = Pick<Services, 'pool' | 'clock' | 'log'>;

const everyMs = 3_600_000;
const dayMs = 24 * 3_600_000;
/** How long what is over is kept: a token used again must be known for theft, attempts are evidence. */
const keptDays = { session: 30, attempt: 90, code: 1 };
/** Rows deleted by one statement: bounds how long it locks and writes. */
const batch = 5_000;

/** Deletes what nobody asks for any more: sessions with their tokens, sign-in attempts, codes. */
export class IdentitySweep {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: Needs) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.sweep().catch((error: unknown) => {
        this.#services.log.warn({ err: error }, 'old sessions could not be deleted; trying again');
      });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Sweeps now, all nodes may at once. Gives how many rows went; a session's tokens go with it. */
  async sweep(): Promise<number> {
    const now = this.#services.clock.now().getTime();
    const before = (days: number) => new Date(now - days * dayMs);
    return (
      (await this.#delete(
        `session`,
        `least(expires_at, coalesce(revoked_at, expires_at)) < $1`,
        before(keptDays.session),
      )) +
      (await this.#delete(`login_attempt`, `created_at < $1`, before(keptDays.attempt))) +
      (await this.#delete(`one_time_code`, `expires_at < $1`, before(keptDays.code))) +
      (await this.#delete(`refresh_token`, `expires_at < $1`, before(keptDays.session)))
    );
  }

  async #delete(table: string, over: string, before: Date): Promise<number> {
    let gone = 0;
    for (;;) {
      const { rowCount } = await this.#services.pool.query(
        `DELETE FROM ${table} WHERE id IN (
           SELECT id FROM ${table} WHERE ${over} LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
        [before],
      );
      gone += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) return gone;
    }
  }
}
