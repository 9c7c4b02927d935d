/** Clock, timers and chance, so that tests can hold them still. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** Runs once after `ms` milliseconds; gives the way to call it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A wait that can be cut short, by the network coming back or by somebody leaving. */
export class Pause {
  readonly #runtime: Runtime;
  readonly #ends = new Set<() => void>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#ends.delete(end);
        cancel();
        resolve();
      };
      const cancel = this.#runtime.after(ms, end);
      this.#ends.add(end);
    });
  }

  /** Ends every wait now. */
  end(): void {
    for (const end of [...this.#ends]) end();
  }
}
