import type { Services, Transaction } from '../context.ts';
import { tellStaff } from './notices.ts';
import { announceAlerts, type RaisedAlert } from './raise.ts';
import type { AlertKind, AlertSeverity } from './schemas.ts';
import { takeTurn } from './turn.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'>;

/**
 * Alerts that nobody acknowledged in the organisation's time are told again, one severity louder,
 * and once more after the same time until they are critical. Silenced ones wait. A transaction per
 * organisation that has such: where one cannot be told, the others are.
 */
export async function escalateAlerts(services: Needs): Promise<void> {
  const { db, clock, settings, log } = services;
  const now = clock.now();
  const waiting = await db.$queryRaw<{ organisationId: string; since: Date }[]>`
    SELECT organisation_id AS "organisationId",
           min(greatest(first_at, escalated_at, silenced_until)) AS since
      FROM alert WHERE state = 'open' AND (escalated_at IS NULL OR severity < 'critical')
     GROUP BY 1`;
  for (const { organisationId, since } of waiting) {
    try {
      const { escalateMinutes } = (await settings.of(organisationId)).alerts;
      const cutoff = new Date(now.getTime() - escalateMinutes * 60_000);
      if (escalateMinutes === 0 || since > cutoff) continue;
      const escalated = await db.$transaction((tx) =>
        escalate(tx, services, { organisationId, cutoff, now }),
      );
      announceAlerts(services, escalated);
    } catch (error) {
      log.warn({ err: error, organisationId }, 'alerts could not be told again; trying again');
    }
  }
}

interface Row {
  alertId: string;
  kind: AlertKind;
  severity: AlertSeverity;
  concernsId: string | null;
  concernsChannelId: string | null;
}

/** One organisation's, unless another node is at it. */
async function escalate(
  tx: Transaction,
  services: Needs,
  { organisationId, cutoff, now }: { organisationId: string; cutoff: Date; now: Date },
): Promise<RaisedAlert[]> {
  if (!(await takeTurn(tx, 'escalation', organisationId))) return [];
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE alert SET escalated_at = ${now},
           severity = CASE severity WHEN 'info' THEN 'warning' ELSE 'critical' END::"AlertSeverity"
     WHERE organisation_id = ${organisationId}::uuid AND state = 'open'
       AND (escalated_at IS NULL OR severity < 'critical')
       AND greatest(first_at, escalated_at, silenced_until) <= ${cutoff}
    RETURNING id AS "alertId", kind, severity, concerns_id AS "concernsId",
              concerns_channel_id AS "concernsChannelId"`;
  for (const row of rows) {
    await tellStaff(tx, services, { organisationId, ...row, escalatedAt: now });
  }
  return rows.map(({ alertId }) => ({ organisationId, alertId, loud: true }));
}
