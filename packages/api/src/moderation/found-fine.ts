import type { MemberContext, Transaction } from '../context.ts';
import { holdOpenCase, type SubjectRef } from './cases.ts';
import { decisionInForce } from './decision-in-force.ts';
import type { Snapshot } from './evidence.ts';
import type { Fine } from './fine.ts';
import { peopleOf } from './flagger-record.ts';
import type { Policy } from './schemas.ts';

interface Flagging {
  subject: SubjectRef;
  snapshot: Snapshot;
  policy: Policy;
  /** How grave the flag is, and what it counts. */
  severity: number;
  weight: number;
  /** Setting `moderation.flagThreshold`. */
  threshold: number;
}

/** What staff found fine, and whether one more flag leaves it so. */
interface FoundFine extends Fine {
  since: Date;
  stays: boolean;
}

/** What a person or the people of a channel do is in no hash: they are found fine for so long only. */
const behaviourMs = 24 * 3600 * 1000;

interface Judged {
  same: boolean;
  gravest: number;
  policies: Policy[];
  /** What those who flagged it after that weigh, without the one who flags it now. */
  others: number;
  /** Whether the one who flags it now is among those who did before, at any time. */
  known: boolean;
}

/**
 * The decision by which staff found exactly this content fine, if that was the last word about it; its
 * case is held then. It does not stay fine when the flag is graver than all that was judged, when
 * enough people flagged it since, or when it is edited: that changes its hash.
 */
export async function judgedFine(
  tx: Transaction,
  ctx: MemberContext,
  { subject, snapshot, policy, severity, weight, threshold }: Flagging,
): Promise<FoundFine | null> {
  const { organisationId, memberId } = ctx.actor;
  const last = await tx.moderationCase.findFirst({
    where: { organisationId, state: 'decided', subjectType: subject.type, subjectId: subject.id },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  if (!last) return null;
  const caseId = last.id;
  // Of several flags at once each counts those before it.
  const [held] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM moderation_case WHERE id = ${caseId}::uuid FOR UPDATE`;
  if (held?.state !== 'decided' || (await holdOpenCase(tx, organisationId, subject))) return null;
  const decision = await decisionInForce(tx, caseId);
  const dismissed = (decision?.actions as { type: string }[] | undefined)?.some(
    ({ type }) => type === 'dismiss',
  );
  if (!decision || !dismissed) return null;
  const since = decision.createdAt;
  const [judged] = await tx.$queryRaw<Judged[]>`
    SELECT EXISTS (SELECT FROM moderation_evidence
                    WHERE case_id = ${caseId}::uuid AND hash = ${snapshot.hash}) AS same,
           coalesce(max(severity) FILTER (WHERE created_at <= ${since}), 0)::int AS gravest,
           coalesce(array_agg(policy::text) FILTER (WHERE created_at <= ${since}), '{}') AS policies,
           coalesce(sum(weight) FILTER (
             WHERE created_at > ${since} AND flagger_id <> ${memberId}::uuid), 0)::int AS others,
           coalesce(bool_or(flagger_id = ${memberId}::uuid), false) AS known
      FROM moderation_flag WHERE case_id = ${caseId}::uuid`;
  if (!judged?.same) return null;
  const graver = severity > judged.gravest;
  const many = !judged.known && peopleOf(judged.others + weight) >= threshold;
  const behaviour =
    subject.type !== 'message' &&
    (ctx.clock.now().getTime() - since.getTime() >= behaviourMs ||
      !judged.policies.includes(policy));
  return { caseId, decisionId: decision.id, since, stays: !graver && !many && !behaviour };
}

/**
 * Puts the flags since it was found fine into the case that is open now, except the caller's own: those
 * people wait for what is decided now, and are not told the old outcome.
 */
export async function takeFlagsSince(
  tx: Transaction,
  { actor: { memberId } }: MemberContext,
  { caseId, since }: FoundFine,
  into: string,
): Promise<void> {
  const moved = await tx.$executeRaw`
    UPDATE moderation_flag f SET case_id = ${into}::uuid
     WHERE f.case_id = ${caseId}::uuid AND f.created_at > ${since}
       AND f.flagger_id <> ${memberId}::uuid
       AND NOT EXISTS (SELECT FROM moderation_flag o
                        WHERE o.case_id = ${into}::uuid AND o.flagger_id = f.flagger_id)`;
  if (moved === 0) return;
  await tx.moderationCase.update({
    where: { id: caseId },
    data: { flagCount: { decrement: moved } },
  });
}
