import type { Log, RateLimiter } from '@atalaya/api';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { toSeconds, unlimited } from './rate-limiter.ts';
import { connectRedis } from './redis.ts';

/** Part of a limit that a node takes from Redis at once: it may be wrong by so much per node. */
const portion = 1 / 50;

/** What a node has taken from the common window and not given out yet. */
interface Portion {
  left: number;
  until: number;
}

/**
 * Counts calls over all nodes. Small limits are counted one by one; of large ones a node takes a
 * fiftieth at a time, so that most calls cost no way to Redis. While Redis is down every node
 * counts by itself.
 */
export function createRedisLimiter(url: string, log: Log): RateLimiter & { close(): void } {
  const redis = connectRedis(url, 'limits', log);
  const counter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: 'atalaya:rate',
    points: unlimited,
    duration: 1,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ points: unlimited, duration: 1 }),
  });
  const portions = new Map<string, Portion>();
  const sweep = setInterval(() => forgetExpired(portions), 10_000);
  sweep.unref();
  return {
    async consume(key, points, seconds) {
      const name = `${seconds}:${key}`;
      const held = portions.get(name);
      if (held && held.left > 0 && held.until > performance.now()) {
        held.left--;
        return 0;
      }
      const wanted = Math.max(1, Math.floor(points * portion));
      const { consumedPoints, msBeforeNext } = await counter.penalty(name, wanted, {
        customDuration: seconds,
      });
      const granted = Math.min(wanted, points - (consumedPoints - wanted));
      if (granted < 1) return toSeconds(msBeforeNext);
      if (granted > 1) {
        portions.set(name, { left: granted - 1, until: performance.now() + msBeforeNext });
      }
      return 0;
    },
    close() {
      clearInterval(sweep);
      redis.disconnect();
    },
  };
}

function forgetExpired(portions: Map<string, Portion>): void {
  const now = performance.now();
  for (const [key, { until }] of portions) if (until <= now) portions.delete(key);
}
