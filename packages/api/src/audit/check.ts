import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { Gate } from '../gate.ts';
import { lastCheckpoint, removedBy } from './checkpoint.ts';
import type { auditVerified } from './schemas.ts';
import { signerOf } from './signature.ts';
import { verifyChain } from './verify.ts';

/** Reading a whole chain is long work: one at a time, whoever asks. */
const oneAtATime = new Gate(1);

/** Whether the organisation's chain is whole, and where it breaks first. */
export async function checkChain({
  db,
  pool,
  actor,
  secretKey,
}: MemberContext): Promise<z.output<typeof auditVerified>> {
  const { organisationId } = actor;
  return oneAtATime.run(async () => {
    const head = await db.auditHead.findUnique({ where: { organisationId } });
    const { publicKey } = signerOf(secretKey);
    const checkpoint = await lastCheckpoint(pool, organisationId);
    const firstBroken = await verifyChain({ db, pool }, organisationId, { publicKey });
    return {
      ok: firstBroken === null,
      entries: (head?.position ?? 0) - (checkpoint?.position ?? 0),
      removed: removedBy(checkpoint),
      firstBroken,
      lastHash: head ? Buffer.from(head.hash).toString('hex') : null,
      publicKey,
    };
  });
}
