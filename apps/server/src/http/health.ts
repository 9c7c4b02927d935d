import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@atalaya/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ProcessMetrics } from '../adapters/metrics.ts';
import type { Config } from '../config.ts';
import type { Peers } from './peers.ts';
import type { Readiness } from './readiness.ts';

interface HealthOptions {
  config: Pick<Config, 'metricsToken'>;
  version: string;
  readiness: Readiness;
  metrics: ProcessMetrics;
  peers: Peers;
}

/** `/health/live`, `/health/ready` and `/metrics`, for whoever watches over the server. */
export function addHealth(app: FastifyInstance, options: HealthOptions): void {
  const { readiness, metrics, version } = options;
  app.addHook('onSend', async (request, reply) => {
    if (/^\/(health|metrics)/.test(request.url)) reply.header('cache-control', 'no-store');
  });
  app.get('/health/live', async () => ({ status: 'ok', version }));
  app.get('/health/ready', async (_, reply) => {
    const report = await readiness.report();
    if (report.status !== 'ready') reply.code(503).header('retry-after', '1');
    return report;
  });
  app.get('/metrics', async (request, reply) => {
    admit(request, options);
    const { contentType, text } = await metrics.expose();
    return reply.type(contentType).send(text);
  });
}

/** Programs on this machine may read the figures; all others need the token. */
function admit(request: FastifyRequest, { config, peers }: HealthOptions): void {
  if (peers.isLocal(request.raw)) return;
  const { metricsToken } = config;
  const given = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
  if (metricsToken === null || given === undefined) {
    throw new DomainError('unauthenticated', { reason: 'metrics' });
  }
  if (!timingSafeEqual(digest(given), digest(metricsToken))) {
    throw new DomainError('forbidden', { reason: 'metrics' });
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
