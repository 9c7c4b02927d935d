import { type Log, type Services, stopServices } from '@atalaya/api';
import type { Database } from '@atalaya/db';
import type { FastifyInstance } from 'fastify';
import type { OpenDatabase } from './database.ts';
import type { Readiness } from './http/readiness.ts';
import { closeHttp } from './http.ts';
import type { Sockets } from './ws.ts';

/** What a server consists of. A part is missing until it was started. */
export interface Parts {
  sockets?: Sockets;
  http?: FastifyInstance;
  services?: Services;
  /** Adapters that hold connections or timers. */
  adapters: { close(): unknown }[];
  connection?: Database;
  /** Under way from the first moment on, hence a promise. */
  database?: Promise<OpenDatabase>;
}

/** Time for each step in milliseconds; together with the database's own they stay below 5 s. */
const patience = { sockets: 400, http: 400, services: 1_000, adapters: 1_200, connection: 300 };

/**
 * Stops in the order in which nothing is lost: nobody comes in any more, sockets are told goodbye,
 * writes are finished, jobs end, the database goes last. No step can hold up the rest.
 */
export async function stopParts(parts: Parts, readiness: Readiness, log: Log): Promise<void> {
  readiness.stopping = true;
  const { sockets, http, services, adapters, connection, database } = parts;
  await step(log, 'sockets', patience.sockets * 2, sockets?.close(patience.sockets));
  await step(log, 'http', patience.http * 2, http && closeHttp(http, patience.http));
  await step(log, 'services', patience.services, services && stopServices(services));
  const closing = Promise.all(adapters.toReversed().map(async (adapter) => adapter.close()));
  await step(log, 'adapters', patience.adapters, closing);
  await step(log, 'connections', patience.connection, connection?.close());
  const opened = await database?.catch(() => null);
  await opened?.stop();
}

async function step(log: Log, name: string, ms: number, work: Promise<unknown> | undefined) {
  if (!work) return;
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, tooLate]);
    log.debug({ step: name, ms: Math.round(performance.now() - started) }, 'stopped');
  } catch (error) {
    log.warn({ step: name, err: error }, 'could not be stopped in order');
  } finally {
    clearTimeout(timer);
  }
}
