import type { RouterInputs } from '@atalaya/api/types';
import type { ConnectionState } from './connection-state.ts';
import type { Runtime } from './runtime.ts';
import type { Subscribable } from './subscribable.ts';

export interface MeasuresOptions {
  runtime: Runtime;
  connection: Subscribable<ConnectionState>;
  /** Milliseconds that the page took to load; null: it has not yet, or there is no page. */
  loadMs: () => number | null;
  /** Asks for the server's time, and how much to tell. */
  clock: () => Promise<{ at: Date; sampleOneIn: number }>;
  report: (input: NonNullable<RouterInputs['insights']['report']>) => Promise<unknown>;
}

/** Nobody waits for this: it begins when the screen stands, not for all at the same moment. */
const firstMs = 4_000;
const firstSpreadMs = 8_000;
const everyMs = 60_000;
/** Clocks drift, and people set them. */
const clockHoldsMs = 600_000;
/** Of several answers the quickest tells the server's time best. */
const asks = 3;
/** What the server takes in one report. */
const most = { delivery: 50, channels: 10, connectionErrors: 100 };
/** What seems to have taken longer was a machine that slept. */
const longestMs = 60_000;

/**
 * Tells the server, once a minute, how long messages took to get here, how long the page took to load
 * and how often the line was lost: a sample of it, without a word about what was read but the channel it came
 * in. Best effort: what cannot be told is forgotten.
 */
export class Measures {
  readonly #options: MeasuresOptions;
  /** Milliseconds that the server's clock is ahead; null while that is not known. */
  #ahead: number | null = null;
  #askedAt = 0;
  #sampleOneIn = 0;
  #delivery: { channelId: string; ms: number }[] = [];
  #connectionErrors = 0;
  #loadTold = false;
  #stop: (() => void) | null = null;

  constructor(options: MeasuresOptions) {
    this.#options = options;
  }

  /** Somebody is signed in. */
  start(): void {
    if (this.#stop) return;
    const { runtime, connection } = this.#options;
    let cancel = () => {};
    let over = false;
    const round = async () => {
      await this.#round().catch(() => {});
      if (!over) cancel = runtime.after(everyMs, () => void round());
    };
    cancel = runtime.after(firstMs + runtime.random() * firstSpreadMs, () => void round());
    let status = connection.get().status;
    const unsubscribe = connection.subscribe(() => {
      const before = status;
      status = connection.get().status;
      if (status === 'offline' && before !== 'offline') this.#connectionErrors += 1;
    });
    this.#stop = () => {
      over = true;
      cancel();
      unsubscribe();
    };
  }

  /** They left: what was measured until now is nobody's any more. */
  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#ahead = null;
    this.#delivery = [];
    this.#connectionErrors = 0;
  }

  /** A message of the channel is here that was written at this moment of the server's clock. */
  delivered(channelId: string, writtenAt: Date): void {
    if (this.#ahead === null || this.#delivery.length >= most.delivery || !this.#isSampled())
      return;
    const ms = this.#options.runtime.now() + this.#ahead - writtenAt.getTime();
    // The clocks are known to a few milliseconds: what came before it was written came at once.
    if (ms <= longestMs) this.#delivery.push({ channelId, ms: Math.max(0, ms) });
  }

  async #round(): Promise<void> {
    const { connection, runtime, report } = this.#options;
    if (connection.get().status !== 'online') return;
    if (this.#ahead === null || runtime.now() - this.#askedAt > clockHoldsMs) await this.#ask();
    const load = this.#load();
    const measured = this.#delivery;
    const connectionErrors = Math.min(this.#connectionErrors, most.connectionErrors);
    this.#delivery = [];
    this.#connectionErrors = 0;
    if (this.#sampleOneIn === 0) return;
    if (load.length + measured.length + connectionErrors === 0) return;
    await report({ load, ...byChannel(measured), connectionErrors });
  }

  /** Finds out by how much the clocks differ. */
  async #ask(): Promise<void> {
    const { runtime, clock } = this.#options;
    let best = Number.POSITIVE_INFINITY;
    for (let asked = 0; asked < asks; asked++) {
      const sent = runtime.now();
      const { at, sampleOneIn } = await clock();
      const received = runtime.now();
      this.#sampleOneIn = sampleOneIn;
      if (received - sent >= best) continue;
      best = received - sent;
      this.#ahead = at.getTime() - (sent + received) / 2;
    }
    this.#askedAt = runtime.now();
  }

  /** The page's time to load, told once or, as the sample has it, never. */
  #load(): number[] {
    if (this.#loadTold) return [];
    const ms = this.#options.loadMs();
    if (ms === null) return [];
    this.#loadTold = true;
    return ms <= longestMs && this.#isSampled() ? [ms] : [];
  }

  #isSampled(): boolean {
    return this.#sampleOneIn > 0 && this.#options.runtime.random() * this.#sampleOneIn < 1;
  }
}

/** Times by their channels; those of channels beyond what a report takes without theirs. */
function byChannel(measured: readonly { channelId: string; ms: number }[]) {
  const groups = [...Map.groupBy(measured, ({ channelId }) => channelId)];
  const timesOf = (group: readonly { ms: number }[]) => group.map(({ ms }) => ms);
  return {
    channels: groups
      .slice(0, most.channels)
      .map(([channelId, group]) => ({ channelId, delivery: timesOf(group) })),
    delivery: groups.slice(most.channels).flatMap(([, group]) => timesOf(group)),
  };
}
