import type { Runtime } from '../runtime.ts';

/** A clock that stands still until it is told to go on. */
export class ManualRuntime implements Runtime {
  /** Delays of the timers that were set, in order. */
  readonly delays: number[] = [];
  chance = 0.5;
  #now = Date.UTC(2026, 10, 21);
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.delays.push(ms);
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Goes on by `ms` milliseconds and runs what is due, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#now = end;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
