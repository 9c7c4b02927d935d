import type { Pool } from 'pg';
import { peopleOfAlertsSql, peopleOfCasesSql } from '../concern.ts';
import { caseWaitsSql } from '../waiting.ts';
import type { Sample } from './schemas.ts';

/** What waits for staff. */
export interface Waiting {
  openCases: number;
  overdueCases: number;
  openAlerts: number;
}

/** What rows say about an organisation at one moment. */
export interface Figures extends Waiting {
  onlinePeople: number;
  activeChannels: number;
  messagesPerMinute: number;
}

/** The figures, and what of that which waits is about somebody of the staff. */
export interface Reading {
  figures: Figures;
  /** By person. They must not learn of it, not even by counting. */
  about: ReadonlyMap<string, Waiting>;
}

/** The figures of several organisations in one query. */
export async function readFigures(
  pool: Pool,
  organisationIds: readonly string[],
  now: Date,
): Promise<Map<string, Reading>> {
  type Row = Figures & { id: string; about: (Waiting & { memberId: string })[] };
  const { rows } = await pool.query<Row>({
    name: 'insights-figures',
    text: figuresSql,
    values: [organisationIds, now],
  });
  return new Map(
    rows.map(({ id, about, ...figures }) => [
      id,
      { figures, about: new Map(about.map(({ memberId, ...waiting }) => [memberId, waiting])) },
    ]),
  );
}

/** The figures as somebody may see them: without what is about themselves. */
export function without<Counted extends Figures | Sample>(
  figures: Counted,
  own: Waiting | undefined,
): Counted {
  if (!own) return figures;
  const less = (key: keyof Waiting) => (figures[key] === null ? null : figures[key] - own[key]);
  const waiting = {
    openCases: less('openCases'),
    overdueCases: less('overdueCases'),
    openAlerts: less('openAlerts'),
  };
  return { ...figures, ...waiting };
}

const openCase = `${caseWaitsSql('$2', 'c')} AND c.organisation_id = ANY($1::uuid[])`;
const openAlert = `a.state = 'open' AND a.organisation_id = ANY($1::uuid[])`;

const figuresSql = `
  WITH talk AS (
    SELECT c.organisation_id AS id, count(*)::int AS messages,
           count(DISTINCT m.channel_id)::int AS channels
      FROM message m JOIN channel c ON c.id = m.channel_id
     WHERE m.created_at > $2::timestamptz - interval '1 minute' AND m.created_at <= $2
       AND c.organisation_id = ANY($1::uuid[])
     GROUP BY 1),
  -- Who is no plain member may read figures: they are few.
  staff AS (
    SELECT id, organisation_id FROM member
     WHERE organisation_id = ANY($1::uuid[]) AND role <> 'member'),
  about AS (
    SELECT s.organisation_id AS id, s.id AS "memberId",
           count(waiting.overdue)::int AS "openCases",
           (count(*) FILTER (WHERE waiting.overdue))::int AS "overdueCases",
           (count(*) FILTER (WHERE waiting.overdue IS NULL))::int AS "openAlerts"
      FROM (${peopleOfCasesSql(openCase, 'c.organisation_id, c.due_at < $2 AS overdue')}
            UNION ALL
            ${peopleOfAlertsSql(openAlert, 'a.organisation_id, NULL::boolean')}) AS waiting
      JOIN staff s ON s.id = waiting.person AND s.organisation_id = waiting.organisation_id
     GROUP BY 1, 2)
  SELECT o.id, people.online AS "onlinePeople",
         coalesce(talk.channels, 0) AS "activeChannels",
         coalesce(talk.messages, 0) AS "messagesPerMinute",
         cases.open AS "openCases", cases.overdue AS "overdueCases", alerts.open AS "openAlerts",
         coalesce((SELECT json_agg(about) FROM about WHERE about.id = o.id), '[]') AS about
    FROM unnest($1::uuid[]) AS o (id) LEFT JOIN talk ON talk.id = o.id,
    LATERAL (SELECT count(DISTINCT l.member_id)::int AS online
               FROM presence_lease l JOIN node_lease n
                 ON n.id = l.node_id AND n.expires_at > clock_timestamp()
              WHERE l.organisation_id = o.id) AS people,
    LATERAL (SELECT count(*)::int AS open, (count(*) FILTER (WHERE due_at < $2))::int AS overdue
               FROM moderation_case c
              WHERE organisation_id = o.id AND ${caseWaitsSql('$2', 'c')}) AS cases,
    LATERAL (SELECT count(*)::int AS open
               FROM alert WHERE organisation_id = o.id AND state = 'open') AS alerts`;

export const historyMs = 15 * 60_000;
const stepSeconds = 10;

/** What rows still know of the time in which nobody watched: how much was said. */
export async function readPast(
  pool: Pool,
  organisationId: string,
  since: Date,
  now: Date,
): Promise<Sample[]> {
  const { rows } = await pool.query<{ at: Date; messages: number; channels: number }>({
    name: 'insights-past',
    text: `SELECT step.at, count(m.channel_id)::int AS messages,
                  count(DISTINCT m.channel_id)::int AS channels
             FROM generate_series($2::timestamptz, $3::timestamptz - interval '1 second',
                                  make_interval(secs => ${stepSeconds})) AS step (at)
             LEFT JOIN LATERAL (
               SELECT m.channel_id FROM message m JOIN channel c ON c.id = m.channel_id
                WHERE m.created_at > step.at - interval '1 minute' AND m.created_at <= step.at
                  AND c.organisation_id = $1) AS m ON true
            GROUP BY step.at ORDER BY step.at`,
    values: [organisationId, since, now],
  });
  return rows.map(({ at, messages, channels }) => ({
    at,
    onlinePeople: null,
    activeChannels: channels,
    messagesPerMinute: messages,
    openCases: null,
    overdueCases: null,
    openAlerts: null,
    node: null,
  }));
}
