import type { Services, Transaction } from '../context.ts';
import { announceAlerts, type NewAlert, type RaisedAlert, raiseAlert } from './raise.ts';
import type { AlertSeverity } from './schemas.ts';
import { takeTurn } from './turn.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'>;

const minutes = 10;
/** No organisation may ask for fewer, see the settings. */
const fewest = 5;
/** So many times more than what raises the alert, and it is critical. */
const muchMore = 10;

/** Many wrong sign-ins that belong together. */
interface Burst {
  /** `unknown`: the ips that wrote equally often, and only to addresses that nobody has. */
  by: 'ip' | 'account' | 'unknown';
  /** The ip, or the person's id; of several ips the first. */
  subject: string;
  /** The person's name; null for an ip. */
  name: string | null;
  /** Of each of the ips. */
  attempts: number;
  /** How many ips. */
  addresses: number;
  lastAt: Date;
  /** Whose people were tried; null where that is nobody. */
  organisationId: string | null;
}

interface Wanted {
  alert: NewAlert;
  lastAt: Date;
}

/**
 * Raises an alert for every ip and account with too many wrong sign-ins in the last minutes, and
 * counts it up while they go on. Ips that only tried addresses that nobody has concern every
 * organisation: all of them together are one alert in each.
 */
export async function detectAttacks(services: Needs): Promise<void> {
  const { db, log } = services;
  const now = services.clock.now();
  const since = new Date(now.getTime() - minutes * 60_000);
  const bursts = await readBursts(db, since);
  if (bursts.length === 0) return;
  const unknown = bursts.filter(({ by }) => by === 'unknown');
  const byOrganisation = Map.groupBy(
    bursts.filter(({ by }) => by !== 'unknown'),
    ({ organisationId }) => organisationId ?? '',
  );
  const everyone = unknown.length > 0 ? await activeOrganisations(db) : [];
  const told = await lastTold(db, since);
  // As of what was read: what comes while others are being told is newer than the alert.
  const asRead = { ...services, clock: { now: () => now } };
  for (const organisationId of new Set([...byOrganisation.keys(), ...everyone])) {
    try {
      // Before the transaction: they may have to be read over another connection.
      const { wrongSignIns } = (await services.settings.of(organisationId)).alerts;
      const own = byOrganisation.get(organisationId) ?? [];
      const wanted = wantedOf(organisationId, wrongSignIns, own, unknown);
      if (!wanted.some((one) => isNew(told, one))) continue;
      const raised = await db.$transaction((tx) => raiseNew(tx, asRead, wanted, since));
      announceAlerts(services, raised);
    } catch (error) {
      log.warn({ err: error, organisationId }, 'attacks could not be told; trying again');
    }
  }
}

/** What concerns one organisation. */
function wantedOf(
  organisationId: string,
  threshold: number,
  own: readonly Burst[],
  unknown: readonly Burst[],
): Wanted[] {
  const severityOf = (attempts: number): AlertSeverity =>
    attempts >= threshold * muchMore ? 'critical' : 'warning';
  const wanted: Wanted[] = own
    .filter(({ attempts }) => attempts >= threshold)
    .map(({ by, subject, name, attempts, lastAt }) => ({
      alert: {
        organisationId,
        kind: 'attack',
        severity: severityOf(attempts),
        key: `attack:${by}:${subject}`,
        params: { by, subject, name, attempts, minutes },
      },
      lastAt,
    }));
  const strangers = unknown.filter(({ attempts }) => attempts >= threshold);
  const [largest] = strangers;
  if (!largest) return wanted;
  const addresses = strangers.reduce((sum, burst) => sum + burst.addresses, 0);
  const attempts = strangers.reduce((sum, burst) => sum + burst.attempts * burst.addresses, 0);
  // One ip is told like any other.
  const by = addresses === 1 ? 'ip' : 'unknown';
  const alert: NewAlert = {
    organisationId,
    kind: 'attack',
    severity: severityOf(attempts),
    key: 'attack:unknown',
    params: { by, subject: largest.subject, name: null, attempts, addresses, minutes },
  };
  const lastAt = new Date(Math.max(...strangers.map((burst) => burst.lastAt.getTime())));
  return [...wanted, { alert, lastAt }];
}

