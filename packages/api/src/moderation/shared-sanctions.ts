import type { SanctionKind } from '@atalaya/db';
import type { Transaction } from '../context.ts';
import type { Action } from './schemas.ts';

/**
 * Of several cases about one person that are decided in one go, a warning, a mute or a ban is one and
 * not one per case. The decision that came first bears it; when that is taken back, another one of
 * the same go bears it, until the last of them is taken back.
 */
const ofPerson: readonly SanctionKind[] = ['warn', 'mute', 'ban'];

interface Batch {
  batchId: string | null;
  deciderId: string;
  /** The person, whom the caller holds. */
  memberId: string;
}

interface Measure extends Action {
  type: SanctionKind;
}

/** The measures that no decision of the batch has taken against the person yet. */
export async function notTakenYet<One extends Measure>(
  tx: Transaction,
  measures: readonly One[],
  { batchId, deciderId, memberId, channelId }: Batch & { channelId: string | null },
): Promise<One[]> {
  if (!batchId) return [...measures];
  const taken = await tx.sanction.findMany({
    where: {
      memberId,
      liftedAt: null,
      kind: { in: [...ofPerson] },
      decision: { batchId, deciderId },
    },
    select: { kind: true, channelId: true },
  });
  return measures.filter(({ type, everywhere }) => {
    const where = type === 'ban' || everywhere ? null : channelId;
    return !taken.some((one) => one.kind === type && (type !== 'mute' || one.channelId === where));
  });
}

/** Lets other decisions of the batch bear what this one bore for them, too. */
export async function handOver(
  tx: Transaction,
  decisionId: string,
  { batchId, deciderId, memberId }: Batch,
): Promise<void> {
  if (!batchId) return;
  const borne = await tx.sanction.findMany({
    where: { decisionId, memberId, liftedAt: null, kind: { in: [...ofPerson] } },
    select: { id: true, kind: true, channelId: true },
  });
  for (const { id, kind, channelId } of borne) {
    const where = kind === 'mute' ? channelId : null;
    const [heir] = await tx.$queryRaw<{ id: string }[]>`
      SELECT d.id FROM moderation_decision d JOIN moderation_case c ON c.id = d.case_id
       WHERE d.batch_id = ${batchId}::uuid AND d.decider_id = ${deciderId}::uuid
         AND d.id <> ${decisionId}::uuid AND d.reverts_id IS NULL
         AND c.concerns_id = ${memberId}::uuid
         AND (${where}::uuid IS NULL OR c.channel_id = ${where}::uuid)
         AND NOT EXISTS (SELECT FROM moderation_decision r WHERE r.reverts_id = d.id)
       ORDER BY d.id LIMIT 1`;
    if (!heir) continue;
    await tx.sanction.update({
      where: { id },
      data: { decisionId: heir.id },
      select: { id: true },
    });
  }
}
