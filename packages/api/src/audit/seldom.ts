import type { Transaction } from '../context.ts';
import { appendEntry, type NewEntry } from './write.ts';

/** More addresses than these at once are an attack, which has alerts of its own. */
const mostLooked = 200;

/**
 * Appends the entry unless the log has one like it, about the same subject and from the same address,
 * within the last seconds: what strangers can repeat at will must not fill the log. Says whether it did.
 */
export async function appendSeldom(
  tx: Transaction,
  entry: NewEntry,
  { seconds }: { seconds: number },
): Promise<boolean> {
  const { organisationId, action, subjectType, subjectId, ip, at } = entry;
  const key = [organisationId, action, subjectType, subjectId, ip].join('/');
  // Two at once see each other's entry. The chain itself is locked only by whoever writes into it.
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  const likes = await tx.auditEntry.findMany({
    where: {
      organisationId,
      action,
      subjectType,
      subjectId,
      at: { gt: new Date(at.getTime() - seconds * 1000) },
    },
    orderBy: { position: 'desc' },
    select: { position: true },
    take: mostLooked,
  });
  const where = { organisationId, position: { in: likes.map(({ position }) => position) } };
  const addresses = await tx.auditAddress.findMany({ where, select: { position: true, ip: true } });
  const ipOf = new Map(addresses.map((row) => [row.position, row.ip]));
  if (likes.some(({ position }) => (ipOf.get(position) ?? null) === ip)) return false;
  await appendEntry(tx, entry);
  return true;
}
