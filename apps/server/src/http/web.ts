import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@atalaya/api';
import files, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApiPath, sendError } from './errors.ts';
import { pagePolicy } from './security.ts';

/** Where it stands in the page, this answer's nonce is put. */
const noncePlaceholder = /__CSP_NONCE__/g;
const ownPaths = /^\/(?:console\/)?(?:health|metrics|assets|files)(?:[/?]|$)/;

/** A client that was built for browsers, and where its addresses begin. */
export interface ServedClient {
  base: '/' | '/console/';
  folder: string;
}

/** Serves the built clients: their files, and their page for every address that a screen may have. */
export async function addClients(
  app: FastifyInstance,
  clients: readonly ServedClient[],
): Promise<void> {
  for (const [index, client] of clients.entries()) {
    await app.register(files, { ...filesOf(client), decorateReply: index === 0 });
  }
  const pages = clients
    .map(({ base, folder }) => ({ base, read: pageReader(join(folder, 'index.html')) }))
    // The longest beginning is the one that fits best.
    .sort((a, b) => b.base.length - a.base.length);
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const page = pages.find(({ base }) => `${path}/`.startsWith(base));
    const html = page && wantsPage(request, path) ? await page.read() : null;
    if (html === null)
      return sendError(request, reply, new DomainError('notFound', { reason: 'path' }));
    return sendPage(reply, html);
  });
}

const filesOf = ({ base, folder }: ServedClient): FastifyStaticOptions => ({
  root: folder,
  prefix: base,
  index: false,
  redirect: false,
  dotfiles: 'ignore',
  preCompressed: true,
  cacheControl: false,
  suppressWarning: true,
  // Folders are answered like addresses of screens; compressed twins only under their plain names.
  allowedPath: (path) =>
    /\.[a-z0-9]+$/i.test(path) && !path.endsWith('/index.html') && !/\.(?:br|gz)$/.test(path),
  setHeaders(reply, path) {
    // Names of built files hold a hash of their content, those of the others do not.
    const hashed = path.slice(folder.length).startsWith('/assets/');
    reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  },
});

/** Whether an address is one that a screen may have. */
function wantsPage(request: FastifyRequest, path: string): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (isApiPath(path) || ownPaths.test(path)) return false;
  const accept = request.headers.accept || '*/*';
  if (accept.includes('text/html')) return true;
  // Whoever takes anything, such as curl, gets the page too; only not in the place of a missing file.
  return accept.includes('*/*') && !/\.[a-z0-9]+$/i.test(path);
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return (
    reply
      .code(200)
      .type('text/html; charset=utf-8')
      // The nonce is for this one answer: a kept page would not fit the header of the next.
      .header('cache-control', 'no-store')
      .header('content-security-policy', pagePolicy(nonce))
      .send(html.replace(noncePlaceholder, nonce))
  );
}

/** Reads the page again when it was built anew. Gives null while there is none. */
function pageReader(path: string): () => Promise<string | null> {
  let known = { changedAt: -1, html: '' };
  return async () => {
    const found = await stat(path).catch(() => null);
    if (!found) return null;
    if (found.mtimeMs !== known.changedAt) {
      known = { changedAt: found.mtimeMs, html: await readFile(path, 'utf8') };
    }
    return known.html;
  };
}
