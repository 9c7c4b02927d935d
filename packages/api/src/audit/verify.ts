import type { Pool } from 'pg';
import type { Database } from '../context.ts';
import { type Checkpoint, factsOf, isGenuine, lastCheckpoint } from './checkpoint.ts';
import { chainStart, commitmentTo, entryHash, type Json, type Origin } from './entry.ts';

const pageSize = 1_000;

interface Reading {
  db: Database;
  pool: Pool;
}

/**
 * Reads an organisation's audit chain from its beginning, or from where policy removed it up to.
 * Gives the first position that is missing or does not fit, or null when all is well. With a key,
 * a checkpoint that is signed with another one does not fit: whoever owns the database can write one.
 */
export async function verifyChain(
  reading: Reading,
  organisationId: string,
  { publicKey }: { publicKey?: string } = {},
): Promise<number | null> {
  for (;;) {
    const checkpoint = await lastCheckpoint(reading.pool, organisationId);
    const broken = await readChain(reading.db, organisationId, { checkpoint, publicKey });
    if (broken === null) return null;
    // What policy removes while the chain is read is no break.
    const now = await lastCheckpoint(reading.pool, organisationId);
    if (now?.position === checkpoint?.position) return broken;
  }
}

async function readChain(
  db: Database,
  organisationId: string,
  { checkpoint, publicKey }: { checkpoint: Checkpoint | null; publicKey: string | undefined },
): Promise<number | null> {
  // Read before the entries: what is appended meanwhile is then no contradiction.
  const head = await db.auditHead.findUnique({ where: { organisationId } });
  if (checkpoint) {
    const isOurs = publicKey === undefined || publicKey === checkpoint.publicKey;
    if (!isOurs || !isGenuine(organisationId, factsOf(checkpoint))) return checkpoint.position;
  }
  let position = checkpoint?.position ?? 0;
  let hash: Uint8Array = checkpoint?.hash ?? chainStart;
  for (;;) {
    const page = await pageAfter(db, organisationId, position);
    for (const { at, address, origin, previousHash, hash: stored, ...rest } of page) {
      const content = {
        ...rest,
        at: at.toISOString(),
        address: address && Buffer.from(address).toString('hex'),
        before: rest.before as Json,
        after: rest.after as Json,
      };
      const fits =
        rest.position === position + 1 &&
        same(previousHash, hash) &&
        same(stored, entryHash(hash, content)) &&
        isCommitted(address, origin);
      if (!fits) return position + 1;
      position = rest.position;
      hash = stored;
      if (head?.position === position && !same(head.hash, hash)) return position;
    }
    if (page.length < pageSize) break;
  }
  return head && head.position > position ? position + 1 : null;
}

/** The next entries, with the addresses that are still there. */
async function pageAfter(db: Database, organisationId: string, position: number) {
  const entries = await db.auditEntry.findMany({
    where: { organisationId, position: { gt: position } },
    orderBy: { position: 'asc' },
    take: pageSize,
  });
  const last = entries.at(-1)?.position ?? position;
  const addresses = await db.auditAddress.findMany({
    where: { organisationId, position: { gt: position, lte: last } },
  });
  const apart = new Map(addresses.map((row) => [row.position, row]));
  return entries.map((entry) => {
    return { ...entry, origin: apart.get(entry.position) };
  });
}

/** Whether the address beside an entry is the one that its hash covers. One that is gone is no break. */
function isCommitted(
  address: Uint8Array | null,
  origin: (Origin & { salt: Uint8Array }) | undefined,
): boolean {
  if (!origin) return true;
  return address !== null && same(address, commitmentTo(origin, origin.salt));
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
