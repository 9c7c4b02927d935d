import type { Database, Transaction } from './context.ts';

/**
 * Whom cases and alerts are about: the person they concern and, where a channel is their subject, all
 * who run it now. They are not told who flagged, nor that somebody did, staff or not. Here, below the
 * domains, so that every list, figure, log and notice asks the same. Read from the rows each time, as
 * others run the channel later.
 */
const running = ['owner', 'manager'] as const;
const runs = `run.role IN ('owner', 'manager')`;

/** SQL: the person runs the channel. Finds them by the key of their membership. */
const runsSql = (channel: string, person: string) => `EXISTS (
  SELECT FROM channel_member run
   WHERE run.channel_id = ${channel} AND run.member_id = ${person} AND ${runs})`;

/** SQL: a row of `moderation_case` is about the person. */
export const caseIsAboutSql = (person: string, row = 'c') => `(
  ${row}.concerns_id IS NOT DISTINCT FROM ${person}
  OR ${row}.subject_type = 'channel' AND ${runsSql(`${row}.subject_id`, person)})`;

/** SQL: a row of `alert` is about the person. */
export const alertIsAboutSql = (person: string, row = 'alert') => `(
  ${row}.concerns_id IS NOT DISTINCT FROM ${person}
  OR ${row}.concerns_channel_id IS NOT NULL
     AND ${runsSql(`${row}.concerns_channel_id`, person)})`;

/** SQL: the ids of an organisation's cases and alerts about a person, as text. */
export const idsAboutSql = (organisation: string, person: string) => `
  SELECT id::text FROM moderation_case
   WHERE organisation_id = ${organisation} AND concerns_id = ${person}
  UNION ALL
  SELECT c.id::text FROM channel_member run JOIN moderation_case c
      ON c.subject_type = 'channel' AND c.subject_id = run.channel_id
   WHERE run.member_id = ${person} AND ${runs}
  UNION ALL
  SELECT id::text FROM alert WHERE organisation_id = ${organisation} AND concerns_id = ${person}
  UNION ALL
  SELECT a.id::text FROM channel_member run JOIN alert a ON a.concerns_channel_id = run.channel_id
   WHERE run.member_id = ${person} AND ${runs}`;

/** SQL: `id` and `person` of all cases that somebody is about, once for each of them, if they fulfil a condition on `c`. */
export const peopleOfCasesSql = (condition: string, columns = 'c.id') => `
  SELECT ${columns}, c.concerns_id AS person FROM moderation_case c
   WHERE c.concerns_id IS NOT NULL AND ${condition}
  UNION ALL
  SELECT ${columns}, run.member_id FROM moderation_case c
    JOIN channel_member run ON run.channel_id = c.subject_id AND ${runs}
   WHERE c.subject_type = 'channel' AND run.member_id IS DISTINCT FROM c.concerns_id
     AND ${condition}`;

/** The same of alerts, with a condition on `a`. */
export const peopleOfAlertsSql = (condition: string, columns = 'a.id') => `
  SELECT ${columns}, a.concerns_id AS person FROM alert a
   WHERE a.concerns_id IS NOT NULL AND ${condition}
  UNION ALL
  SELECT ${columns}, run.member_id FROM alert a
    JOIN channel_member run ON run.channel_id = a.concerns_channel_id AND ${runs}
   WHERE a.concerns_channel_id IS NOT NULL AND run.member_id IS DISTINCT FROM a.concerns_id
     AND ${condition}`;

/** Whether the person runs the channel. */
export async function runsChannel(
  db: Database | Transaction,
  channelId: string,
  memberId: string,
): Promise<boolean> {
  const where = { channelId, memberId, role: { in: [...running] } };
  return (await db.channelMember.count({ where })) > 0;
}

/** The people who run a channel. Written so that the index of those few is used. */
export async function peopleRunning(
  db: Database | Transaction,
  channelId: string,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT member_id AS id FROM channel_member
     WHERE channel_id = ${channelId}::uuid AND role IN ('owner', 'manager')`;
  return rows.map(({ id }) => id);
}

/** The channels that a person runs, for conditions on cases. */
export async function channelsRunBy(db: Database, memberId: string): Promise<string[]> {
  const rows = await db.channelMember.findMany({
    where: { memberId, role: { in: [...running] } },
    select: { channelId: true },
  });
  return rows.map(({ channelId }) => channelId);
}
