import type { RateLimiter } from '@atalaya/api';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Points are compared here and not in the library: they differ between organisations and change live. */
export const unlimited = Number.MAX_SAFE_INTEGER;

/** Counts calls in this process. About 1 µs per call. */
export function createMemoryLimiter(): RateLimiter & { close(): void } {
  const counter = new RateLimiterMemory({ points: unlimited, duration: 1 });
  return {
    async consume(key, points, seconds) {
      const { consumedPoints, msBeforeNext } = await counter.penalty(`${seconds}:${key}`, 1, {
        customDuration: seconds,
      });
      return consumedPoints <= points ? 0 : toSeconds(msBeforeNext);
    },
    close() {},
  };
}

export const toSeconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
