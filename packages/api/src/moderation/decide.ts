import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import { announceAlerts, type RaisedAlert } from '../alerts/index.ts';
import type { StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { banMember, holdStanding } from '../identity/index.ts';
import { endAlertsOf } from './alarms.ts';
import { assertPossible, assertVersion, type HeldCase, holdCase } from './cases.ts';
import { type Effects, type KeptAction, newsOf, noEffects, treatMessage } from './effects.ts';
import { publishAbout, publishCase } from './feed.ts';
import { tellEach } from './news.ts';
import { noticeOfSanctions, noticesOfOutcome } from './notices.ts';
import { type ActionRefusal, actionRefusal, longestBanMinutes } from './policy.ts';
import { rowWithin } from './rows.ts';
import type { Action, CaseRow, decideInput, decideOutput } from './schemas.ts';
import { notTakenYet } from './shared-sanctions.ts';
import { banLeft, refreshMutes } from './standing.ts';

type Input = z.output<typeof decideInput>;
type Output = z.output<typeof decideOutput>;
type Person = NonNullable<Awaited<ReturnType<typeof holdStanding>>>;

/** What acts on a person or what they wrote leaves a sanction. */
const sanctioning = ['warn', 'hide', 'delete', 'mute', 'ban'] as const;
type Sanctioning = (typeof sanctioning)[number];
const isSanction = (action: KeptAction): action is KeptAction & { type: Sanctioning } =>
  sanctioning.includes(action.type as Sanctioning);

/**
 * Decides a case: everything or nothing, in one transaction. A case that nobody holds is claimed by
 * deciding it. Edits of the author alone since the version given do not stop it, and are told. Throws `notFound`, `conflict` (`claimed`, `decided`, `changed`), `forbidden`
 * (`higherRole`, `banTooLong`, `muteTooLong`, …), `invalidInput` for an action that does not fit the subject.
 * Of a batch (`decide-many.ts`) a case is decided once, however often it is asked for.
 */
export async function decideCase(
  ctx: StaffContext,
  input: Input,
  batchId: string | null = null,
): Promise<Output> {
  const { organisationId, memberId } = ctx.actor;
  const { caseId, actions, version } = input;
  const { moderation } = await ctx.settings.of(organisationId);
  const decider = await ctx.directory.get(organisationId, memberId);
  const closing = actions.some(({ type }) => type !== 'note');
  const done = await ctx.db.$transaction(async (tx) => {
    const held = await holdCase(tx, ctx.actor, caseId);
    const now = ctx.clock.now();
    if (batchId && (await isDecidedIn(tx, { batchId, caseId, memberId }))) return null;
    await assertPossible(tx, ctx.actor, held, closing ? 'decide' : 'note', now);
    const dismissed = actions.some(({ type }) => type === 'dismiss');
    if (closing) assertVersion(held, version, { exactly: dismissed });
    const changedSince = version < held.version;
    const longestBan = longestBanMinutes(ctx.actor.role, moderation.longestBanDaysOfModerator);
    const check = () => assertAllowed(tx, ctx, held, { actions, longestBan });
    await check();
    if (!closing) {
      const decisionId = await write(tx, ctx, held, { input, kept: actions, batchId });
      const row = await rowWithin(tx, caseId, now);
      await record(tx, ctx, held, { input, kept: actions, decisionId, batchId });
      const ended: RaisedAlert[] = [];
      return { row, decisionId, effects: noEffects(held.concernsId), ended, changedSince };
    }
    const { kept, news } = await treatMessage(tx, ctx, actions, { held, memberId, now });
    const decisionId = await write(tx, ctx, held, { input, kept, batchId });
    const effects = await sanction(tx, ctx, held, { input, kept, decisionId, batchId }, check);
    await tx.moderationCase.update({
      where: { id: caseId },
      data: {
        state: 'decided',
        decidedAt: now,
        decidedById: memberId,
        claimedById: null,
        claimedAt: null,
        claimedUntil: null,
        snoozedUntil: null,
        version: held.version + 1,
        decidableFrom: held.version + 1,
      },
    });
    const told = await noticesOfOutcome(tx, ctx, held, { decisionId, kept });
    const row = await rowWithin(tx, caseId, now);
    const ended = await endAlertsOf(tx, ctx, held, moderation.flagThreshold);
    // Last: the whole organisation waits for the lock of its audit log.
    await record(tx, ctx, held, { input, kept, decisionId, batchId });
    return {
      row,
      decisionId,
      changedSince,
      ended,
      effects: { ...effects, messages: news, notified: [...effects.notified, ...told] },
    };
  });
  if (!done) return { ...(await rowWithin(ctx.db, caseId, ctx.clock.now())), changedSince: false };
  const { row, decisionId, effects, ended, changedSince } = done;
  await tellEach(ctx, {
    ...newsOf(ctx, organisationId, effects),
    case: () =>
      closing
        ? publishClosed(ctx, row, { decisionId, displayName: decider?.displayName ?? '' })
        : publishCase(ctx, organisationId, row),
    alerts: () => announceAlerts(ctx, ended),
  });
  return { ...row, changedSince };
}

/** Whether the caller has decided the case in this batch, which they hold. */
const isDecidedIn = async (
  tx: Transaction,
  { batchId, caseId, memberId }: { batchId: string; caseId: string; memberId: string },
): Promise<boolean> =>
  (await tx.moderationDecision.count({ where: { batchId, caseId, deciderId: memberId } })) > 0;

function publishClosed(
  ctx: StaffContext,
  row: CaseRow,
  { decisionId, displayName }: { decisionId: string; displayName: string },
): Promise<void> {
  const { organisationId, memberId } = ctx.actor;
  return publishAbout(
    ctx,
    organisationId,
    {
      type: 'case.closed',
      id: row.id,
      decisionId,
      by: { id: memberId, displayName },
      version: row.version,
    },
    row,
  );
}

async function write(
  tx: Transaction,
  ctx: StaffContext,
  held: HeldCase,
  { input, kept, batchId }: Omit<Decided, 'decisionId'>,
): Promise<string> {
  const { policy, statement = '', note = '' } = input;
  const { organisationId, memberId } = ctx.actor;
  const { id } = await tx.moderationDecision.create({
    data: {
      organisationId,
      caseId: held.id,
      deciderId: memberId,
      actions: kept as unknown as Prisma.InputJsonValue,
      policy,
      statement,
      note,
      batchId,
      createdAt: ctx.clock.now(),
    },
    select: { id: true },
  });
  return id;
}

interface Decided {
  input: Input;
  kept: readonly KeptAction[];
  decisionId: string;
  /** Null: of one case alone. */
  batchId: string | null;
}

/** The entry in the audit log: without texts, which more people would read there. */
async function record(
  tx: Transaction,
  ctx: StaffContext,
  { id, state, version, subjectType, subjectId, concernsId }: HeldCase,
  { input, kept, decisionId, batchId }: Decided,
): Promise<void> {
  await ctx.audit.write(tx, {
    subjectType: 'case',
    subjectId: id,
    before: { state },
    after: {
      decisionId,
      actions: kept.map(({ before: _, ...action }) => action),
      policy: input.policy,
      subject: { type: subjectType, id: subjectId },
      memberId: concernsId,
      ...(batchId ? { batchId } : {}),
      // The version that was seen, when the author edited it after that.
      ...(input.version < version ? { seen: input.version, version } : {}),
    },
  });
}

/**
 * Writes the sanctions and what follows from them for the person. Checks again once they are held:
 * their role may have changed while this call waited for them.
 */
async function sanction(
  tx: Transaction,
  ctx: StaffContext,
  held: HeldCase,
  { input, kept, decisionId, batchId }: Decided,
  check: () => Promise<void>,
): Promise<Effects> {
  const { concernsId: memberId } = held;
  const effects = noEffects(memberId);
  const wanted = kept.filter(isSanction);
  if (!memberId || wanted.length === 0) return effects;
  const now = ctx.clock.now();
  const person = await holdStanding(tx, memberId);
  if (!person) throw missingPerson();
  await check();
  const { organisationId, memberId: deciderId } = ctx.actor;
  const { policy, statement = '' } = input;
  const { channelId } = held;
  const batch = { batchId, deciderId, memberId, channelId };
  const actions = await notTakenYet(tx, wanted, batch);
  const written = await tx.sanction.createManyAndReturn({
    data: actions.map(({ type, minutes, everywhere }) => ({
      organisationId,
      decisionId,
      kind: type,
      memberId,
      channelId: type === 'ban' || everywhere ? null : held.channelId,
      messageId: held.subjectType === 'message' ? held.subjectId : null,
      policy,
      statement,
      startsAt: now,
      endsAt:
        minutes === undefined || (type !== 'mute' && type !== 'ban')
          ? null
          : new Date(now.getTime() + minutes * 60_000),
    })),
  });
  if (actions.some(({ type }) => type === 'mute')) {
    effects.mutedIn = await refreshMutes(tx, memberId, now);
  }
  if (actions.some(({ type }) => type === 'ban')) effects.ban = await ban(tx, person, now);
  effects.notified = await noticeOfSanctions(tx, written, { now, batchId });
  return effects;
}

/** Until the end of all bans in force: another decision's may last longer than this one. */
async function ban(tx: Transaction, person: Person, now: Date) {
  const left = await banLeft(tx, person.id, now);
  if (!left) throw new Error('a ban that is not in force');
  return { sessionIds: await banMember(tx, person, left, now), at: now };
}

const missingPerson = () => new DomainError('notFound', { field: 'actions', reason: 'member' });

/** Throws unless every action may be taken by the caller in this case. */
export async function assertAllowed(
  tx: Transaction,
  { actor }: Pick<StaffContext, 'actor'>,
  held: HeldCase,
  { actions, longestBan }: { actions: readonly Action[]; longestBan: number | null },
): Promise<void> {
  const concerns = held.concernsId
    ? await tx.member.findUnique({
        where: { id: held.concernsId },
        select: { id: true, role: true },
      })
    : null;
  for (const { type, minutes, everywhere } of actions) {
    const refusal = actionRefusal(actor, { type: held.subjectType, concerns }, type);
    if (refusal) throw refusalError(refusal);
    const lasts = type === 'ban' || type === 'mute';
    if (lasts && longestBan !== null && (minutes ?? Number.POSITIVE_INFINITY) > longestBan)
      throw new DomainError('forbidden', {
        field: 'actions',
        reason: `${type}TooLong`,
        params: { days: Math.floor(longestBan / (24 * 60)) },
      });
    if (type === 'mute' && !everywhere && !held.channelId) {
      throw new DomainError('invalidInput', { field: 'actions', reason: 'noChannel' });
    }
  }
}

function refusalError(refusal: ActionRefusal): DomainError {
  if (refusal === 'noPerson') return missingPerson();
  if (refusal === 'notMessage') {
    return new DomainError('invalidInput', { field: 'actions', reason: 'notMessage' });
  }
  return new DomainError('forbidden', { field: 'actions', reason: refusal });
}
