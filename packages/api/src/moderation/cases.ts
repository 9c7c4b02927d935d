import { uuidv7 } from 'uuidv7';
import type { Actor, Database, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { isAbout } from './concerned.ts';
import { writeDeskEvent } from './desk-events.ts';
import type { Snapshot } from './evidence.ts';
import { peopleOf } from './flagger-record.ts';
import { type CaseEvent, conflictOf, refusalOf, standingOf, type Viewer } from './lifecycle.ts';
import { caseSeverity, dueAt, isSenior } from './policy.ts';
import type { Policy, SubjectType } from './schemas.ts';

export interface SubjectRef {
  type: SubjectType;
  id: string;
}

/** What is known when a case is opened or joined. */
export interface Filing {
  organisationId: string;
  subject: SubjectRef;
  snapshot: Snapshot;
  policy: Policy;
  severity: number;
  /** People who could see the subject. */
  reach: number;
  now: Date;
}

/** What staff are told of a case after the commit. */
export interface CaseNews {
  caseId: string;
  opened: boolean;
}

/** The open case about a subject, locked; null when there is none. */
export async function holdOpenCase(
  tx: Transaction,
  organisationId: string,
  { type, id }: SubjectRef,
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM moderation_case
     WHERE organisation_id = ${organisationId}::uuid AND subject_type = ${type}::"SubjectType"
       AND subject_id = ${id}::uuid AND state = 'open' FOR UPDATE`;
  return rows[0]?.id ?? null;
}

/** The open case about the subject, made if there is none; locked until the transaction ends. */
export async function openOrJoinCase(
  tx: Transaction,
  { organisationId, subject, snapshot, policy, severity, reach, now }: Filing,
): Promise<CaseNews> {
  for (;;) {
    // Of several at once one opens it; the others wait for its commit and join.
    const made = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO moderation_case (id, organisation_id, subject_type, subject_id, concerns_id,
                                   channel_id, policy, severity, reach, opened_at, due_at)
      VALUES (${uuidv7()}::uuid, ${organisationId}::uuid, ${subject.type}::"SubjectType",
              ${subject.id}::uuid, ${snapshot.concernsId}::uuid, ${snapshot.channelId}::uuid,
              ${policy}::"Policy", ${severity}, ${reach}, ${now}, ${dueAt(now, severity, reach)})
      ON CONFLICT (organisation_id, subject_type, subject_id) WHERE state = 'open' DO NOTHING
      RETURNING id`;
    if (made[0]) return { caseId: made[0].id, opened: true };
    const caseId = await holdOpenCase(tx, organisationId, subject);
    // It may have been decided while this call waited for it: then another one is opened.
    if (caseId) return { caseId, opened: false };
  }
}

interface Totals {
  gravest: number;
  flaggers: number;
  weight: number;
  detections: number;
  policy: Policy;
}

interface Grown {
  /** Setting `moderation.flagThreshold`. */
  threshold: number;
  /** There is something to see that was not there. */
  changed: boolean;
  /** Somebody else says so than the author alone, who can change a text as often as they like. */
  weighty: boolean;
  now: Date;
}

/**
 * Brings the case up to date with its flags, each counted by what it weighs; `people` is their sum. Its version grows when a decision would rest on
 * something else now: other evidence, another severity or policy, and not just one more flag. What
 * weighs keeps decisions from resting on an older version. A case that was put off comes back when there
 * is something new to see, or it is graver.
 */
export async function recount(
  tx: Transaction,
  { caseId, opened }: CaseNews,
  { threshold, ...grown }: Grown,
): Promise<{ severity: number; flagCount: number; people: number }> {
  const before = await tx.moderationCase.findUniqueOrThrow({ where: { id: caseId } });
  const [totals] = await tx.$queryRaw<Totals[]>`
    SELECT max(severity)::int AS gravest, count(flagger_id)::int AS flaggers,
           coalesce(sum(weight) FILTER (WHERE flagger_id IS NOT NULL), 0)::int AS weight,
           count(*) FILTER (WHERE flagger_id IS NULL)::int AS detections,
           (array_agg(policy::text ORDER BY severity DESC, created_at, id))[1] AS policy
      FROM moderation_flag WHERE case_id = ${caseId}::uuid`;
  if (!totals) throw new Error('a case without flags');
  const { flaggers: flagCount, detections: detectionCount, policy } = totals;
  const people = peopleOf(totals.weight);
  const severity = caseSeverity(totals.gravest, people, threshold);
  const weighty = grown.weighty || severity !== before.severity || policy !== before.policy;
  const version = before.version + (!opened && (grown.changed || weighty) ? 1 : 0);
  const due = dueAt(before.openedAt, severity, before.reach);
  const woken = before.snoozedUntil !== null && (grown.changed || severity > before.severity);
  if (woken) await writeDeskEvent(tx, { caseId, kind: 'woken', byId: null, now: grown.now });
  await tx.moderationCase.update({
    where: { id: caseId },
    data: {
      flagCount,
      detectionCount,
      severity,
      policy,
      dueAt: new Date(Math.min(due.getTime(), before.dueAt.getTime())),
      version,
      ...(weighty ? { decidableFrom: version } : {}),
      ...(woken ? { snoozedUntil: null } : {}),
    },
  });
  return { severity, flagCount, people };
}

export type HeldCase = Awaited<ReturnType<typeof holdCase>>;

/**
 * Locks a case for a member of the staff. One about themselves does not exist for them: they would
 * see who flagged them. Throws `notFound.case`.
 */
export async function holdCase(tx: Transaction, actor: Actor, caseId: string) {
  await tx.$queryRaw`SELECT 1 FROM moderation_case WHERE id = ${caseId}::uuid FOR UPDATE`;
  return visibleCase(tx, actor, caseId);
}

/**
 * The one way to a case: of the caller's organisation, and not about the caller. Throws
 * `notFound.case`.
 */
export async function visibleCase(
  db: Database | Transaction,
  { organisationId, memberId }: Actor,
  caseId: string,
) {
  const row = await db.moderationCase.findFirst({ where: { id: caseId, organisationId } });
  if (!row || (await isAbout(db, row, memberId))) throw unknownCase();
  return row;
}

export const unknownCase = () => new DomainError('notFound', { field: 'caseId', reason: 'case' });

/** The member of the staff as the life of a case knows them. */
export const viewerOf = ({ memberId, role }: Actor): Viewer => ({
  memberId,
  senior: isSenior(role),
});

/** Throws the conflict when the event cannot happen to the case now, naming who was faster. */
export async function assertPossible(
  tx: Transaction,
  actor: Actor,
  held: HeldCase,
  event: CaseEvent,
  now: Date,
): Promise<void> {
  const refusal = refusalOf(standingOf(held, viewerOf(actor), now), event);
  if (!refusal) return;
  const [id, since] =
    refusal === 'claimed' ? [held.claimedById, held.claimedAt] : [held.decidedById, held.decidedAt];
  const who = id && (await tx.member.findUnique({ where: { id }, select: { displayName: true } }));
  throw conflictOf(refusal, who && since ? { by: who.displayName, since } : null);
}

/**
 * Throws `conflict.changed` when the case is not the one that the screen showed. Unless it must be
 * exactly that, edits of the author alone are no reason: they could keep any decision away.
 */
export function assertVersion(
  held: HeldCase,
  version: number | undefined,
  { exactly = false } = {},
): void {
  if (version === undefined || version === held.version) return;
  if (!exactly && version >= held.decidableFrom && version < held.version) return;
  throw new DomainError('conflict', {
    field: 'version',
    reason: 'changed',
    params: { yours: version, current: held.version },
  });
}
