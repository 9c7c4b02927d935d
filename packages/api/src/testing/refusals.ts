import { TRPCError } from '@trpc/server';
import { DomainError } from '../errors.ts';

/** Why a call was refused: its message key, such as `error.forbidden.permission`. Fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError) return error.messageKey;
    if (error instanceof TRPCError) {
      return error.cause instanceof DomainError ? error.cause.messageKey : error.message;
    }
    throw error;
  }
  throw new Error('the call was not refused');
}
