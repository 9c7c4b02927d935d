import type { Log } from '@atalaya/api';
import { Redis } from 'ioredis';

const longestWaitMs = 3_000;

/**
 * A connection to Redis that comes back by itself, for ever. While it is down commands fail at
 * once instead of piling up. Logs each outage once.
 */
export function connectRedis(url: string, name: string, log: Log): Redis {
  const redis = new Redis(url, {
    connectionName: `atalaya-${name}`,
    // Waiting a random part keeps many nodes from knocking in the same moment.
    retryStrategy: (times) => Math.random() * Math.min(longestWaitMs, 50 * 2 ** times),
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    connectTimeout: 3_000,
    keepAlive: 10_000,
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  let down = false;
  const lost = (error?: Error) => {
    if (down || redis.status === 'end') return;
    down = true;
    log.warn({ err: error, connection: name }, 'Redis does not answer; trying again');
  };
  redis.on('error', lost);
  redis.on('close', () => lost());
  redis.on('ready', () => {
    if (down) log.info({ connection: name }, 'Redis answers again');
    down = false;
  });
  return redis;
}
