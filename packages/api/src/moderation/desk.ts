import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import type { StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceNotifications, notify, notifyAll } from '../notifications/index.ts';
import { administratorsFor, assertAssignable } from './assignees.ts';
import { assertPossible, type HeldCase, holdCase } from './cases.ts';
import { writeDeskEvent } from './desk-events.ts';
import {
  type caseAssignInput,
  type caseDeescalateInput,
  type caseEscalateInput,
  type caseSnoozeInput,
  longestSnoozeDays,
} from './desk-schemas.ts';
import { publishCase } from './feed.ts';
import type { CaseEvent } from './lifecycle.ts';
import { tellEach } from './news.ts';
import { isSenior } from './policy.ts';
import { rowWithin } from './rows.ts';
import type { CaseRow } from './schemas.ts';

const unclaimed = { claimedById: null, claimedAt: null, claimedUntil: null };

interface Arrangement {
  data: Prisma.ModerationCaseUncheckedUpdateInput;
  /** Written after the change, with it; gives who are told. */
  write: (written: { held: HeldCase; now: Date }) => Promise<readonly string[]>;
  /** For the audit log: without notes, which more people would read there. */
  after: Record<string, unknown>;
}

/** One change of how a case is worked on: checked, written, told. Null: it is so already. */
async function arrange(
  ctx: StaffContext,
  { caseId, event }: { caseId: string; event: CaseEvent },
  work: (tx: Transaction, held: HeldCase, now: Date) => Promise<Arrangement | null>,
): Promise<CaseRow> {
  const { organisationId } = ctx.actor;
  const { row, told } = await ctx.db.$transaction(async (tx) => {
    const held = await holdCase(tx, ctx.actor, caseId);
    const now = ctx.clock.now();
    await assertPossible(tx, ctx.actor, held, event, now);
    const change = await work(tx, held, now);
    if (change) await tx.moderationCase.update({ where: { id: caseId }, data: change.data });
    const told = (await change?.write({ held, now })) ?? [];
    const row = await rowWithin(tx, caseId, now);
    await ctx.audit.write(tx, {
      subjectType: 'case',
      subjectId: caseId,
      after: change?.after ?? { changed: false },
    });
    return { row, told };
  });
  await tellEach(ctx, {
    notifications: () => announceNotifications(ctx, told),
    case: () => publishCase(ctx, organisationId, row),
  });
  return row;
}

/**
 * Says who should decide a case, who is told; whoever claims it decides all the same. Throws
 * `notFound`, `invalidInput.assignee`, `conflict` (`decided`, `merged`), `forbidden.escalated`.
 */
export const assignCase = (
  ctx: StaffContext,
  { caseId, memberId, note }: z.output<typeof caseAssignInput>,
): Promise<CaseRow> =>
  arrange(ctx, { caseId, event: 'assign' }, async (tx, held) => {
    if (memberId === held.assigneeId) return null;
    if (memberId) await assertAssignable(tx, held, memberId);
    const byId = ctx.actor.memberId;
    return {
      data: { assigneeId: memberId },
      after: { assigneeId: memberId },
      async write({ now }) {
        const kind = memberId ? 'assigned' : 'unassigned';
        const key = await writeDeskEvent(tx, { caseId, kind, byId, memberId, note, now });
        if (!memberId || memberId === byId) return [];
        const { organisationId, subjectType, policy } = held;
        const params = { caseId, subjectType, policy };
        const notice = { organisationId, memberId, params, key: `caseAssigned:${key}`, now };
        await notify(tx, { ...notice, kind: 'caseAssigned' });
        return [memberId];
      },
    };
  });

/**
 * Passes a case up: from then on administrators decide it, who are told. Ends the claim, and who is
 * none of them is not its assignee any more. Throws `notFound`, `forbidden.escalated`,
 * `conflict` (`escalated`, `claimed`, `decided`, `merged`).
 */
