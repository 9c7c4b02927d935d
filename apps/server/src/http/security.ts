import { DomainError } from '@atalaya/api';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { consoleOrigin, type Peers } from './peers.ts';

/** The browser's cookie that holds a session; whoever sends it must come from our own pages. */
export const sessionCookie = 'atalaya_session';
const yearInSeconds = 31_536_000;

const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** The content security policy of the page whose `<style>` elements carry the nonce. */
export const pagePolicy = (nonce: string) =>
  Object.entries({ ...policy, styleSrc: [...policy.styleSrc, `'nonce-${nonce}'`] })
    .map(
      ([name, values]) =>
        `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${values.join(' ')}`,
    )
    .join(';');

/** Puts the security headers on every answer and answers browsers that ask before a foreign call. */
export async function addSecurity(app: FastifyInstance, config: Config, peers: Peers) {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policy },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    // Links carry invitation codes: no other site may see them.
    referrerPolicy: { policy: 'same-origin' },
    hsts: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('permissions-policy', 'payment=(), usb=(), serial=(), browsing-topics=()');
    if (peers.secure(request.raw)) {
      reply.header('strict-transport-security', `max-age=${yearInSeconds}; includeSubDomains`);
    }
  });
  await app.register(cors, {
    origin: [...config.corsOrigins, consoleOrigin],
    // Foreign pages sign in with tokens; the cookie is for our own pages only.
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-request-id',
      'trpc-accept',
      'tus-resumable',
      'upload-offset',
    ],
    exposedHeaders: [
      'x-request-id',
      'retry-after',
      'tus-resumable',
      'upload-offset',
      'upload-length',
    ],
    maxAge: 600,
  });
}

/**
 * Throws `forbidden.origin` for calls that another site's page makes in a visitor's browser. With the
 * session cookie a call must prove that it comes from our own page.
 */
export function refuseForeignPages(request: FastifyRequest, peers: Peers): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = origin !== undefined && peers.isOwnOrigin(origin, request.raw);
  const hasCookie = request.cookies[sessionCookie] !== undefined;
  if (hasCookie) {
    const proven = origin === undefined ? site === 'same-origin' : own;
    if (!proven || site === 'cross-site') throw new DomainError('forbidden', { reason: 'origin' });
    return;
  }
  if (origin !== undefined && !own && !peers.isListedOrigin(origin)) {
    throw new DomainError('forbidden', { reason: 'origin' });
  }
}
