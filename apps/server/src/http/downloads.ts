import { DomainError, type Log, type OpenedFile, openFile } from '@atalaya/api';
import { create as disposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { partOf } from './ranges.ts';
import type { Readiness } from './readiness.ts';

interface DownloadOptions {
  readiness: Readiness;
  log: Log;
}

/** A file that is opened as a page can do nothing: it loads nothing, runs nothing, asks nobody. */
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Gives files at their signed addresses, whole or in part. */
export async function addDownloads(app: FastifyInstance, options: DownloadOptions): Promise<void> {
  const { readiness, log } = options;
  app.get<{ Params: { fileId: string; variant: string } }>(
    '/files/:fileId/:variant',
    async (request, reply) => {
      const { services } = readiness;
      if (!services || readiness.stopping) {
        throw new DomainError('unavailable', { reason: 'starting', retryAfter: 1 });
      }
      const { params, query } = request;
      const file = await openFile(services, { path: params, query });
      head(reply, file, services.clock.now());
      if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
      return send(request, reply, file, log);
    },
  );
}

function head(reply: FastifyReply, file: OpenedFile, now: Date): void {
  const seconds = Math.max(0, Math.floor((file.until.getTime() - now.getTime()) / 1000));
  reply.headers({
    'content-type': file.type,
    'content-disposition': disposition(file.name, { type: file.inline ? 'inline' : 'attachment' }),
    'content-security-policy': filePolicy,
    'x-content-type-options': 'nosniff',
    // The signature keeps strangers out; the console's own pages come from another origin.
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${seconds}, immutable`,
    etag: file.tag,
  });
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  file: OpenedFile,
  log: Log,
): Promise<FastifyReply> {
  const { bytes } = file;
  const part = partOf(request.headers.range, bytes);
  if (part === 'none') {
    return reply.code(416).header('content-range', `bytes */${bytes}`).send();
  }
  if (part) {
    reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${bytes}`);
  }
  reply.header('content-length', part ? part.end - part.start + 1 : bytes);
  if (request.method === 'HEAD') return reply.send();
  const source = await file.read(part ?? undefined);
  source.on('error', (error) => log.warn({ err: error }, 'a file broke off while being sent'));
  return reply.send(source);
}