/** Raises one organisation's, unless another node is at it. */
async function raiseNew(
  tx: Transaction,
  services: Needs,
  wanted: readonly Wanted[],
  since: Date,
): Promise<RaisedAlert[]> {
  const organisationId = wanted[0]?.alert.organisationId ?? '';
  if (!(await takeTurn(tx, 'attacks', organisationId))) return [];
  // Again, now that nobody else can be raising them.
  const told = await lastTold(tx, since, organisationId);
  const raised: RaisedAlert[] = [];
  for (const one of wanted) {
    if (isNew(told, one)) raised.push(await raiseAlert(tx, services, one.alert));
  }
  return raised;
}

/** Of each organisation, the largest first; the rest of a flood adds nothing to what staff do about it. */
const most = 50;

/**
 * Counts of one organisation never hold what was tried on another; what an ip tried on addresses
 * that nobody has counts for each organisation whose people it tried too.
 */
function readBursts(tx: Transaction, since: Date): Promise<Burst[]> {
  return tx.$queryRaw<Burst[]>`
    WITH wrong AS MATERIALIZED (
      SELECT a.ip, a.created_at, m.id, m.display_name, m.organisation_id
        FROM login_attempt a LEFT JOIN member m ON m.id = a.member_id
       WHERE a.reason IN ('wrongPassword', 'unknownAddress') AND a.created_at > ${since}),
    known AS (
      SELECT ip, organisation_id, count(*) AS attempts, max(created_at) AS last_at
        FROM wrong WHERE id IS NOT NULL GROUP BY ip, organisation_id),
    nobody AS (
      SELECT ip, count(*) AS attempts, max(created_at) AS last_at
        FROM wrong WHERE id IS NULL GROUP BY ip),
    burst AS (
      SELECT 'ip' AS by, ip AS subject, NULL AS name, known.organisation_id,
             (known.attempts + coalesce(nobody.attempts, 0))::int AS attempts,
             greatest(known.last_at, nobody.last_at) AS last_at
        FROM known LEFT JOIN nobody USING (ip)
      UNION ALL
      SELECT 'account', id::text, display_name, organisation_id, count(*)::int, max(created_at)
        FROM wrong WHERE id IS NOT NULL GROUP BY id, display_name, organisation_id),
    ranked AS (
      SELECT burst.*, row_number() OVER (
               PARTITION BY organisation_id, by ORDER BY attempts DESC, subject) AS place
        FROM burst WHERE attempts >= ${fewest})
    (SELECT by, subject, name, organisation_id AS "organisationId", attempts,
            1 AS addresses, last_at AS "lastAt"
       FROM ranked WHERE place <= ${most})
    UNION ALL
    (SELECT 'unknown', min(ip), NULL, NULL, attempts::int, count(*)::int, max(last_at)
       FROM nobody
      WHERE attempts >= ${fewest} AND NOT EXISTS (SELECT FROM known WHERE known.ip = nobody.ip)
      GROUP BY attempts ORDER BY attempts DESC)
    ORDER BY attempts DESC`;
}

/** Those that are told what concerns every organisation. */
export async function activeOrganisations(tx: Transaction): Promise<string[]> {
  const rows = await tx.organisation.findMany({
    where: { active: true },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Nothing new since the last time: it stays as it is, also when it was resolved. */
function isNew(told: ReadonlyMap<string, Date>, { alert, lastAt }: Wanted): boolean {
  const before = told.get(`${alert.organisationId} ${alert.key}`);
  return !before || before < lastAt;
}

/** When attacks last counted, by organisation and key; of one organisation or of all. */
async function lastTold(
  tx: Transaction,
  since: Date,
  organisationId?: string,
): Promise<Map<string, Date>> {
  const rows = await tx.alert.groupBy({
    by: ['organisationId', 'key'],
    where: { kind: 'attack', lastAt: { gt: since }, ...(organisationId && { organisationId }) },
    _max: { lastAt: true },
  });
  return new Map(
    rows.flatMap((row) =>
      row._max.lastAt ? [[`${row.organisationId} ${row.key}`, row._max.lastAt]] : [],
    ),
  );
}
