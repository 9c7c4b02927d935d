import type { Services } from '../context.ts';
import { keptBy, type Sweeper } from '../sweep.ts';
import { checkpointText, lastCheckpoint } from './checkpoint.ts';
import { headOf, lastBefore } from './query.ts';
import { signerOf } from './signature.ts';
import { appendEntry, lockHead } from './write.ts';

type Needs = Pick<Services, 'db' | 'pool' | 'clock' | 'settings' | 'secretKey'>;

/** Entries that go with one checkpoint: bounds how long its transaction holds the chain. */
const most = 5_000;
/** Addresses deleted by one statement. */
const batch = 5_000;

/** Removes what policy says of the audit log: addresses after some weeks, whole months after years. */
export const auditSweeper = (needs: Needs): Sweeper => ({
  name: 'audit',
  sweep: async () => (await removeAddresses(needs)) + (await removeMonths(needs)),
});

/** The entries' hashes cover a commitment to the address only, and stay as they are. */
async function removeAddresses(needs: Needs): Promise<number> {
  let gone = 0;
  for (const { organisationIds, before } of await keptBy(needs, 'auditAddressDays')) {
    for (let deleted = batch; deleted === batch; gone += deleted) {
      const { rowCount } = await needs.pool.query(
        `DELETE FROM audit_address WHERE (organisation_id, position) IN (
           SELECT organisation_id, position FROM audit_address
            WHERE organisation_id = ANY($1::uuid[]) AND at < $2
            LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
        [organisationIds, before],
      );
      deleted = rowCount ?? 0;
    }
  }
  return gone;
}

async function removeMonths(needs: Needs): Promise<number> {
  let gone = 0;
  for (const { organisationIds, before } of await keptBy(needs, 'auditDays')) {
    for (const organisationId of organisationIds) {
      if (!(await needs.settings.of(organisationId)).retention.auditRemoved) continue;
      for (let removed = most; removed > 0; gone += removed)
        removed = await removeSome(needs, organisationId, startOfMonth(before));
    }
  }
  return gone;
}

/** Whole months go at once: a checkpoint a month, and not one an hour. */
const startOfMonth = (moment: Date) =>
  new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth()));

/**
 * Writes one checkpoint, by which the database removes the entries before the moment, as many as go
 * with one. Gives how many. Of several nodes the others wait for the chain, and find nothing left.
 */
async function removeSome(
  { db, pool, clock, secretKey }: Needs,
  organisationId: string,
  before: Date,
): Promise<number> {
  // Without the lock: on most days there is nothing to do, and nobody who writes should wait for it.
  if ((await lastToGo()) === null) return 0;
  return db.$transaction(async (tx) => {
    await lockHead(tx, organisationId);
    const found = await lastToGo();
    if (found === null) return 0;
    const { after, position } = found;
    const { hash, at } = await tx.auditEntry.findUniqueOrThrow({
      where: { organisationId_position: { organisationId, position } },
      select: { hash: true, at: true },
    });
    const signer = signerOf(secretKey);
    const facts = { position, hash: Buffer.from(hash).toString('hex'), at: at.toISOString() };
    const now = clock.now();
    await tx.auditCheckpoint.create({
      data: {
        organisationId,
        position,
        hash,
        at,
        removedAt: now,
        publicKey: signer.publicKey,
        signature: signer.sign(checkpointText(organisationId, facts)),
      },
    });
    await appendEntry(tx, {
      organisationId,
      at: now,
      actorId: null,
      action: 'audit.remove',
      subjectType: 'audit',
      subjectId: null,
      after: { from: after + 1, to: position, lastAt: facts.at, lastEntry: facts.hash },
      ip: null,
      requestId: 'retention',
    });
    return position - after;
  });

  async function lastToGo(): Promise<{ after: number; position: number } | null> {
    const after = (await lastCheckpoint(pool, organisationId))?.position ?? 0;
    // The last entry always stays: the chain goes on from it.
    const until = Math.min((await headOf(pool, organisationId)) - 1, after + most);
    if (until <= after) return null;
    const position = await lastBefore(pool, organisationId, { after, until }, before);
    return position > after ? { after, position } : null;
  }
}
