import type { Services } from '../context.ts';
import { detectAttacks } from './attacks.ts';
import { detectFailingCalls } from './error-rate.ts';
import { escalateAlerts } from './escalation.ts';
import type { RecentCalls } from './recent-calls.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'> & {
  calls: Pick<RecentCalls, 'lastMinute'>;
};

const everyMs = 10_000;

/** Looks every few seconds, once for everyone who watches, for what staff should be told. */
export class AlertWatch {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(services: Needs) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.look().finally(() => {
        this.#running = null;
      });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Looks now. What cannot be looked for keeps nothing else from being found. */
  async look(): Promise<void> {
    for (const find of [detectFailingCalls, escalateAlerts, detectAttacks]) {
      try {
        await find(this.#services);
      } catch (error) {
        const fields = { err: error, looking: find.name };
        this.#services.log.warn(fields, 'alerts could not be looked for; trying again');
      }
    }
  }
}
