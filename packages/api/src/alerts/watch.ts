import type { Services } from '../context.ts';
import { detectAttacks } from './attacks.ts';
import { detectFailingCalls } from './error-rate.ts';
import { escalateAlerts } from './escalation.ts';
import type { RecentCalls } from './recent-calls.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'> & {
  calls: Pick<RecentCalls, 'lastMinute'>;
};

const everyMs = 10_000;
/** Told together: what an attack does meanwhile is one more reading of it, not one per attempt. */
const soonMs = 800;

/** Looks every few seconds, once for everyone who watches, for what staff should be told. */
export class AlertWatch {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(services: Needs) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (!this.#running) this.#run(() => this.look());
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    if (this.#soon) clearTimeout(this.#soon);
    this.#timer = null;
    this.#soon = null;
    await this.#running;
  }

  /** A sign-in was wrong on this node: it and all that come in the next moment are looked at soon. */
  wake(): void {
    if (!this.#timer || this.#soon) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.#run(() => this.#look([detectAttacks]));
    }, soonMs);
    this.#soon.unref();
  }

  /** Looks now. What cannot be looked for keeps nothing else from being found. */
  look(): Promise<void> {
    return this.#look([detectFailingCalls, escalateAlerts, detectAttacks]);
  }

  /** After what runs already. */
  #run(work: () => Promise<void>): void {
    const done = (this.#running ?? Promise.resolve()).then(work).finally(() => {
      if (this.#running === done) this.#running = null;
    });
    this.#running = done;
  }

  async #look(finders: readonly ((services: Needs) => Promise<void>)[]): Promise<void> {
    for (const find of finders) {
      try {
        await find(this.#services);
      } catch (error) {
        const fields = { err: error, looking: find.name };
        this.#services.log.warn(fields, 'alerts could not be looked for; trying again');
      }
    }
  }
}
