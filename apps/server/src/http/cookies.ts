import type { CookieJar } from '@atalaya/api';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookies of one call. Scripts cannot read them, other sites do not send them. */
export function cookieJar(
  request: FastifyRequest,
  reply: FastifyReply,
  secure: boolean,
): CookieJar {
  const attributes = { httpOnly: true, sameSite: 'strict', path: '/trpc', secure } as const;
  return {
    get: (name) => request.cookies[name],
    set: (name, value, maxAge) => void reply.setCookie(name, value, { ...attributes, maxAge }),
    clear: (name) => void reply.clearCookie(name, attributes),
  };
}
