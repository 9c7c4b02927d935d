import { uuidv7 } from 'uuidv7';
import type { Transaction } from '../context.ts';
import { type CaseNews, keepEvidence, openOrJoinCase, recount } from './cases.ts';
import { takeSnapshot } from './evidence.ts';
import type { Policy } from './schemas.ts';

/** What one rule found in a message. */
export interface Detection {
  ruleId: string;
  policy: Policy;
  severity: number;
  /** What it saw, such as the words that matched. */
  matched: string[];
}

/**
 * Opens the case about a message that the filter found something in, or joins it, in the
 * transaction that writes the message. Tell the staff with `announceCase` after the commit.
 */
export async function openDetection(
  tx: Transaction,
  input: {
    organisationId: string;
    messageId: string;
    detections: readonly Detection[];
    /** Setting `moderation.flagThreshold`. */
    threshold: number;
    now: Date;
  },
): Promise<CaseNews> {
  const { organisationId, messageId, detections, threshold, now } = input;
  const subject = { type: 'message', id: messageId } as const;
  const snapshot = await takeSnapshot(tx, subject);
  const [gravest] = [...detections].sort((a, b) => b.severity - a.severity);
  if (!snapshot || !gravest) throw new Error('a detection without a message or a rule');
  const { policy, severity } = gravest;
  const reach = snapshot.reach ?? 0;
  const news = await openOrJoinCase(tx, {
    organisationId,
    subject,
    snapshot,
    policy,
    severity,
    reach,
    now,
  });
  const { caseId } = news;
  await tx.moderationFlag.createMany({
    data: detections.map(({ ruleId, policy, severity, matched }) => ({
      id: uuidv7(),
      organisationId,
      caseId,
      ruleId,
      policy,
      severity,
      matched,
      createdAt: now,
    })),
  });
  const newEvidence = await keepEvidence(tx, caseId, snapshot, now);
  await recount(tx, news, { threshold, newEvidence });
  return news;
}
