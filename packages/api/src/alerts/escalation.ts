import type { Services, Transaction } from '../context.ts';
import { tellStaff } from './notices.ts';
import type { RaisedAlert } from './raise.ts';
import type { AlertKind, AlertSeverity } from './schemas.ts';

type Needs = Pick<Services, 'clock' | 'jobs' | 'settings'>;

interface Row {
  organisationId: string;
  alertId: string;
  kind: AlertKind;
  severity: AlertSeverity;
  concernsId: string | null;
}

/**
 * Alerts that nobody acknowledged in the organisation's time are told again, one severity louder,
 * and once more after the same time until they are critical. Silenced ones wait.
 */
export async function escalateAlerts(tx: Transaction, services: Needs): Promise<RaisedAlert[]> {
  const { clock, settings } = services;
  const now = clock.now();
  const waiting = await tx.$queryRaw<{ organisationId: string }[]>`
    SELECT DISTINCT organisation_id AS "organisationId" FROM alert
     WHERE state = 'open' AND (escalated_at IS NULL OR severity < 'critical')`;
  const organisationIds: string[] = [];
  const cutoffs: Date[] = [];
  for (const { organisationId } of waiting) {
    const { escalateMinutes } = (await settings.of(organisationId)).alerts;
    if (escalateMinutes === 0) continue;
    organisationIds.push(organisationId);
    cutoffs.push(new Date(now.getTime() - escalateMinutes * 60_000));
  }
  if (organisationIds.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE alert SET escalated_at = ${now},
           severity = CASE severity WHEN 'info' THEN 'warning' ELSE 'critical' END::"AlertSeverity"
      FROM unnest(${organisationIds}::uuid[], ${cutoffs}::timestamptz[]) AS due (id, cutoff)
     WHERE alert.organisation_id = due.id AND alert.state = 'open'
       AND (escalated_at IS NULL OR severity < 'critical')
       AND greatest(first_at, escalated_at, silenced_until) <= due.cutoff
    RETURNING alert.organisation_id AS "organisationId", alert.id AS "alertId",
              alert.kind, alert.severity, alert.concerns_id AS "concernsId"`;
  for (const row of rows) await tellStaff(tx, services, { ...row, escalatedAt: now });
  return rows.map(({ organisationId, alertId }) => ({ organisationId, alertId, loud: true }));
}
