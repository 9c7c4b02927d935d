import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import { DomainError, type ErrorCode, type ErrorData, errorCodes } from './errors.ts';

interface Shape {
  message: string;
  code: TRPC_ERROR_CODE_NUMBER;
  data: ErrorData;
}

/** Turns whatever was thrown into the one kind of error that the transport knows. */
export function toTRPCError(thrown: unknown): TRPCError {
  const cause = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;
  const domain = asDomainError(cause) ?? (thrown instanceof TRPCError ? fromInput(thrown) : null);
  if (domain) {
    return new TRPCError({
      code: errorCodes[domain.code],
      message: domain.messageKey,
      cause: domain,
    });
  }
  if (thrown instanceof TRPCError) return thrown;
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'error.internal', cause });
}

const requests = new WeakMap<TRPCError, string>();

/** Remembers which request an error belongs to: calls through one socket share their context. */
export function ofRequest(error: TRPCError, requestId: string): TRPCError {
  requests.set(error, requestId);
  return error;
}

/** The error as a client sees it: code, sentence key, field. Never a stack or an internal message. */
export function errorShape(
  _shape: unknown,
  error: TRPCError,
  requestId: string | null,
  path: string | null,
): Shape {
  const mapped = toTRPCError(error);
  const domain = asDomainError(mapped.cause);
  const code = domain ? errorCodes[domain.code] : mapped.code;
  const messageKey = domain?.messageKey ?? transportKey(mapped);
  return {
    message: messageKey,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: {
      code,
      httpStatus: getHTTPStatusCodeFromError(new TRPCError({ code })),
      error: domain?.code ?? transportError(mapped),
      messageKey,
      field: domain?.details.field ?? null,
      params: domain?.details.params ?? {},
      retryAfter: domain?.details.retryAfter ?? null,
      requestId: requests.get(error) ?? requestId,
      path,
    },
  };
}

function asDomainError(cause: unknown): DomainError | null {
  if (cause instanceof DomainError) return cause;
  // Class 22: the value itself cannot be stored, such as a NUL in a text. That is the caller's mistake.
  const sqlState = sqlStateOf(cause);
  if (sqlState?.startsWith('22')) {
    return new DomainError('invalidInput', { reason: 'unstorable', cause });
  }
  if (sqlState === '57P01' || sqlState === '57P03' || sqlState === '53300' || isLostLine(cause)) {
    return new DomainError('unavailable', { reason: 'database', retryAfter: 2, cause });
  }
  return null;
}

function fromInput(error: TRPCError): DomainError | null {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ZodError)) return null;
  const issue = error.cause.issues[0];
  if (!issue) return null;
  const field = issue.path.map(String).join('.');
  // Its ends are no lengths, and nobody wants to read them.
  if ('origin' in issue && issue.origin === 'date') {
    return new DomainError('invalidInput', { field, reason: 'date' });
  }
  const params: Record<string, string | number> = {};
  if ('maximum' in issue && typeof issue.maximum === 'number') params['maximum'] = issue.maximum;
  if ('minimum' in issue && typeof issue.minimum === 'number') params['minimum'] = issue.minimum;
  // A length passes one end; a number that has both is told by both.
  const hasRange = 'minimum' in params && 'maximum' in params;
  const reason = hasRange ? 'range' : issue.code;
  return new DomainError('invalidInput', {
    field,
    reason,
    params,
  });
}

function transportError({ code }: TRPCError): ErrorCode {
  if (code === 'INTERNAL_SERVER_ERROR') return 'internal';
  return code === 'NOT_FOUND' ? 'notFound' : 'invalidInput';
}

const transportKey = (error: TRPCError): string => transportKeys[transportError(error)] ?? '';

/** What goes wrong before a procedure is reached, such as a name that no procedure has. */
const transportKeys: Partial<Record<ErrorCode, string>> = {
  internal: 'error.internal',
  notFound: 'error.notFound.path',
  invalidInput: 'error.invalidInput.request',
};

function sqlStateOf(cause: unknown): string | null {
  for (let e: unknown = cause, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    // Plain `pg` says it in `code`; Prisma's adapter in `meta.driverAdapterError.cause.originalCode`.
    const code = originalCode(e) ?? (e as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code))
      return code;
  }
  return null;
}

function originalCode(error: Error): string | null {
  const { meta } = error as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : null;
}

function isLostLine(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = (cause as { code?: unknown }).code;
  return (
    code === 'ECONNREFUSED' ||
    code === 'ECONNRESET' ||
    code === 'P1001' ||
    code === 'P1017' ||
    // Waited too long for a connection or a lock.
    code === 'P2028' ||
    /Connection terminated|terminating connection|timeout exceeded when trying to connect|Query read timeout/.test(
      cause.message,
    )
  );
}
