import type { Prisma } from '@atalaya/db';
import { channelsRunBy } from '../concern.ts';
import type { StaffContext } from '../context.ts';
import {
  contextsOf,
  decisionsOf,
  personSelect,
  readDecisions,
  readEvidence,
  readFlags,
} from './case-parts.ts';
import { unknownCase, viewerOf, visibleCase } from './cases.ts';
import { decisionInForce } from './decision-in-force.ts';
import { readDeskEvents } from './desk-events.ts';
import { type CaseEvent, refusalOf, standingOf } from './lifecycle.ts';
import { allowedActions, longestBanMinutes, type Subject, undoUntil } from './policy.ts';
import { findRow } from './rows.ts';
import { bandOf, type CaseDetail } from './schemas.ts';

/** Of each list so many; there are cursors for the rest. */
const few = 50;
const fewEvidence = 5;
const mostSanctions = 50;

/** A case with all that a decision rests on, and what the caller may do. Throws `notFound.case`. */
export async function getCase(ctx: StaffContext, caseId: string): Promise<CaseDetail> {
  const { db, actor, clock } = ctx;
  const now = clock.now();
  const [row, facts, { moderation }] = await Promise.all([
    findRow(ctx, actor.organisationId, caseId),
    visibleCase(db, actor, caseId),
    ctx.settings.of(actor.organisationId),
  ]);
  if (!row) throw unknownCase();
  const [flags, evidence, decisions, evidenceCount, decisionCount, last, person, desk] =
    await Promise.all([
      readFlags(ctx, { caseId, limit: few }),
      readEvidence(ctx, { caseId, limit: fewEvidence }),
      readDecisions(ctx, { caseId, limit: few }),
      db.moderationEvidence.count({ where: { caseId } }),
      db.moderationDecision.count({ where: decisionsOf(caseId) }),
      decisionInForce(db, caseId),
      facts.concernsId ? readPerson(ctx, facts.concernsId) : null,
      readDeskEvents(db, caseId),
    ]);
  const standing = standingOf(facts, viewerOf(actor), now);
  const until = last && undoUntil(last, actor.memberId, moderation.undoSeconds);
  const subject: Subject = { type: row.subjectType, concerns: person };
  const allowed = allowedActions(actor, subject);
  const may = (event: CaseEvent) => allowed.length > 0 && refusalOf(standing, event) === null;
  return {
    ...row,
    flags: flags.items,
    evidence: [...(await contextsOf(ctx, evidence.items)), ...evidence.items.toReversed()],
    decisions: decisions.items.toReversed(),
    desk,
    more: {
      flags: flags.nextCursor,
      evidence: evidence.nextCursor,
      decisions: decisions.nextCursor,
    },
    counts: { evidence: evidenceCount, decisions: decisionCount },
    mergedIntoId: facts.mergedIntoId,
    person,
    policyText: `policy.${row.policy}.text`,
    allowed: {
      claim: may('claim'),
      actions: may('decide') ? allowed : allowed.filter((type) => type === 'note'),
      longestBanMinutes: longestBanMinutes(actor.role, moderation.longestBanDaysOfModerator),
      undo:
        last && until && until >= now && standing === 'decided' && allowed.length > 0
          ? { decisionId: last.id, until }
          : null,
      assign: may('assign'),
      escalate: may('escalate') && !facts.escalatedAt,
      deescalate: may('deescalate') && facts.escalatedAt !== null,
      snooze: may('snooze'),
      unsnooze: may('unsnooze') && row.snoozedUntil !== null,
    },
  };
}

/** The person a case is about: who they are, and what was decided about them before. */
async function readPerson(
  { db, clock, actor }: StaffContext,
  memberId: string,
): Promise<CaseDetail['person']> {
  const { organisationId } = actor;
  const now = clock.now();
  const others = notAbout(actor.memberId, await channelsRunBy(db, actor.memberId));
  const cases = { organisationId, concernsId: memberId, AND: others };
  const active = { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
  const [found, sanctions, caseCount, openCases, sanctionCount, activeSanctions, flagsRaised] =
    await Promise.all([
      db.member.findUnique({
        where: { id: memberId },
        select: { ...personSelect, role: true, state: true, bannedUntil: true, createdAt: true },
      }),
      db.sanction.findMany({
        where: { memberId },
        orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        take: mostSanctions,
        include: { decision: { select: { caseId: true, deciderId: true } } },
      }),
      db.moderationCase.count({ where: cases }),
      db.moderationCase.count({ where: { ...cases, state: 'open' } }),
      db.sanction.count({ where: { memberId } }),
      db.sanction.count({ where: { memberId, ...active } }),
      db.moderationFlag.count({
        where: { flaggerId: memberId, case: others },
      }),
    ]);
  if (!found) return null;
  const deciders = await db.member.findMany({
    where: { id: { in: [...new Set(sanctions.map(({ decision }) => decision.deciderId))] } },
    select: personSelect,
  });
  return {
    ...found,
    sanctions: sanctions.map(({ decision, ...sanction }) => ({
      ...sanction,
      caseId: decision.caseId,
      decidedBy: deciders.find(({ id }) => id === decision.deciderId) ?? {
        id: decision.deciderId,
        displayName: '',
        username: '',
      },
    })),
    counts: {
      cases: caseCount,
      openCases,
      sanctions: sanctionCount,
      activeSanctions,
      flagsRaised: bandOf(flagsRaised),
    },
  };
}

const notAbout = (memberId: string, run: string[]): Prisma.ModerationCaseWhereInput => ({
  OR: [{ concernsId: null }, { concernsId: { not: memberId } }],
  NOT: { subjectType: 'channel', subjectId: { in: run } },
});
