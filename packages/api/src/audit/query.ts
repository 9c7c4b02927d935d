import type { Pool } from 'pg';
import { id } from '../common.ts';
import { idsAboutSql, peopleOfAlertsSql, peopleOfCasesSql } from '../concern.ts';
import { lastCheckpoint } from './checkpoint.ts';
import type { AuditFilters } from './schemas.ts';

export interface EntryRow {
  position: number;
  at: Date;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  before: unknown;
  after: unknown;
  /** Null, too, when policy has removed it. */
  ip: string | null;
  userAgent: string | null;
  requestId: string;
  /** Commitment to address and device, and the salt while these are there; null of the oldest entries. */
  address: Buffer | null;
  salt: Buffer | null;
  previousHash: Buffer;
  hash: Buffer;
}

/** Positions after `after` and up to `until`. */
export interface Stretch {
  after: number;
  until: number;
}

/** No position lies beyond this one. */
export const lastPosition = 2_147_483_647;

const columns = `
  position, at, actor_id AS "actorId", action, subject_type AS "subjectType",
  subject_id AS "subjectId", before, after, ip AS "ownIp", request_id AS "requestId",
  address, previous_hash AS "previousHash", hash`;

/** The found entries with their addresses, where these are still there. The organisation is `$1`. */
const withAddresses = (found: string, order: 'ASC' | 'DESC') => `
  SELECT entry.*, coalesce(apart.ip, "ownIp") AS ip,
         apart.user_agent AS "userAgent", apart.salt
    FROM (${found}) AS entry
    LEFT JOIN audit_address AS apart
      ON apart.organisation_id = $1 AND apart.position = entry.position
   ORDER BY entry.position ${order}`;

/**
 * Entries that pass the filters, at most `limit`, by position. With a `reader`, without those of
 * cases and alerts about them: whom a case is about is not told of it, staff or not.
 */
