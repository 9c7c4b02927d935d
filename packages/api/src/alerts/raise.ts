import { uuidv7 } from 'uuidv7';
import type { Services, Transaction } from '../context.ts';
import { tellStaff } from './notices.ts';
import type { Alert, AlertKind, AlertSeverity } from './schemas.ts';

export interface NewAlert {
  organisationId: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /** What makes two the same while it is not resolved, such as `flagBurst:message:ID`. */
  key: string;
  /** What the sentence of the kind names. Of each name what was said last holds. */
  params: Alert['params'];
  /** Whom it is about: they are not told of it, and do not handle it. */
  concernsId?: string | null;
  /** The channel it is about: nor do those who run that. */
  concernsChannelId?: string | null;
}

/** What `announceAlerts` is to tell after the commit. */
export interface RaisedAlert {
  organisationId: string;
  alertId: string;
  /** New, or worse than before: people are told. Else it was only counted up. */
  loud: boolean;
}

interface Row {
  id: string;
  severity: AlertSeverity;
  count: number;
  risen: boolean | null;
  escalatedNow: boolean | null;
  silenced: boolean | null;
}

/**
 * Something that staff should look at now. The same key again only counts up, until the alert is
 * resolved; a higher severity opens it again when somebody had acknowledged the lower one. Takes part in the caller's transaction:
 * raise last, as the alert's row stays locked until the commit, and give the answer to
 * `announceAlerts` after it.
 */
export async function raiseAlert(
  tx: Transaction,
  services: Pick<Services, 'clock' | 'jobs'>,
  {
    organisationId,
    kind,
    severity,
    key,
    params,
    concernsId = null,
    concernsChannelId = null,
  }: NewAlert,
): Promise<RaisedAlert> {
  const now = services.clock.now();
  const [row] = await tx.$queryRaw<Row[]>`
    WITH before AS (
      SELECT severity FROM alert
       WHERE organisation_id = ${organisationId}::uuid AND key = ${key} AND state <> 'resolved'
         FOR UPDATE)
    INSERT INTO alert (id, organisation_id, kind, severity, key, params, concerns_id,
                       concerns_channel_id, first_at, last_at)
    VALUES (${uuidv7()}::uuid, ${organisationId}::uuid, ${kind}::"AlertKind",
            ${severity}::"AlertSeverity", ${key}, ${JSON.stringify(params)}::jsonb, ${concernsId}::uuid,
            ${concernsChannelId}::uuid, ${now}, ${now})
    ON CONFLICT (organisation_id, key) WHERE state <> 'resolved' DO UPDATE SET
      count = alert.count + 1,
      last_at = greatest(alert.last_at, excluded.last_at),
      params = alert.params || excluded.params,
      severity = greatest(alert.severity, excluded.severity),
      state = CASE WHEN excluded.severity > alert.severity THEN 'open' ELSE alert.state END,
      acknowledged_at =
        CASE WHEN excluded.severity > alert.severity THEN NULL ELSE alert.acknowledged_at END,
      acknowledged_by_id =
        CASE WHEN excluded.severity > alert.severity THEN NULL ELSE alert.acknowledged_by_id END,
      escalated_at =
        CASE WHEN excluded.severity > alert.severity THEN ${now} ELSE alert.escalated_at END
    RETURNING id, count, severity, severity > (SELECT severity FROM before) AS risen,
              escalated_at = ${now} AS "escalatedNow", silenced_until > ${now} AS silenced`;
  if (!row) throw new Error('an alert was not written');
  // Where the first two came at once, the second did not see what was before it.
  const worse = row.risen ?? row.escalatedNow ?? false;
  const loud = (row.count === 1 || worse) && row.silenced !== true;
  if (loud) {
    const { severity: current } = row;
    await tellStaff(tx, services, {
      organisationId,
      alertId: row.id,
      kind,
      severity: current,
      concernsId,
      concernsChannelId,
    });
  }
  return { organisationId, alertId: row.id, loud };
}

/**
 * What the alerts told of is dealt with: they are over, as if the person had resolved them. Raise and
 * end last, as the rows stay locked until the commit; give the answer to `announceAlerts` after it.
 */
export async function endAlerts(
  tx: Transaction,
  alertIds: readonly string[],
  { byId, now }: { byId: string; now: Date },
): Promise<RaisedAlert[]> {
  if (alertIds.length === 0) return [];
  const ended = await tx.alert.updateManyAndReturn({
    where: { id: { in: [...alertIds] }, state: { not: 'resolved' } },
    data: { state: 'resolved', resolvedAt: now, resolvedById: byId },
    select: { id: true, organisationId: true },
  });
  return ended.map(({ id, organisationId }) => ({ organisationId, alertId: id, loud: false }));
}

/** Tells whoever watches. Call it after the commit. */
export function announceAlerts(
  { alerts }: Pick<Services, 'alerts'>,
  raised: readonly RaisedAlert[],
): void {
  for (const one of raised) alerts.publish(one);
}
