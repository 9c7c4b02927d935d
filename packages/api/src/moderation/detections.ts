import { uuidv7 } from 'uuidv7';
import type { Transaction } from '../context.ts';
import { type CaseNews, openOrJoinCase, recount, type SubjectRef } from './cases.ts';
import { keepEvidence, takeSnapshot } from './evidence.ts';
import type { Policy } from './schemas.ts';

/** What one rule found in a message, a name or a description. */
export interface Detection {
  ruleId: string;
  policy: Policy;
  severity: number;
  /** What it saw, such as the words that matched. */
  matched: string[];
}

/** Of what a rule saw in one subject, through all of its edits. */
const mostMatched = 20;

/**
 * Opens the case about what the filter found something in, or joins it, in the transaction that
 * writes it. Tell the staff with `announceCase` after the commit; null: there is nothing new to
 * tell. A rule finds something in a subject once, however often its author edits it.
 */
export async function openDetection(
  tx: Transaction,
  input: {
    organisationId: string;
    subject: SubjectRef;
    detections: readonly Detection[];
    /** Setting `moderation.flagThreshold`. */
    threshold: number;
    now: Date;
  },
): Promise<CaseNews | null> {
  const { organisationId, subject, detections, threshold, now } = input;
  const snapshot = await takeSnapshot(tx, subject);
  const [gravest] = [...detections].sort((a, b) => b.severity - a.severity);
  if (!snapshot || !gravest) throw new Error('a detection without a subject or a rule');
  const { policy, severity } = gravest;
  const reach =
    snapshot.reach ?? (await tx.member.count({ where: { organisationId, state: 'active' } }));
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
  const newFinding = await addFindings(tx, { organisationId, caseId, detections, now });
  const newEvidence = await keepEvidence(tx, caseId, snapshot, { now, edited: true });
  if (!news.opened && !newFinding && !newEvidence) return null;
  const changed = newFinding || newEvidence;
  await recount(tx, news, { threshold, changed, weighty: newFinding, now });
  return news;
}

interface Findings {
  organisationId: string;
  caseId: string;
  detections: readonly Detection[];
  now: Date;
}

/** Writes what rules found; the caller holds the case. Gives whether one of them is new in it. */
async function addFindings(
  tx: Transaction,
  { organisationId, caseId, detections, now }: Findings,
): Promise<boolean> {
  const known = await tx.moderationFlag.findMany({
    where: { caseId, ruleId: { in: detections.map(({ ruleId }) => ruleId) } },
    select: { id: true, ruleId: true, matched: true },
  });
  const fresh: Detection[] = [];
  for (const detection of detections) {
    const before = known.find(({ ruleId }) => ruleId === detection.ruleId);
    if (!before) {
      fresh.push(detection);
      continue;
    }
    const matched = [...new Set([...before.matched, ...detection.matched])].slice(0, mostMatched);
    if (matched.length === before.matched.length) continue;
    await tx.moderationFlag.update({ where: { id: before.id }, data: { matched } });
  }
  await tx.moderationFlag.createMany({
    data: fresh.map(({ ruleId, policy, severity, matched }) => ({
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
  return fresh.length > 0;
}
