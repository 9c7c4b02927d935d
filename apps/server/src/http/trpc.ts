import {
  type AppRouter,
  appRouter,
  type CallInfo,
  DomainError,
  type Log,
  type RequestContext,
} from '@atalaya/api';
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
} from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';
import { cookieJar } from './cookies.ts';
import { largestBatch, userAgentOf } from './limits.ts';
import type { Peers } from './peers.ts';
import type { Readiness } from './readiness.ts';
import { refuseForeignPages } from './security.ts';

interface TrpcOptions {
  readiness: Readiness;
  peers: Peers;
  log: Log;
}

/** Serves the API by HTTP at `/trpc`. */
export async function addTrpc(app: FastifyInstance, { readiness, peers, log }: TrpcOptions) {
  await app.register(async (api) => {
    api.addHook('preHandler', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!readiness.services || readiness.stopping) {
        throw new DomainError('unavailable', { reason: 'starting', retryAfter: 1 });
      }
      refuseForeignPages(request, peers);
    });
    const createContext = async ({
      req,
      res,
    }: CreateFastifyContextOptions): Promise<RequestContext> => {
      const { services } = readiness;
      if (!services) throw new DomainError('unavailable', { reason: 'starting', retryAfter: 1 });
      const token = req.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
      const info: CallInfo = {
        requestId: req.id,
        ip: peers.ip(req.raw),
        userAgent: userAgentOf(req.headers['user-agent']),
        // A token that is not valid any more signs nobody in: procedures that need somebody say so.
        actor: token === undefined ? null : await services.tokens.verify(token),
        connection: null,
        cookies: cookieJar(req, res, peers.secure(req.raw)),
      };
      return { services, info };
    };
    await api.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        createContext,
        allowBatching: true,
        maxBatchSize: largestBatch,
        onError({ error, path, ctx, req }) {
          // What happens inside a procedure was logged there, with more known about it.
          if (error.code !== 'INTERNAL_SERVER_ERROR' || ctx) return;
          log.error({ err: error.cause ?? error, path, requestId: req.id }, 'call failed');
        },
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>);
  });
}
