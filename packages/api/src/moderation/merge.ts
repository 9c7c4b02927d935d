import type { Transaction } from '../context.ts';
import { type HeldCase, recount } from './cases.ts';

/** Evidence that goes along; older one stays where it is. */
const mostEvidence = 50;

/**
 * Puts a case whose decision was taken back into the newer open one about the same subject, which the
 * caller holds, too: its flags go there, its evidence is copied. What was decided stays where it is,
 * and is shown with the newer one's.
 */
export async function mergeInto(
  tx: Transaction,
  { id, dueAt, reach, version, escalatedAt, escalatedById, assigneeId }: HeldCase,
  into: string,
  threshold: number,
  now: Date,
): Promise<void> {
  const copied = await tx.$executeRaw`
    INSERT INTO moderation_evidence (id, case_id, hash, content, context_id, created_at)
    SELECT gen_random_uuid(), ${into}::uuid, hash, content, context_id, created_at
      FROM moderation_evidence WHERE case_id = ${id}::uuid
     ORDER BY created_at DESC, id DESC LIMIT ${mostEvidence}
    ON CONFLICT DO NOTHING`;
  // Whoever flagged both, and whatever rule found something in both, is there already.
  await tx.$executeRaw`
    UPDATE moderation_flag f SET case_id = ${into}::uuid
     WHERE f.case_id = ${id}::uuid
       AND NOT EXISTS (SELECT FROM moderation_flag o
                        WHERE o.case_id = ${into}::uuid
                          AND (o.flagger_id = f.flagger_id OR o.rule_id = f.rule_id))`;
  await tx.$executeRaw`
    UPDATE moderation_case
       SET due_at = least(due_at, ${dueAt}), reach = greatest(reach, ${reach}),
           escalated_by_id = CASE WHEN escalated_at IS NULL THEN ${escalatedById}::uuid
                                  ELSE escalated_by_id END,
           escalated_at = coalesce(escalated_at, ${escalatedAt}),
           assignee_id = coalesce(assignee_id, ${assigneeId}::uuid)
     WHERE id = ${into}::uuid`;
  const changed = copied > 0;
  await recount(tx, { caseId: into, opened: false }, { threshold, changed, weighty: changed, now });
  await tx.moderationCase.update({
    where: { id },
    data: {
      state: 'merged',
      mergedIntoId: into,
      decidedAt: null,
      decidedById: null,
      flagCount: await tx.moderationFlag.count({ where: { caseId: id, flaggerId: { not: null } } }),
      detectionCount: await tx.moderationFlag.count({ where: { caseId: id, flaggerId: null } }),
      version: version + 1,
      decidableFrom: version + 1,
    },
  });
}
