import type { Transaction } from '../context.ts';

/** Kinds of looking that nodes take turns in, organisation by organisation. */
const locks = { attacks: 72_043_106, escalation: 72_043_107 };

/** Whether no other node is at it for this organisation. Nobody else is until the transaction ends. */
export async function takeTurn(
  tx: Transaction,
  what: keyof typeof locks,
  organisationId: string,
): Promise<boolean> {
  const [turn] = await tx.$queryRaw<{ free: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${locks[what]}::int, hashtext(${organisationId})) AS free`;
  return turn?.free ?? false;
}
