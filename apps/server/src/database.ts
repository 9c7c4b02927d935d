import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@atalaya/api';
import type { Config } from './config.ts';

export interface OpenDatabase {
  url: string;
  /** Stops the built-in PostgreSQL; does nothing to one elsewhere. */
  stop(): Promise<void>;
}

interface DatabaseOptions {
  config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  log: Log;
  signal: AbortSignal;
  /** Called with one sentence while a database elsewhere does not answer, and when it does again. */
  onWaiting(line: string): void;
}

/**
 * Starts the built-in PostgreSQL, or waits until the one of DATABASE_URL answers. Throws
 * `DatabaseSetupError` with one sentence for what waiting does not cure.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { config, signal, onWaiting } = options;
  if (config.databaseUrl === null) return openBuiltIn(options);
  const { waitForDatabase } = await import('@atalaya/db');
  await waitForDatabase(config.databaseUrl, { signal, log: onWaiting });
  return { url: config.databaseUrl, stop: async () => {} };
}

const longestPauseMs = 5_000;

/** The built-in PostgreSQL. When it dies (killed, out of memory) it is started again at its address. */
async function openBuiltIn({ config, log, signal }: DatabaseOptions): Promise<OpenDatabase> {
  const { startEmbedded } = await import('@atalaya/db/embedded');
  let stopped = false;
  const start = (port?: number) =>
    startEmbedded({
      dataDir: config.dataDir,
      log: (line) => log.info({ from: 'postgresql' }, line),
      onExit: () => {
        restarting = restart();
      },
      ...(port === undefined ? {} : { port }),
    });
  const restart = async () => {
    for (let pauseMs = 100; !stopped; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      log.error({}, 'the built-in PostgreSQL has ended by itself; it is started again');
      try {
        await running.stop();
        if (!stopped) running = await start(Number(new URL(running.url).port));
        return;
      } catch (error) {
        log.error({ err: error }, 'the built-in PostgreSQL could not be started again');
        await sleep(pauseMs, undefined, { signal }).catch(() => {});
      }
    }
  };
  let restarting: Promise<void> = Promise.resolve();
  let running = await start();
  return {
    url: running.url,
    async stop() {
      stopped = true;
      await restarting;
      await running.stop();
    },
  };
}
