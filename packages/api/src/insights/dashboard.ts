import type { Pool } from 'pg';
import { caseIsAboutSql } from '../concern.ts';
import type { Actor, MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { caseWaitsSql } from '../waiting.ts';
import { readFigures, without } from './figures.ts';
import type { Dashboard } from './schemas.ts';

const dayMs = 24 * 3_600_000;

/**
 * The organisation in numbers, all of them from rows, each with the screen that shows what it counts.
 * Nothing that is about the reader is counted in what waits or was decided.
 */
export async function readDashboard({
  pool,
  actor,
  clock,
  insights,
}: MemberContext): Promise<Dashboard> {
  const { organisationId, memberId } = actor;
  const at = clock.now();
  const dayAgo = new Date(at.getTime() - dayMs);
  const [figures, newPeople, queue, activity] = await Promise.all([
    readFigures(pool, [organisationId], at),
    countNewPeople(pool, organisationId, dayAgo),
    readQueue(pool, actor, { since: dayAgo, now: at }),
    insights.talk.read(organisationId, at),
  ]);
  const read = figures.get(organisationId);
  if (!read) throw new DomainError('internal');
  const now = without(read.figures, read.about.get(memberId));
  const messages = activity.hours.reduce((sum, hour) => sum + hour.messages, 0);
  return {
    at,
    figures: {
      onlinePeople: { value: now.onlinePeople, opens: 'people.active' },
      newPeople: { value: newPeople, opens: 'people.joined' },
      messages: { value: messages, opens: 'activity' },
      openCases: { value: now.openCases, opens: 'queue' },
      overdueCases: { value: now.overdueCases, opens: 'queue.overdue' },
      openAlerts: { value: now.openAlerts, opens: 'alerts.open' },
    },
    queue: { open: now.openCases, overdue: now.overdueCases, ...queue },
    activity: { hours: activity.hours, days: activity.days },
    topChannels: activity.topChannels,
  };
}

async function countNewPeople(pool: Pool, organisationId: string, since: Date): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: 'insights-new-people',
    text: `SELECT count(*)::int AS count FROM member
            WHERE organisation_id = $1 AND created_at > $2`,
    values: [organisationId, since],
  });
  return rows[0]?.count ?? 0;
}

type Queue = Pick<Dashboard['queue'], 'oldestAt' | 'decided' | 'medianMinutesToDecision'>;

async function readQueue(
  pool: Pool,
  { organisationId, memberId }: Actor,
  { since, now }: { since: Date; now: Date },
): Promise<Queue> {
  const { rows } = await pool.query<Queue>({
    name: 'insights-queue',
    text: `SELECT (SELECT min(opened_at) FROM moderation_case c
                    WHERE organisation_id = $1 AND ${caseWaitsSql('$4', 'c')}
                      AND NOT ${caseIsAboutSql('$3::uuid')}) AS "oldestAt",
                  count(*)::int AS decided,
                  (extract(epoch FROM percentile_cont(0.5)
                     WITHIN GROUP (ORDER BY decided_at - opened_at)) / 60)::float8
                    AS "medianMinutesToDecision"
             FROM moderation_case c
            WHERE organisation_id = $1 AND decided_at > $2 AND state = 'decided'
              AND NOT ${caseIsAboutSql('$3::uuid')}`,
    values: [organisationId, since, memberId, now],
  });
  return rows[0] ?? { oldestAt: null, decided: 0, medianMinutesToDecision: null };
}