export const escalateCase = (
  ctx: StaffContext,
  { caseId, reason }: z.output<typeof caseEscalateInput>,
): Promise<CaseRow> =>
  arrange(ctx, { caseId, event: 'escalate' }, async (tx, held, now) => {
    if (held.escalatedAt) {
      throw new DomainError('conflict', { field: 'caseId', reason: 'escalated' });
    }
    const byId = ctx.actor.memberId;
    return {
      data: {
        ...unclaimed,
        escalatedAt: now,
        escalatedById: byId,
        snoozedUntil: null,
        assigneeId: await assigneeStill(tx, held),
      },
      after: { escalated: true },
      async write() {
        const key = await writeDeskEvent(tx, {
          caseId,
          kind: 'escalated',
          byId,
          note: reason,
          now,
        });
        const { organisationId, subjectType, policy } = held;
        const to = await administratorsFor(tx, held, byId);
        const params = { caseId, subjectType, policy };
        const notice = { organisationId, params, key: `caseEscalated:${key}`, now };
        await notifyAll(tx, { ...notice, kind: 'caseEscalated' }, to);
        return to;
      },
    };
  });

/** The assignee, if an administrator: nobody else could decide it. */
async function assigneeStill(tx: Transaction, { assigneeId }: HeldCase): Promise<string | null> {
  if (!assigneeId) return null;
  const member = await tx.member.findUnique({
    where: { id: assigneeId },
    select: { role: true },
  });
  return member && isSenior(member.role) ? assigneeId : null;
}

/**
 * Gives an escalated case back to all: administrators with a note, who escalated it without, as long
 * as none of those holds it. Throws `notFound`, `invalidInput.noteNeeded`, `forbidden.escalated`,
 * `conflict` (`unescalated`, `claimed`, `decided`, `merged`).
 */
export const deescalateCase = (
  ctx: StaffContext,
  { caseId, note }: z.output<typeof caseDeescalateInput>,
): Promise<CaseRow> =>
  arrange(ctx, { caseId, event: 'deescalate' }, async (tx, held) => {
    if (!held.escalatedAt) {
      throw new DomainError('conflict', { field: 'caseId', reason: 'unescalated' });
    }
    const byId = ctx.actor.memberId;
    if (!note && held.escalatedById !== byId) {
      throw new DomainError('invalidInput', { field: 'note', reason: 'noteNeeded' });
    }
    return {
      data: { ...unclaimed, escalatedAt: null, escalatedById: null },
      after: { escalated: false },
      async write({ now }) {
        await writeDeskEvent(tx, { caseId, kind: 'deescalated', byId, note, now });
        return [];
      },
    };
  });

/**
 * Puts a case off: out of the queue until then, or until there is something new. Ends the claim.
 * Throws `notFound`, `invalidInput.snoozeUntil`, `forbidden.escalated`, `conflict` (`claimed`,
 * `decided`, `merged`).
 */
export const snoozeCase = (
  ctx: StaffContext,
  { caseId, until, note }: z.output<typeof caseSnoozeInput>,
): Promise<CaseRow> =>
  arrange(ctx, { caseId, event: 'snooze' }, async (tx, _, now) => {
    const latest = new Date(now.getTime() + longestSnoozeDays * 24 * 3_600_000);
    if (until <= now || until > latest) {
      throw new DomainError('invalidInput', {
        field: 'until',
        reason: 'snoozeUntil',
        params: { days: longestSnoozeDays },
      });
    }
    const byId = ctx.actor.memberId;
    return {
      data: { ...unclaimed, snoozedUntil: until },
      after: { snoozedUntil: until.toISOString() },
      async write() {
        await writeDeskEvent(tx, { caseId, kind: 'snoozed', byId, until, note, now });
        return [];
      },
    };
  });

/** Brings a case that was put off back into the queue; one that was not stays as it is. */
export const unsnoozeCase = (ctx: StaffContext, caseId: string): Promise<CaseRow> =>
  arrange(ctx, { caseId, event: 'unsnooze' }, async (tx, held) => {
    if (!held.snoozedUntil) return null;
    const byId = ctx.actor.memberId;
    return {
      data: { snoozedUntil: null },
      after: { snoozedUntil: null },
      async write({ now }) {
        await writeDeskEvent(tx, { caseId, kind: 'woken', byId, now });
        return [];
      },
    };
  });
