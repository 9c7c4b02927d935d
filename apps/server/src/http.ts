import type { AddressInfo } from 'node:net';
import { DomainError, type Log } from '@atalaya/api';
import cookie from '@fastify/cookie';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { DiskUploads } from './adapters/files-uploads.ts';
import type { ProcessMetrics } from './adapters/metrics.ts';
import type { Config } from './config.ts';
import { addDownloads } from './http/downloads.ts';
import { errorBody, fromFramework, sendError } from './http/errors.ts';
import { addHealth } from './http/health.ts';
import { largestMessage } from './http/limits.ts';
import type { Peers } from './http/peers.ts';
import type { Readiness } from './http/readiness.ts';
import { addSecurity } from './http/security.ts';
import { addTrpc } from './http/trpc.ts';
import { addUploads } from './http/uploads.ts';
import { addClients, type ServedClient } from './http/web.ts';
import { explainListenError } from './start-errors.ts';

interface HttpOptions {
  config: Config;
  version: string;
  readiness: Readiness;
  metrics: ProcessMetrics;
  peers: Peers;
  uploads: DiskUploads;
  log: Log;
  /** The built web client and the console; empty: none is served. */
  clients: readonly ServedClient[];
}

/** The HTTP server with all its routes, not listening yet. A worker has only those for its health. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, peers, log, clients } = options;
  const app = fastify({
    logger: false,
    bodyLimit: largestMessage,
    requestTimeout: 30_000,
    // The names of all calls of a batch stand in one part of the path.
    routerOptions: { maxParamLength: 5_000 },
    genReqId: ({ headers }) => saneRequestId(headers['x-request-id']) ?? uuidv7(),
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const { status, body } = errorBody(fromFramework(error, largestMessage), request.id, '');
      reply.code(status).header('x-content-type-options', 'nosniff').send(body);
    },
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof DomainError) return sendError(request, reply, error);
    const known = error as Parameters<typeof fromFramework>[0];
    const domainError = fromFramework(known, largestMessage);
    if (domainError.code === 'internal') {
      log.error({ err: error, requestId: request.id, path: pathOf(request.url) }, 'request failed');
    }
    return sendError(request, reply, domainError);
  });
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const ms = Math.round(elapsedTime);
    const { method, id: requestId } = request;
    log.debug({ method, path: pathOf(request.url), statusCode, ms, requestId }, 'request');
  });
  await addSecurity(app, config, peers);
  await app.register(cookie);
  warnOfUnknownProxy(app, options);
  addHealth(app, options);
  if (config.role !== 'worker') {
    await addTrpc(app, options);
    await addUploads(app, options);
    await addDownloads(app, options);
  }
  await addClients(app, config.role === 'worker' ? [] : clients);
  await app.ready();
  return app;
}

/** Opens the port. Gives the one that was opened. Throws `StartError` when that cannot be. */
export async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw explainListenError(error, host, port);
  }
  return (app.server.address() as AddressInfo).port;
}

/** Ends the connections after their running requests, but waits for those only so long. */
export async function closeHttp(app: FastifyInstance, patienceMs: number): Promise<void> {
  const axe = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  await app.close();
  clearTimeout(axe);
}

/** Behind a proxy that we do not know of, everybody seems to have the proxy's address. */
function warnOfUnknownProxy(app: FastifyInstance, { config, log }: HttpOptions): void {
  if (config.trustProxy !== null) return;
  let warned = false;
  app.addHook('onRequest', async ({ headers }) => {
    if (warned || headers['x-forwarded-for'] === undefined) return;
    warned = true;
    log.warn(
      {},
      'requests come through a proxy, but TRUST_PROXY is not set: all callers seem to be one',
    );
  });
}

function saneRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.:-]{8,64}$/.test(header) ? header : null;
}

/** Queries of an address may hold codes. */
const pathOf = (url: string) => url.split('?')[0];
