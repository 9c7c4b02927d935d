import type { Services, Transaction } from '../context.ts';
import { type NewAlert, type RaisedAlert, raiseAlert } from './raise.ts';
import type { AlertSeverity } from './schemas.ts';

type Needs = Pick<Services, 'clock' | 'jobs' | 'settings'>;

const minutes = 10;
/** No organisation may ask for fewer, see the settings. */
const fewest = 5;
/** So many times more than what raises the alert, and it is critical. */
const muchMore = 10;

/** Many wrong sign-ins that belong together. */
interface Burst {
  by: 'ip' | 'account';
  /** The ip, or the person's id. */
  subject: string;
  /** The person's name; null for an address. */
  name: string | null;
  attempts: number;
  lastAt: Date;
  /** Whose people were tried; empty when all of the addresses that were typed are unknown. */
  organisationIds: string[];
}

/**
 * Raises an alert for every address and account with too many wrong sign-ins in the last minutes,
 * and counts it up while they go on.
 */
export async function detectAttacks(tx: Transaction, services: Needs): Promise<RaisedAlert[]> {
  const since = new Date(services.clock.now().getTime() - minutes * 60_000);
  const bursts = await readBursts(tx, since);
  if (bursts.length === 0) return [];
  const everyone = bursts.some(({ organisationIds }) => organisationIds.length === 0)
    ? await activeOrganisations(tx)
    : [];
  const wanted: { alert: NewAlert; lastAt: Date }[] = [];
  for (const burst of bursts) {
    const { organisationIds: known } = burst;
    for (const organisationId of known.length > 0 ? known : everyone) {
      const { wrongSignIns } = (await services.settings.of(organisationId)).alerts;
      if (burst.attempts < wrongSignIns) continue;
      wanted.push({ alert: alertOf(burst, organisationId, wrongSignIns), lastAt: burst.lastAt });
    }
  }
  const told = await lastTold(tx, wanted, since);
  const raised: RaisedAlert[] = [];
  for (const { alert, lastAt } of wanted) {
    // Nothing new since the last time: it stays as it is, also when it was resolved.
    const before = told.get(`${alert.organisationId} ${alert.key}`);
    if (before && before >= lastAt) continue;
    raised.push(await raiseAlert(tx, services, alert));
  }
  return raised;
}

function alertOf(burst: Burst, organisationId: string, threshold: number): NewAlert {
  const { by, subject, name, attempts } = burst;
  const severity: AlertSeverity = attempts >= threshold * muchMore ? 'critical' : 'warning';
  const params = { by, subject, name, attempts, minutes };
  return { organisationId, kind: 'attack', severity, key: `attack:${by}:${subject}`, params };
}

/** The largest first; the rest of a flood of addresses adds nothing to what staff do about it. */
const most = 100;

async function readBursts(tx: Transaction, since: Date): Promise<Burst[]> {
  return tx.$queryRaw<Burst[]>`
    WITH wrong AS MATERIALIZED (
      SELECT a.ip, a.created_at, m.id, m.display_name, m.organisation_id
        FROM login_attempt a LEFT JOIN member m ON m.id = a.member_id
       WHERE a.reason IN ('wrongPassword', 'unknownAddress') AND a.created_at > ${since})
    (SELECT 'ip' AS by, ip AS subject, NULL AS name, count(*)::int AS attempts,
            max(created_at) AS "lastAt",
            coalesce(array_agg(DISTINCT organisation_id)
              FILTER (WHERE organisation_id IS NOT NULL), '{}') AS "organisationIds"
       FROM wrong GROUP BY ip HAVING count(*) >= ${fewest}
      ORDER BY attempts DESC LIMIT ${most})
    UNION ALL
    (SELECT 'account', id::text, display_name, count(*)::int, max(created_at),
            array_agg(DISTINCT organisation_id)
       FROM wrong WHERE id IS NOT NULL
      GROUP BY id, display_name HAVING count(*) >= ${fewest}
      ORDER BY count(*) DESC LIMIT ${most})`;
}

async function activeOrganisations(tx: Transaction): Promise<string[]> {
  const rows = await tx.organisation.findMany({
    where: { active: true },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** When the alerts with these keys last counted, by organisation and key. */
async function lastTold(
  tx: Transaction,
  wanted: readonly { alert: NewAlert }[],
  since: Date,
): Promise<Map<string, Date>> {
  const rows = await tx.alert.groupBy({
    by: ['organisationId', 'key'],
    where: {
      organisationId: { in: [...new Set(wanted.map(({ alert }) => alert.organisationId))] },
      key: { in: [...new Set(wanted.map(({ alert }) => alert.key))] },
      lastAt: { gt: since },
    },
    _max: { lastAt: true },
  });
  return new Map(
    rows.flatMap(({ organisationId, key, _max: { lastAt } }) =>
      lastAt ? [[`${organisationId} ${key}`, lastAt]] : [],
    ),
  );
}
