import type { StaffContext } from '../context.ts';
import { unknownCase, visibleCase } from './cases.ts';
import type { KeptAction } from './effects.ts';
import { refusalOf, standingOf } from './lifecycle.ts';
import { allowedActions, longestBanMinutes, type Subject, undoUntil } from './policy.ts';
import { readRow } from './rows.ts';
import { type CaseDetail, evidenceContent } from './schemas.ts';
import { isClosing } from './undo.ts';

const personSelect = { id: true, displayName: true, username: true } as const;
type Named = { id: string; displayName: string; username: string };
const mostFlags = 200;
const mostSanctions = 50;

/** A case with all that a decision rests on, and what the caller may do. Throws `notFound.case`. */
export async function getCase(ctx: StaffContext, caseId: string): Promise<CaseDetail> {
  const { db, actor, clock } = ctx;
  const now = clock.now();
  const [row, facts, { moderation }] = await Promise.all([
    readRow(ctx, caseId),
    db.moderationCase.findFirst({
      where: visibleCase(actor, caseId),
      include: {
        flags: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: mostFlags },
        evidence: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
        decisions: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      },
    }),
    ctx.settings.of(actor.organisationId),
  ]);
  if (!facts) throw unknownCase();
  const { flags, evidence, decisions } = facts;
  const [names, rules, person] = await Promise.all([
    namesOf(ctx, [
      ...flags.flatMap(({ flaggerId }) => flaggerId ?? []),
      ...decisions.map(({ deciderId }) => deciderId),
    ]),
    db.moderationRule.findMany({
      where: { id: { in: flags.flatMap(({ ruleId }) => ruleId ?? []) } },
      select: { id: true, name: true },
    }),
    facts.concernsId ? readPerson(ctx, facts.concernsId) : null,
  ]);
  const standing = standingOf(facts, actor.memberId, now);
  const reverted = new Set(decisions.flatMap(({ revertsId }) => revertsId ?? []));
  const last = decisions.findLast(
    ({ id, revertsId, actions }) =>
      revertsId === null && !reverted.has(id) && isClosing(actions as unknown as KeptAction[]),
  );
  const until = last && undoUntil(last, actor.memberId, moderation.undoSeconds);
  const subject: Subject = { type: row.subjectType, concerns: person };
  const allowed = allowedActions(actor, subject);
  const decides = allowed.length > 0 && refusalOf(standing, 'decide') === null;
  return {
    ...row,
    flags: flags.map(({ flaggerId, ruleId, ...flag }) => ({
      ...flag,
      flagger: flaggerId ? names.of(flaggerId) : null,
      rule: rules.find(({ id }) => id === ruleId) ?? null,
    })),
    evidence: evidence.map(({ id, createdAt, content }) => ({
      id,
      createdAt,
      content: evidenceContent.parse(content),
    })),
    decisions: decisions.map(({ deciderId, actions, ...decision }) => ({
      ...decision,
      by: names.of(deciderId),
      actions: (actions as unknown as KeptAction[]).map(({ before: _, ...action }) => action),
      reverted: reverted.has(decision.id),
    })),
    person,
    policyText: `policy.${row.policy}.text`,
    allowed: {
      claim: allowed.length > 0 && refusalOf(standing, 'claim') === null,
      actions: decides ? allowed : allowed.filter((type) => type === 'note'),
      longestBanMinutes: longestBanMinutes(actor.role, moderation.longestBanDaysOfModerator),
      undo:
        last && until && until >= now && standing === 'decided' && allowed.length > 0
          ? { decisionId: last.id, until }
          : null,
    },
  };
}

async function namesOf({ db }: StaffContext, ids: string[]) {
  const people = await db.member.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: personSelect,
  });
  const known = new Map(people.map((one) => [one.id, one]));
  return { of: (id: string): Named => known.get(id) ?? { id, displayName: '', username: '' } };
}

/** The person a case is about: who they are, and what was decided about them before. */
async function readPerson(
  { db, clock, actor: { organisationId } }: StaffContext,
  memberId: string,
): Promise<CaseDetail['person']> {
  const now = clock.now();
  const active = { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
  const [found, sanctions, cases, openCases, sanctionCount, activeSanctions, flagsRaised] =
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
      db.moderationCase.count({ where: { organisationId, concernsId: memberId } }),
      db.moderationCase.count({ where: { organisationId, concernsId: memberId, state: 'open' } }),
      db.sanction.count({ where: { memberId } }),
      db.sanction.count({ where: { memberId, ...active } }),
      db.moderationFlag.count({ where: { flaggerId: memberId } }),
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
    counts: { cases, openCases, sanctions: sanctionCount, activeSanctions, flagsRaised },
  };
}
