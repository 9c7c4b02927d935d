import type { MemberContext, Services, StaffContext, Transaction } from '../context.ts';
import { type Notice, notify, notifyAll, notifyLater, takeNotice } from '../notifications/index.ts';
import type { Measure } from '../notifications/schemas.ts';
import type { HeldCase, SubjectRef } from './cases.ts';
import type { KeptAction } from './effects.ts';
import type { Policy, SanctionKind } from './schemas.ts';

/** More people than this are told by a job, so that nobody waits for them. */
const mostAtOnce = 100;

type Outcome = 'dismissed' | 'acted' | 'reopened';

interface Sanctioned {
  id: string;
  decisionId: string;
  organisationId: string;
  memberId: string;
  kind: SanctionKind;
  policy: Policy;
  statement: string;
  channelId: string | null;
  messageId: string | null;
  startsAt: Date;
  endsAt: Date | null;
}

/** The receipt of a flag. */
export async function noticeOfFlag(
  tx: Transaction,
  ctx: MemberContext,
  { caseId, subject, policy }: { caseId: string; subject: SubjectRef; policy: Policy },
): Promise<void> {
  const { organisationId, memberId } = ctx.actor;
  await notify(tx, {
    organisationId,
    memberId,
    kind: 'flagReceived',
    params: { subjectType: subject.type, policy },
    key: `flagReceived:${caseId}`,
    now: ctx.clock.now(),
  });
}

/**
 * Tells those who flagged what came of it, and nothing of who decided or what was done to whom.
 * Gives whose screens are to be told after the commit.
 */
export async function noticeOfOutcome(
  tx: Transaction,
  services: Pick<Services, 'jobs' | 'clock'>,
  outcome: {
    organisationId: string;
    key: string;
    subject: SubjectRef;
    outcome: Outcome;
    flaggers: readonly { memberId: string; policy: Policy }[];
  },
): Promise<string[]> {
  const { organisationId, subject, flaggers, key } = outcome;
  const together = flaggers.length <= mostAtOnce;
  for (const [policy, some] of Map.groupBy(flaggers, (one) => one.policy)) {
    const notice: Notice<'flagOutcome'> = {
      organisationId,
      kind: 'flagOutcome',
      params: { subjectType: subject.type, policy, outcome: outcome.outcome },
      key: outcomeKey(key),
      now: services.clock.now(),
    };
    const memberIds = some.map(({ memberId }) => memberId);
    if (together) await notifyAll(tx, notice, memberIds);
    else await notifyLater(tx, services, notice, { memberIds });
  }
  return together ? flaggers.map(({ memberId }) => memberId) : [];
}

/** The outcome of a decision for everyone who flagged. */
export async function noticesOfOutcome(
  tx: Transaction,
  ctx: StaffContext,
  held: HeldCase,
  { decisionId, kept }: { decisionId: string; kept: readonly KeptAction[] },
): Promise<string[]> {
  return noticeOfOutcome(tx, ctx, {
    organisationId: held.organisationId,
    key: decisionId,
    subject: subjectOf(held),
    outcome: kept.some(({ type }) => type === 'dismiss') ? 'dismissed' : 'acted',
    flaggers: await flaggersOf(tx, held.id),
  });
}

const outcomeKey = (key: string) => `flagOutcome:${key}`;
/** Of the outcome for who flags what was found fine before. */
export const fineKey = (caseId: string) => `fine:${caseId}`;

/**
 * A decision was taken back: what those who flagged were told does not hold any more. Who flagged
 * after it may not have been told yet, and is not told that there was something.
 */
export async function noticesOfReopening(
  tx: Transaction,
  ctx: StaffContext,
  held: HeldCase,
  decisionId: string,
): Promise<string[]> {
  const decision = await tx.moderationDecision.findUniqueOrThrow({
    where: { id: decisionId },
    select: { createdAt: true },
  });
  const flaggers = await flaggersOf(tx, held.id);
  const toldLater = await tx.notification.findMany({
    where: { organisationId: held.organisationId, key: outcomeKey(fineKey(held.id)) },
    select: { memberId: true },
  });
  const told = new Set(toldLater.map(({ memberId }) => memberId));
  return noticeOfOutcome(tx, ctx, {
    organisationId: held.organisationId,
    key: `reopened:${decisionId}`,
    subject: subjectOf(held),
    outcome: 'reopened',
    flaggers: flaggers.filter(
      ({ memberId, createdAt }) => createdAt <= decision.createdAt || told.has(memberId),
    ),
  });
}

const subjectOf = ({ subjectType, subjectId }: HeldCase): SubjectRef => ({
  type: subjectType,
  id: subjectId,
});

async function flaggersOf(tx: Transaction, caseId: string) {
  const flags = await tx.moderationFlag.findMany({
    where: { caseId, flaggerId: { not: null } },
    select: { flaggerId: true, policy: true, createdAt: true },
  });
  return flags.flatMap(({ flaggerId, ...flag }) =>
    flaggerId ? [{ memberId: flaggerId, ...flag }] : [],
  );
}

/**
 * Tells the person what was decided, all measures in one notice: what, by which policy, in what words,
 * until when. What was decided in one go about several cases is one notice, too: each case adds its
 * own to it. The caller holds the person.
 */
export async function noticeOfSanctions(
  tx: Transaction,
  sanctions: readonly Sanctioned[],
  { now, batchId }: { now: Date; batchId: string | null },
): Promise<string[]> {
  const [first] = sanctions;
  if (!first) return [];
  const { organisationId, memberId, policy, statement } = first;
  const key = `sanction:${batchId ?? first.id}`;
  const before = batchId && (await takeNotice(tx, { memberId, kind: 'sanction', key }));
  await notify(tx, {
    organisationId,
    memberId,
    kind: 'sanction',
    params: {
      policy,
      statement,
      measures: [...(before ? before.measures : []), ...sanctions.map(measureOf)],
    },
    key,
    now,
  });
  return [memberId];
}

/**
 * Tells the person that measures have ended, or were taken back: those of one decision in one notice;
 * what is taken back of several decisions in one go, too.
 */
export async function noticesOfEnd(
  tx: Transaction,
  sanctions: readonly Sanctioned[],
  { now, batchId = null }: { now: Date; batchId?: string | null },
): Promise<string[]> {
  const told: string[] = [];
  for (const ended of Map.groupBy(sanctions, ({ decisionId }) => decisionId).values()) {
    const [first] = ended;
    if (!first) continue;
    const { organisationId, memberId, policy } = first;
    const key = `sanctionLifted:${batchId ?? first.id}`;
    const before = batchId && (await takeNotice(tx, { memberId, kind: 'sanctionLifted', key }));
    await notify(tx, {
      organisationId,
      memberId,
      kind: 'sanctionLifted',
      params: { policy, measures: [...(before ? before.measures : []), ...ended.map(measureOf)] },
      key,
      now,
    });
    told.push(memberId);
  }
  return told;
}

const measureOf = ({ id, kind, channelId, messageId, endsAt }: Sanctioned): Measure => ({
  sanctionId: id,
  sanction: kind,
  channelId,
  messageId,
  until: endsAt?.toISOString() ?? null,
});
