import { announceAlerts, raiseAlert } from '../alerts/index.ts';
import type { MemberContext, Transaction } from '../context.ts';
import type { SubjectRef } from './cases.ts';
import type { Snapshot } from './evidence.ts';

interface Burst {
  caseId: string;
  subject: SubjectRef;
  snapshot: Snapshot;
  flagCount: number;
  severity: number;
}

/**
 * Many people flagged one subject: staff are alerted, once per subject. Gives what tells them, to be
 * called after the commit. It names the case and nobody who flagged.
 */
export async function alertOfBurst(
  tx: Transaction,
  ctx: MemberContext,
  { caseId, subject, snapshot, flagCount, severity }: Burst,
): Promise<() => void> {
  const raised = await raiseAlert(tx, ctx, {
    organisationId: ctx.actor.organisationId,
    kind: 'flagBurst',
    severity: severity >= 4 ? 'critical' : 'warning',
    key: `flagBurst:${subject.type}:${subject.id}`,
    params: {
      caseId,
      subjectType: subject.type,
      flags: flagCount,
      excerpt: snapshot.content.text.slice(0, 80),
    },
    concernsId: snapshot.concernsId,
  });
  return () => announceAlerts(ctx, [raised]);
}
