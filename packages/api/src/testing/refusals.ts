import { TRPCError } from '@trpc/server';
import { DomainError } from '../errors.ts';

/** The message key of what a call threw, such as `error.forbidden.permission`. Throws what is no refusal. */
export function refusalKey(error: unknown): string {
  if (error instanceof DomainError) return error.messageKey;
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    return error.cause instanceof DomainError ? error.cause.messageKey : error.message;
  }
  throw error;
}

/** Why a call was refused. Fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (!outcome) throw new Error('the call was not refused');
  return refusalKey(outcome.error);
}
