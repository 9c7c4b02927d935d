import { admitUpload, completeUpload, DomainError, type Log, uploadPath } from '@atalaya/api';
import type { FastifyInstance } from 'fastify';
import type { DiskUploads } from '../adapters/files-uploads.ts';
import type { Peers } from './peers.ts';
import type { Readiness } from './readiness.ts';
import { refuseForeignPages } from './security.ts';

interface UploadOptions {
  readiness: Readiness;
  peers: Peers;
  uploads: DiskUploads;
  log: Log;
}

/**
 * Takes the bytes of uploads by the tus protocol: where they stand (HEAD), and more of them (PATCH).
 * Uploads are begun and taken back by the API, which knows who may.
 */
export async function addUploads(app: FastifyInstance, options: UploadOptions): Promise<void> {
  const { readiness, peers } = options;
  let tus: ReturnType<typeof createTus> | null = null;
  await app.register(async (scope) => {
    // The bytes are not gathered anywhere: they go to the disk as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/offset+octet-stream', (_, __, done) => done(null));
    scope.route<{ Params: { id: string } }>({
      method: ['HEAD', 'PATCH'],
      url: `${uploadPath}/:id`,
      async preHandler(request, reply) {
        reply.header('cache-control', 'no-store');
        const { services } = readiness;
        if (!services || readiness.stopping) {
          throw new DomainError('unavailable', { reason: 'starting', retryAfter: 1 });
        }
        refuseForeignPages(request, peers);
        const token = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
        const actor = token === undefined ? null : await services.tokens.verify(token);
        if (!actor) throw new DomainError('unauthenticated');
        await admitUpload(services, actor, request.params.id);
      },
      async handler(request, reply) {
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value);
        }
        tus ??= createTus(options);
        const server = await tus;
        reply.hijack();
        await server.handle(request.raw, reply.raw);
      },
    });
  });
}

/** Loaded with the first upload: the start need not wait for it. */
async function createTus({ readiness, uploads, log }: UploadOptions) {
  const { Server } = await import('@tus/server');
  return new Server({
    path: uploadPath,
    datastore: uploads.tus,
    // Who may call from which page is said by the headers of all answers.
    allowedOrigins: () => false,
    async onUploadFinish(_, { id }) {
      const { services } = readiness;
      // The bytes are safe: a sender who is told of no success asks for it to be completed.
      if (services) await completeUpload(services, id);
      return {};
    },
    onResponseError(_, error) {
      if ('status_code' in error) return undefined;
      log.error({ err: error }, 'bytes of an upload could not be written');
      return { status_code: 500, body: 'The bytes could not be written.' };
    },
  });
}
