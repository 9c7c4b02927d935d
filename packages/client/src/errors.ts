import type { AppRouter, ErrorCode, ErrorData } from '@atalaya/api/types';
import { TRPCClientError } from '@trpc/client';

/** What went wrong, as plain data that can be kept and shown. */
export interface Failure {
  code: ErrorCode;
  /** Key of the sentence for people: `error.<code>` or `error.<code>.<reason>`. */
  messageKey: string;
  /** The input field at fault. */
  field: string | null;
  /** Values that the sentence names. */
  params: ErrorData['params'];
  /** Seconds until trying again makes sense. */
  retryAfter: number | null;
  /** What to tell support. */
  requestId: string | null;
}

const nothingMore = { field: null, params: {}, retryAfter: null, requestId: null };

/** The one kind of error that this client throws. */
export class AtalayaError extends TRPCClientError<AppRouter> implements Failure {
  readonly code: ErrorCode;
  readonly messageKey: string;
  readonly field: string | null;
  readonly params: Failure['params'];
  readonly retryAfter: number | null;
  readonly requestId: string | null;
  /** Whether the server said so. If not, nobody knows whether the call was carried out. */
  readonly answered: boolean;

  constructor(
    failure: Failure,
    { answered = true, cause }: { answered?: boolean; cause?: Error } = {},
  ) {
    super(failure.messageKey, cause ? { cause } : {});
    // The library's constructor sets its own prototype.
    Object.setPrototypeOf(this, AtalayaError.prototype);
    this.name = 'AtalayaError';
    this.code = failure.code;
    this.messageKey = failure.messageKey;
    this.field = failure.field;
    this.params = failure.params;
    this.retryAfter = failure.retryAfter;
    this.requestId = failure.requestId;
    this.answered = answered;
  }

  /** Makes one of whatever was thrown. */
  static override from(thrown: unknown): AtalayaError {
    if (thrown instanceof AtalayaError) return thrown;
    const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
    const failure = failureIn(thrown);
    return failure
      ? new AtalayaError(failure, { cause })
      : new AtalayaError(unavailable('connection'), { answered: false, cause });
  }

  /** Makes one of an answer to a plain HTTP request, such as one with bytes of a file. */
  static fromBody(body: string): AtalayaError {
    try {
      const { error } = JSON.parse(body) as { error?: { data?: Partial<ErrorData> } };
      const failure = failureFrom(error?.data);
      if (failure) return new AtalayaError(failure);
    } catch {
      // No words of this server.
    }
    return AtalayaError.unavailable('connection');
  }

  /** The call could not be made or was not answered. */
  static unavailable(reason: 'offline' | 'timeout' | 'connection'): AtalayaError {
    return new AtalayaError(unavailable(reason), { answered: false });
  }

  /** The server looked at a file and does not take it. */
  static refusedFile(reason: string): AtalayaError {
    const messageKey = `error.refused.${reason}`;
    return new AtalayaError({ code: 'refused', messageKey, ...nothingMore });
  }

  /** Nobody is signed in, or not any more. */
  static signedOut(code: 'unauthenticated' | 'sessionEnded' = 'unauthenticated'): AtalayaError {
    return new AtalayaError({ code, messageKey: `error.${code}`, ...nothingMore });
  }

  /** Whether a new access token may mend it. */
  get wantsToken(): boolean {
    return this.code === 'unauthenticated' || this.code === 'sessionEnded';
  }
}

const unavailable = (reason: string): Failure => ({
  code: 'unavailable',
  messageKey: `error.unavailable.${reason}`,
  ...nothingMore,
});

function failureIn(thrown: unknown): Failure | null {
  return thrown instanceof TRPCClientError
    ? failureFrom(thrown.data as Partial<ErrorData> | null)
    : null;
}

function failureFrom(data: Partial<ErrorData> | null | undefined): Failure | null {
  if (!data || typeof data.error !== 'string') return null;
  return {
    code: data.error,
    messageKey: data.messageKey ?? `error.${data.error}`,
    field: data.field ?? null,
    params: data.params ?? {},
    retryAfter: data.retryAfter ?? null,
    requestId: data.requestId ?? null,
  };
}

/** The failure alone, without stack and cause. */
export const failureOf = (error: Failure): Failure => ({
  code: error.code,
  messageKey: error.messageKey,
  field: error.field,
  params: error.params,
  retryAfter: error.retryAfter,
  requestId: error.requestId,
});
