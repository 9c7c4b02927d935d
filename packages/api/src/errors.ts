import type { TRPC_ERROR_CODE_KEY } from '@trpc/server';

/**
 * The closed list of what can go wrong, with the transport code of each.
 * Clients translate `error.<code>` (and `error.<code>.<reason>`) into words.
 */
export const errorCodes = {
  invalidInput: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  wrongCredentials: 'UNAUTHORIZED',
  sessionEnded: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  notMember: 'FORBIDDEN',
  muted: 'FORBIDDEN',
  readOnly: 'FORBIDDEN',
  featureOff: 'FORBIDDEN',
  refused: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  conflict: 'CONFLICT',
  taken: 'CONFLICT',
  archived: 'PRECONDITION_FAILED',
  expired: 'PRECONDITION_FAILED',
  tooLarge: 'PAYLOAD_TOO_LARGE',
  tooMany: 'TOO_MANY_REQUESTS',
  slowMode: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<string, TRPC_ERROR_CODE_KEY>;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorDetails {
  /** The input field at fault. */
  field?: string;
  /** Narrows the message: `error.<code>.<reason>`. */
  reason?: string;
  /** Values that the message names, such as a limit. */
  params?: Record<string, string | number | boolean | null>;
  /** Seconds until trying again makes sense. */
  retryAfter?: number;
  /** For the log only; never sent to a client. */
  cause?: unknown;
}

/** What every domain throws. Mapped to the transport in one place, `trpc.ts`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.reason ? `${code}.${details.reason}` : code, { cause: details.cause });
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }

  /** Key of the sentence that tells a person what happened. */
  get messageKey(): string {
    const { reason } = this.details;
    return reason ? `error.${this.code}.${reason}` : `error.${this.code}`;
  }
}

/** What a client finds in `error.data`. */
export interface ErrorData {
  code: TRPC_ERROR_CODE_KEY;
  httpStatus: number;
  error: ErrorCode;
  messageKey: string;
  field: string | null;
  params: Record<string, string | number | boolean | null>;
  retryAfter: number | null;
  requestId: string | null;
  path: string | null;
}
