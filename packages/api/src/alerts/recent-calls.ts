import type { Metrics } from '../ports/metrics.ts';

/** Calls of the last minute on this node, counted second by second. */
export class RecentCalls implements Metrics {
  readonly #metrics: Metrics;
  readonly #seconds = Array.from({ length: 60 }, () => ({ second: 0, all: 0, failed: 0 }));

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  call(path: string, outcome: 'ok' | 'refused' | 'failed', seconds: number): void {
    const second = this.#now();
    const slot = this.#seconds[second % 60];
    if (slot) {
      if (slot.second !== second) Object.assign(slot, { second, all: 0, failed: 0 });
      slot.all++;
      if (outcome === 'failed') slot.failed++;
    }
    this.#metrics.call(path, outcome, seconds);
  }

  count(...args: Parameters<Metrics['count']>): void {
    this.#metrics.count(...args);
  }

  lastMinute(): { all: number; failed: number } {
    const oldest = this.#now() - 60;
    let all = 0;
    let failed = 0;
    for (const slot of this.#seconds) {
      if (slot.second <= oldest) continue;
      all += slot.all;
      failed += slot.failed;
    }
    return { all, failed };
  }

  /** Seconds of a clock that only goes forward. */
  #now(): number {
    return Math.floor(performance.now() / 1000) + 60;
  }
}
