import type { Transaction } from '../context.ts';
import { appendEntry, type NewEntry } from './write.ts';

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
  const like = await tx.auditEntry.findFirst({
    where: {
      organisationId,
      action,
      subjectType,
      subjectId,
      ip,
      at: { gt: new Date(at.getTime() - seconds * 1000) },
    },
    orderBy: { position: 'desc' },
    select: { position: true },
  });
  if (like) return false;
  await appendEntry(tx, entry);
  return true;
}
