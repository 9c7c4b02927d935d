import type { Database } from '../context.ts';
import { chainStart, entryHash, type Json } from './entry.ts';

const pageSize = 1_000;

/**
 * Reads an organisation's audit chain from its beginning.
 * Gives the first position that is missing or does not fit, or null when all is well.
 */
export async function verifyChain(db: Database, organisationId: string): Promise<number | null> {
  let position = 0;
  let hash: Uint8Array = chainStart;
  // Read before the entries: what is appended meanwhile is then no contradiction.
  const head = await db.auditHead.findUnique({ where: { organisationId } });
  for (;;) {
    const page = await db.auditEntry.findMany({
      where: { organisationId, position: { gt: position } },
      orderBy: { position: 'asc' },
      take: pageSize,
    });
    for (const { at, previousHash, hash: stored, ...rest } of page) {
      const content = {
        ...rest,
        at: at.toISOString(),
        before: rest.before as Json,
        after: rest.after as Json,
      };
      const fits =
        rest.position === position + 1 &&
        same(previousHash, hash) &&
        same(stored, entryHash(hash, content));
      if (!fits) return position + 1;
      position = rest.position;
      hash = stored;
      if (head?.position === position && !same(head.hash, hash)) return position;
    }
    if (page.length < pageSize) break;
  }
  return head && head.position > position ? position + 1 : null;
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
