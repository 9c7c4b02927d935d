import type { Pool } from 'pg';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { ClientMeasures } from './client-measures.ts';
import { OnlineMinutes } from './online-minutes.ts';
import { TalkDays } from './talk-days.ts';

interface Ports {
  pool: Pool;
  clock: Clock;
  log: Log;
}

/** More often than once a minute, so that none is left out by a timer that is late. */
const lookMs = 15_000;
const talkMs = 60_000;
/** After a start there may be much to count: soon, but not while people come back. */
const firstMs = 5_000;
const measuresMs = 10_000;

/** What is counted by the clock for the figures of weeks and months. */
export class Analytics {
  readonly talkDays: TalkDays;
  readonly onlineMinutes: OnlineMinutes;
  readonly measures: ClientMeasures;
  readonly #rounds: Round[];

  constructor(ports: Ports) {
    this.talkDays = new TalkDays(ports);
    this.onlineMinutes = new OnlineMinutes(ports);
    this.measures = new ClientMeasures(ports);
    const failed = (error: unknown) =>
      ports.log.warn({ err: error }, 'figures could not be counted; trying again');
    this.#rounds = [
      new Round(talkMs, () => this.talkDays.count(), failed),
      new Round(lookMs, () => this.onlineMinutes.count(), failed),
      new Round(measuresMs, () => this.measures.flush(), failed),
    ];
  }

  start(): void {
    for (const round of this.#rounds) round.start();
  }

  /** Writes what was gathered, and stops. */
  async stop(): Promise<void> {
    await Promise.all(this.#rounds.map((round) => round.stop()));
    // What cannot be written now is a few seconds' sample.
    await this.measures.flush().catch(() => undefined);
  }
}

/** Work that is done again and again, never twice at once. */
class Round {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(everyMs: number, work: () => Promise<void>, failed: (error: unknown) => void) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#failed = failed;
  }

  start(): void {
    this.#wait(Math.min(firstMs, this.#everyMs));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #wait(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#work()
        .catch(this.#failed)
        .finally(() => this.#wait(this.#everyMs));
    }, ms);
    this.#timer.unref();
  }
}
