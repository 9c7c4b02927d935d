import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import { runsChannel } from '../concern.ts';
import type { Actor, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceAlerts } from './raise.ts';
import { readAlerts } from './rows.ts';
import type { Alert, alertSilenceInput } from './schemas.ts';

/** Somebody looks after it. Whoever comes second changes nothing, and sees who it is. */
export function acknowledgeAlert(ctx: StaffContext, alertId: string): Promise<Alert> {
  return handle(ctx, alertId, ({ state }, { memberId, now }) =>
    state === 'open'
      ? { state: 'acknowledged', acknowledgedAt: now, acknowledgedById: memberId }
      : null,
  );
}

/** It is over: the same again is a new alert. Whoever comes second changes nothing. */
export function resolveAlert(ctx: StaffContext, alertId: string): Promise<Alert> {
  return handle(ctx, alertId, ({ state }, { memberId, now }) =>
    state === 'resolved' ? null : { state: 'resolved', resolvedAt: now, resolvedById: memberId },
  );
}

/** It counts up but tells nobody for so long. Throws `conflict` for one that is resolved. */
export function silenceAlert(
  ctx: StaffContext,
  { alertId, minutes }: z.output<typeof alertSilenceInput>,
): Promise<Alert> {
  return handle(ctx, alertId, ({ state }, { now }) => {
    if (state === 'resolved') throw new DomainError('conflict', { reason: 'alertResolved' });
    const until = minutes > 0 ? new Date(now.getTime() + minutes * 60_000) : null;
    return { silencedUntil: until };
  });
}

const select = {
  state: true,
  acknowledgedAt: true,
  acknowledgedById: true,
  resolvedAt: true,
  resolvedById: true,
  silencedUntil: true,
} as const satisfies Prisma.AlertSelect;
type Row = Prisma.AlertGetPayload<{ select: typeof select }>;

/** Locks the alert, changes it, writes the audit entry and tells everyone. Throws `notFound`. */
async function handle(
  ctx: StaffContext,
  alertId: string,
  change: (row: Row, by: { memberId: string; now: Date }) => Partial<Row> | null,
): Promise<Alert> {
  const { organisationId, memberId } = ctx.actor;
  const changed = await ctx.db.$transaction(async (tx) => {
    const before = await hold(tx, ctx.actor, alertId);
    const after = change(before, { memberId, now: ctx.clock.now() });
    if (after) await tx.alert.update({ where: { id: alertId }, data: after });
    const keys = Object.keys(after ?? {}) as (keyof Row)[];
    await ctx.audit.write(tx, {
      subjectType: 'alert',
      subjectId: alertId,
      before: Object.fromEntries(keys.map((key) => [key, before[key]])),
      after: after ?? {},
    });
    return after !== null;
  });
  if (changed) announceAlerts(ctx, [{ organisationId, alertId, loud: false }]);
  const [read] = await readAlerts(ctx, organisationId, [alertId]);
  if (!read) throw unknownAlert();
  return read.alert;
}

/** Whom an alert is about has none of it. */
async function hold(
  tx: Transaction,
  { organisationId, memberId }: Actor,
  alertId: string,
): Promise<Row> {
  await tx.$queryRaw`SELECT 1 FROM alert WHERE id = ${alertId}::uuid FOR NO KEY UPDATE`;
  const found = await tx.alert.findFirst({
    where: { id: alertId, organisationId },
    select: { ...select, concernsId: true, concernsChannelId: true },
  });
  if (!found) throw unknownAlert();
  const { concernsId, concernsChannelId, ...row } = found;
  const runs = concernsChannelId && (await runsChannel(tx, concernsChannelId, memberId));
  if (concernsId === memberId || runs) throw unknownAlert();
  return row;
}

const unknownAlert = () => new DomainError('notFound', { field: 'alertId', reason: 'alert' });
