import { DomainError, errorShape, toTRPCError } from '@atalaya/api';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** An error as every client understands it, with the status that belongs to it. */
export function errorBody(error: DomainError, requestId: string, path: string) {
  const shape = errorShape(null, toTRPCError(error), requestId, null);
  // Calls of the API are answered in its own envelope, so that the typed client reads them.
  const body = isApiPath(path) ? { error: { json: shape } } : { error: shape };
  return { status: shape.data.httpStatus, body };
}

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: DomainError,
): FastifyReply {
  const { status, body } = errorBody(error, request.id, request.url);
  const { retryAfter } = error.details;
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply.code(status).header('cache-control', 'no-store').send(body);
}

/** What goes wrong before a procedure is reached, as an error of the closed list. */
export function fromFramework(error: FastifyError, bodyLimit: number): DomainError {
  if (error.statusCode === 413) {
    return new DomainError('tooLarge', { reason: 'request', params: { bytes: bodyLimit } });
  }
  const isCallers = error.statusCode !== undefined && error.statusCode < 500;
  return isCallers
    ? new DomainError('invalidInput', { reason: 'request', cause: error })
    : new DomainError('internal', { cause: error });
}

export const isApiPath = (path: string) => path === '/trpc' || /^\/trpc[/?]/.test(path);
