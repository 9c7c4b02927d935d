import { uuidv7 } from 'uuidv7';
import type { Services } from '../context.ts';
import { announceCase } from './feed.ts';
import { tellEach } from './news.ts';

type Needs = Pick<Services, 'db' | 'pool' | 'bus' | 'clock' | 'log' | 'queue'>;

/** How often cases whose time has come are looked for. What reads the queue compares the time itself. */
const everyMs = 5_000;
const batch = 100;

interface Woken {
  id: string;
  organisationId: string;
}

/** Tells the staff of cases that were put off and are back, also of those that came back while no server ran. */
export class Snoozes {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #waking: Promise<unknown> = Promise.resolve();

  constructor(services: Needs) {
    this.#services = services;
  }

  /** Ends what is due. Of several nodes one finds each case. Gives how many came back. */
  async wakeDue(): Promise<number> {
    let woken = 0;
    for (;;) {
      const some = await this.#wakeSome();
      woken += some.length;
      const news = some.map(({ id, organisationId }) => [
        `case ${id}`,
        () => announceCase(this.#services, organisationId, { caseId: id, opened: false }),
      ]);
      await tellEach(this.#services, Object.fromEntries(news));
      if (some.length < batch) return woken;
    }
  }

  #wakeSome(): Promise<Woken[]> {
    const { db, clock } = this.#services;
    const now = clock.now();
    return db.$transaction(async (tx) => {
      const woken = await tx.$queryRaw<Woken[]>`
        UPDATE moderation_case SET snoozed_until = NULL
         WHERE id IN (SELECT id FROM moderation_case
                       WHERE snoozed_until IS NOT NULL AND snoozed_until <= ${now}
                       ORDER BY snoozed_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
        RETURNING id, organisation_id AS "organisationId"`;
      await tx.moderationDeskEvent.createMany({
        data: woken.map(({ id }) => ({
          id: uuidv7(),
          caseId: id,
          kind: 'woken' as const,
          createdAt: now,
        })),
      });
      return woken;
    });
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#waking = this.#waking
        .then(() => this.wakeDue())
        .catch((error: unknown) => {
          this.#services.log.warn({ err: error }, 'cases could not be brought back; trying again');
        });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#waking;
  }
}
