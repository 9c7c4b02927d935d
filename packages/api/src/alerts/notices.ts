import { peopleRunning } from '../concern.ts';
import type { Services, Transaction } from '../context.ts';
import { notifyLater } from '../notifications/index.ts';
import type { AlertKind, AlertSeverity } from './schemas.ts';

interface Told {
  organisationId: string;
  alertId: string;
  kind: AlertKind;
  severity: AlertSeverity;
  /** Whom it is about, who are not told. */
  concernsId: string | null;
  concernsChannelId: string | null;
  /** When it escalated, if that is why it is told. */
  escalatedAt?: Date;
}

/** A notice for everyone who handles alerts, unless the organisation has switched that off. */
export async function tellStaff(
  tx: Transaction,
  services: Pick<Services, 'clock' | 'jobs'>,
  { organisationId, alertId, kind, severity, escalatedAt, ...about }: Told,
): Promise<void> {
  // Read here and not from memory: where that had to be read first, it would take a second connection
  // while everybody with one may be waiting for this transaction.
  const path = 'notifications.moderationAlerts';
  const chosen = await tx.setting.findUnique({
    where: { organisationId_path: { organisationId, path } },
    select: { value: true },
  });
  if (chosen?.value === false) return;
  const reason = escalatedAt ? escalatedAt.getTime() : severity;
  await notifyLater(
    tx,
    services,
    {
      organisationId,
      kind: 'alert',
      params: { alertId, alert: kind, severity },
      key: `alert:${alertId}:${reason}`,
      now: services.clock.now(),
    },
    { permission: 'alerts:handle', except: await concernedBy(tx, about) },
  );
}

/** Everyone whom an alert is about. */
async function concernedBy(
  tx: Transaction,
  { concernsId, concernsChannelId }: Pick<Told, 'concernsId' | 'concernsChannelId'>,
): Promise<string[]> {
  const one = concernsId ? [concernsId] : [];
  return concernsChannelId ? [...one, ...(await peopleRunning(tx, concernsChannelId))] : one;
}
