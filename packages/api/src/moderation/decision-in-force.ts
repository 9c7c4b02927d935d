import type { Database, Transaction } from '../context.ts';
import type { Policy } from './schemas.ts';

export interface DecisionInForce {
  id: string;
  deciderId: string;
  /** As `KeptAction[]`. */
  actions: unknown;
  policy: Policy;
  /** Those that were made in one go have it in common. */
  batchId: string | null;
  createdAt: Date;
}

/** The last decision of a case that was not taken back; notes decide nothing. Null: there is none. */
export async function decisionInForce(
  db: Database | Transaction,
  caseId: string,
): Promise<DecisionInForce | null> {
  const rows = await db.$queryRaw<DecisionInForce[]>`
    SELECT d.id, d.decider_id AS "deciderId", d.actions, d.policy,
           d.batch_id AS "batchId", d.created_at AS "createdAt"
      FROM moderation_decision d
     WHERE d.case_id = ${caseId}::uuid AND d.reverts_id IS NULL
       AND EXISTS (SELECT FROM jsonb_array_elements(d.actions) AS one
                    WHERE one->>'type' <> 'note')
       AND NOT EXISTS (SELECT FROM moderation_decision r WHERE r.reverts_id = d.id)
     ORDER BY d.created_at DESC, d.id DESC LIMIT 1`;
  return rows[0] ?? null;
}
