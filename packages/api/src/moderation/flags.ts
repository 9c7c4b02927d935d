import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { readableMessage } from '../chat/index.ts';
import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceNotifications } from '../notifications/index.ts';
import { alertOfBurst } from './alarms.ts';
import { type CaseNews, holdOpenCase, openOrJoinCase, recount, type SubjectRef } from './cases.ts';
import { keepEvidence, type Snapshot, takeSnapshot } from './evidence.ts';
import { announceCase } from './feed.ts';
import { type Fine, tellFineLater } from './fine.ts';
import { assertMayFlag } from './flag-mutes.ts';
import { flagSeverity, flagWeight, readRecord } from './flagger-record.ts';
import { judgedFine, takeFlagsSince } from './found-fine.ts';
import { tellEach } from './news.ts';
import { noticeOfFlag } from './notices.ts';
import { severityOf } from './policy.ts';
import type { flagCreateInput, flagReceipt, Policy } from './schemas.ts';

type Input = z.output<typeof flagCreateInput>;
type Receipt = z.output<typeof flagReceipt>;

interface Filed extends Receipt {
  /** What staff are told; null: nothing. */
  news: CaseNews | null;
  /** Raised now, and told after the commit. */
  alert: (() => void) | null;
  first: boolean;
}

/**
 * Flags a message that the caller can read, a channel that they see, or a person. Opens a case or
 * joins the open one. The same person's second flag changes nothing and gets the first receipt.
 * Throws `muted.flags`, `notFound`, `forbidden.ownContent`, `conflict.messageDeleted`, `conflict.messageHidden`.
 */
export async function createFlag(ctx: MemberContext, input: Input): Promise<Receipt> {
  const subject = { type: input.subjectType, id: input.subjectId };
  await assertMayFlag(ctx);
  await assertInReach(ctx, subject);
  const { organisationId, memberId } = ctx.actor;
  const [{ moderation }, everyone] = await Promise.all([
    ctx.settings.of(organisationId),
    subject.type === 'member' ? ctx.directory.count(organisationId) : 0,
  ]);
  const filed = await ctx.db.$transaction(async (tx): Promise<Filed> => {
    const snapshot = await takeSnapshot(tx, subject);
    if (!snapshot) throw missing(subject);
    const weight = flagWeight(await readRecord(tx, memberId));
    return file(tx, ctx, {
      subject,
      snapshot,
      reach: snapshot.reach ?? everyone,
      policy: input.reason,
      severity: flagSeverity(severityOf[input.reason], weight),
      weight,
      note: input.note ?? '',
      threshold: moderation.flagThreshold,
    });
  });
  const { news, alert, first } = filed;
  await tellEach(ctx, {
    alert: () => alert?.(),
    notifications: () => first && announceNotifications(ctx, [memberId]),
    case: () => news && announceCase(ctx, organisationId, news),
  });
  return { receivedAt: filed.receivedAt };
}

interface Filing {
  subject: SubjectRef;
  snapshot: Snapshot;
  reach: number;
  policy: Policy;
  /** How grave the flag is, and what it counts, with the record of who flags. */
  severity: number;
  weight: number;
  note: string;
  threshold: number;
}

async function file(tx: Transaction, ctx: MemberContext, filing: Filing): Promise<Filed> {
  const { organisationId } = ctx.actor;
  const { subject, snapshot, threshold, policy } = filing;
  const now = ctx.clock.now();
  const open = await holdOpenCase(tx, organisationId, subject);
  const fine = open ? null : await judgedFine(tx, ctx, filing);
  if (fine?.stays) return fileWithFine(tx, ctx, filing, fine);

  const joined = open
    ? { caseId: open, opened: false }
    : await openOrJoinCase(tx, { organisationId, ...filing, now });
  const { caseId } = joined;
  if (fine) await takeFlagsSince(tx, ctx, fine, caseId);
  const receivedAt = await addFlag(tx, ctx, filing, caseId);
  if (!receivedAt.first) return { ...receivedAt, news: null, alert: null };
  const changed = await keepEvidence(tx, caseId, snapshot, { now, edited: false });
  const { flagCount, people, severity } = await recount(tx, joined, {
    threshold,
    changed,
    weighty: changed,
    now,
  });
  await noticeOfFlag(tx, ctx, { caseId, subject, policy });
  const alert =
    people >= threshold
      ? await alertOfBurst(tx, ctx, { caseId, subject, snapshot, flagCount, severity })
      : null;
  return { ...receivedAt, news: joined, alert };
}

/** Writes the flag, unless the person has flagged this case before. */
async function addFlag(
  tx: Transaction,
  ctx: MemberContext,
  { policy, severity, weight, note }: Filing,
  caseId: string,
): Promise<{ receivedAt: Date; first: boolean }> {
  const { organisationId, memberId } = ctx.actor;
  const now = ctx.clock.now();
  const { count } = await tx.moderationFlag.createMany({
    data: [
      {
        id: uuidv7(),
        organisationId,
        caseId,
        flaggerId: memberId,
        policy,
        severity,
        weight,
        note,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
  if (count > 0) return { receivedAt: now, first: true };
  const before = await tx.moderationFlag.findUniqueOrThrow({
    where: { caseId_flaggerId: { caseId, flaggerId: memberId } },
    select: { createdAt: true },
  });
  return { receivedAt: before.createdAt, first: false };
}

/**
 * Reviewed and found fine: the flag is counted, and nobody is bothered. Its outcome comes as late as
 * a decision would: an answer at once would tell that somebody flagged it before.
 */
async function fileWithFine(
  tx: Transaction,
  ctx: MemberContext,
  filing: Filing,
  { caseId, decisionId }: Fine,
): Promise<Filed> {
  const filed = await addFlag(tx, ctx, filing, caseId);
  if (filed.first) {
    const { subject, policy } = filing;
    await tx.moderationCase.update({
      where: { id: caseId },
      data: { flagCount: { increment: 1 } },
    });
    await noticeOfFlag(tx, ctx, { caseId, subject, policy });
    await tellFineLater(tx, ctx, { caseId, decisionId, flaggerId: ctx.actor.memberId });
  }
  return { ...filed, news: null, alert: null };
}

async function assertInReach(ctx: MemberContext, { type, id }: SubjectRef): Promise<void> {
  if (type === 'message') {
    const { message } = await readableMessage(ctx, id);
    if (message.deletedAt) throw new DomainError('conflict', { reason: 'messageDeleted' });
    if (message.authorId === ctx.actor.memberId) throw own();
    if (message.hiddenAt) throw new DomainError('conflict', { reason: 'messageHidden' });
    return;
  }
  if (type === 'channel') {
    await ctx.access.readable(ctx.actor, id).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === 'notFound'
        ? missing({ type, id })
        : error;
    });
    return;
  }
  if (id === ctx.actor.memberId) throw own();
  if (!(await ctx.directory.get(ctx.actor.organisationId, id))) throw missing({ type, id });
}

const own = () => new DomainError('forbidden', { field: 'subjectId', reason: 'ownContent' });
const missing = ({ type }: SubjectRef) =>
  new DomainError('notFound', { field: 'subjectId', reason: type });