export async function readEntries(
  pool: Pool,
  organisationId: string,
  filters: AuditFilters,
  { after, until }: Stretch,
  { order, limit, reader }: { order: 'ASC' | 'DESC'; limit: number; reader?: string },
): Promise<EntryRow[]> {
  const { actorId, action, subjectType, subjectId, from, to } = filters;
  const values: unknown[] = [organisationId, after, until, limit];
  const conditions = ['organisation_id = $1', 'position > $2', 'position <= $3'];
  const where = (condition: (value: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  where((value) => `actor_id = ${value}`, actorId);
  where((value) => `subject_type = ${value}`, subjectType);
  where((value) => `subject_id = ${value}`, subjectId);
  where((value) => `at >= ${value}`, from);
  where((value) => `at < ${value}`, to);
  if (reader !== undefined) {
    values.push(reader);
    conditions.push(notAbout(`$${values.length}`));
  }
  const page = (more = '') => `
    SELECT ${columns} FROM audit_entry WHERE ${[...conditions, ...(more ? [more] : [])].join(' AND ')}
     ORDER BY position ${order} LIMIT $4`;
  const read = async (found: string) => {
    const { rows } = await pool.query<EntryRow & { ownIp: unknown }>(
      withAddresses(found, order),
      values,
    );
    return rows.map(({ ownIp: _, ...row }): EntryRow => row);
  };
  if (action === undefined) return read(page());
  // Action by action from the index: there are few different ones, and each is in order there.
  values.push(await actionsLike(pool, organisationId, action));
  return read(`
    SELECT found.* FROM unnest($${values.length}::text[]) AS wanted (name),
      LATERAL (${page('action = wanted.name')}) AS found
     ORDER BY found.position ${order} LIMIT $4`);
}

/** The subjects that have somebody whom they are about, and may not be read by them. */
const aboutSomebody = ['case', 'alert'];

const notAbout = (person: string) =>
  `NOT (subject_type IN ('${aboutSomebody.join("', '")}') AND subject_id IS NOT NULL
       AND subject_id IN (${idsAboutSql('$1', person)}))`;

/** Which of the entries are about a case or an alert that concerns somebody, and whom all. */
export async function concernedBy(
  pool: Pool,
  organisationId: string,
  rows: readonly Pick<EntryRow, 'position' | 'subjectType' | 'subjectId'>[],
): Promise<Map<number, string[]>> {
  const subjects = rows.filter(({ subjectType }) => aboutSomebody.includes(subjectType));
  if (subjects.length === 0) return new Map();
  const { rows: known } = await pool.query<{ id: string; person: string }>({
    name: 'audit-concerned',
    text: `${peopleOfCasesSql('c.organisation_id = $1 AND c.id = ANY($2::uuid[])')}
           UNION ALL
           ${peopleOfAlertsSql('a.organisation_id = $1 AND a.id = ANY($2::uuid[])')}`,
    values: [
      organisationId,
      subjects.flatMap(({ subjectId }) => (id.safeParse(subjectId).success ? [subjectId] : [])),
    ],
  });
  const people = Map.groupBy(known, (row) => row.id);
  return new Map(
    subjects.flatMap(({ position, subjectId }) => {
      const about = people.get(subjectId ?? '');
      return about ? [[position, about.map(({ person }) => person)]] : [];
    }),
  );
}

/** The different actions of the log that begin like this; jumps from one to the next in the index. */
async function actionsLike(pool: Pool, organisationId: string, beginning: string) {
  const { rows } = await pool.query<{ action: string }>({
    name: 'audit-actions',
    text: `WITH RECURSIVE known AS (
             (SELECT action FROM audit_entry WHERE organisation_id = $1 ORDER BY action LIMIT 1)
             UNION ALL
             SELECT (SELECT action FROM audit_entry
                      WHERE organisation_id = $1 AND action > known.action
                      ORDER BY action LIMIT 1)
               FROM known WHERE known.action IS NOT NULL)
           SELECT action FROM known WHERE starts_with(action, $2)`,
    values: [organisationId, beginning],
  });
  return rows.map(({ action }) => action);
}

/** Entries are written within this time of the moment they name. */
const slackMs = 60_000;

/**
 * Where in the chain the filters' time is: entries lie in the order of time, but for the moments
 * that a transaction takes. Finds it in some twenty steps, however long the log is.
 */
export async function stretchOf(
  pool: Pool,
  organisationId: string,
  { from, to }: Pick<AuditFilters, 'from' | 'to'>,
): Promise<Stretch> {
  const head = await headOf(pool, organisationId);
  const removed = (await lastCheckpoint(pool, organisationId))?.position ?? 0;
  const before = (moment: Date) =>
    lastBefore(pool, organisationId, { after: removed, until: head }, moment);
  return {
    after: from ? await before(new Date(from.getTime() - slackMs)) : removed,
    until: to ? await before(new Date(to.getTime() + slackMs)) : head,
  };
}

/** Position of the last entry; 0 while there is none. */
export async function headOf(pool: Pool, organisationId: string): Promise<number> {
  const { rows } = await pool.query<{ position: number }>({
    name: 'audit-head',
    text: 'SELECT position FROM audit_head WHERE organisation_id = $1',
    values: [organisationId],
  });
  return rows[0]?.position ?? 0;
}

/** The same of several organisations. */
export async function headsOf(
  pool: Pool,
  organisationIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; position: number }>({
    name: 'audit-heads',
    text: `SELECT organisation_id AS id, position FROM audit_head
            WHERE organisation_id = ANY($1::uuid[])`,
    values: [organisationIds],
  });
  return new Map(rows.map(({ id, position }) => [id, position]));
}

/** The last position of the stretch whose entry is earlier than the moment; its start where none is. */
export async function lastBefore(
  pool: Pool,
  organisationId: string,
  { after, until }: Stretch,
  moment: Date,
): Promise<number> {
  let low = after;
  let high = until;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { rows } = await pool.query<{ earlier: boolean }>({
      name: 'audit-moment',
      text: `SELECT at < $3 AS earlier FROM audit_entry
              WHERE organisation_id = $1 AND position = $2`,
      values: [organisationId, middle, moment],
    });
    if (rows[0]?.earlier) low = middle;
    else high = middle - 1;
  }
  return low;
}
