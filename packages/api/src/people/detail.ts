import type { Pool } from 'pg';
import { caseIsAboutSql } from '../concern.ts';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readFlagging } from '../moderation/index.ts';
import { bandOf } from '../moderation/schemas.ts';
import { personColumns, type Row } from './list.ts';
import type { PersonDetail } from './schemas.ts';

const sessionsShown = 20;
const sanctionsShown = 50;
const casesShown = 20;
const flagDays = 30;

/** Everything that staff see of a person, from a fixed number of queries. Throws `notFound`. */
export async function getPerson(ctx: MemberContext, memberId: string): Promise<PersonDetail> {
  const { pool, actor, clock, presence } = ctx;
  const { organisationId } = actor;
  const now = clock.now();
  const person = await readPerson(pool, organisationId, memberId);
  if (!person) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
  const [presences, sessions, sanctions, cases, counts, flagging] = await Promise.all([
    presence.of(organisationId, [memberId]),
    readSessions(pool, memberId),
    readSanctions(pool, memberId, now),
    readCases(pool, { organisationId, memberId, readerId: actor.memberId }),
    readCounts(pool, { organisationId, memberId, readerId: actor.memberId, now }),
    readFlagging(ctx, person),
  ]);
  return {
    ...person,
    presence: presences.get(memberId) ?? 'offline',
    sessions,
    sanctions,
    cases,
    counts,
    flagging,
  };
}

type Person = Row & Pick<PersonDetail, 'bio' | 'statusText' | 'locale'>;

async function readPerson(pool: Pool, organisationId: string, memberId: string) {
  const { rows } = await pool.query<Person>({
    name: 'person',
    text: `SELECT ${personColumns}, bio, status_text AS "statusText", locale
             FROM member WHERE id = $1 AND organisation_id = $2`,
    values: [memberId, organisationId],
  });
  return rows[0];
}

/** Open ones first, those last used first. */
async function readSessions(pool: Pool, memberId: string) {
  const { rows } = await pool.query<PersonDetail['sessions'][number]>({
    name: 'person-sessions',
    text: `SELECT id, ip, user_agent AS device, created_at AS "createdAt",
                  last_active_at AS "lastActiveAt", expires_at AS "expiresAt",
                  revoked_at AS "revokedAt", revoked_reason AS "revokedReason"
             FROM session WHERE member_id = $1
            ORDER BY revoked_at IS NOT NULL, last_active_at DESC, id LIMIT ${sessionsShown}`,
    values: [memberId],
  });
  return rows;
}

const inForce = `kind <> 'warn' AND lifted_at IS NULL AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2)`;

async function readSanctions(pool: Pool, memberId: string, now: Date) {
  const { rows } = await pool.query<PersonDetail['sanctions'][number]>({
    name: 'person-sanctions',
    text: `SELECT id, kind, policy, statement, channel_id AS "channelId",
                  message_id AS "messageId", starts_at AS "startsAt", ends_at AS "endsAt",
                  lifted_at AS "liftedAt", (${inForce}) AS active
             FROM sanction WHERE member_id = $1
            ORDER BY (${inForce}) DESC, starts_at DESC, id DESC LIMIT ${sanctionsShown}`,
    values: [memberId, now],
  });
  return rows;
}

/** Whom a case is about must not see that somebody flagged them, and when: staff neither. */
const notAboutReader = `NOT ${caseIsAboutSql('$3::uuid')}`;

async function readCases(pool: Pool, { organisationId, memberId, readerId }: Omit<Counted, 'now'>) {
  const { rows } = await pool.query<PersonDetail['cases'][number]>({
    name: 'person-cases',
    text: `SELECT id, subject_type AS "subjectType", state, policy, severity,
                  flag_count AS "flagCount", opened_at AS "openedAt", decided_at AS "decidedAt"
             FROM moderation_case c
            WHERE organisation_id = $1 AND concerns_id = $2 AND ${notAboutReader}
            ORDER BY opened_at DESC, id LIMIT ${casesShown}`,
    values: [organisationId, memberId, readerId],
  });
  return rows;
}

interface Counted {
  organisationId: string;
  memberId: string;
  readerId: string;
  now: Date;
}

async function readCounts(pool: Pool, { organisationId, memberId, readerId, now }: Counted) {
  type Counts = Omit<PersonDetail['counts'], 'flagsGiven'> & { flagsGiven: number };
  const { rows } = await pool.query<Counts>({
    name: 'person-counts',
    text: `SELECT
        (SELECT count(*)::int FROM session
          WHERE member_id = $1 AND revoked_at IS NULL AND expires_at > $2) AS "openSessions",
        (SELECT count(*)::int FROM sanction WHERE member_id = $1 AND ${inForce})
          AS "activeSanctions",
        (SELECT count(*)::int FROM sanction WHERE member_id = $1) AS sanctions,
        (SELECT count(*)::int FROM moderation_case c
          WHERE organisation_id = $4 AND concerns_id = $1 AND ${notAboutReader}) AS cases,
        (SELECT count(*)::int FROM moderation_case c JOIN moderation_flag f ON f.case_id = c.id
          WHERE c.organisation_id = $4 AND c.concerns_id = $1 AND ${notAboutReader}
            AND f.flagger_id IS NOT NULL AND f.created_at > $2::timestamptz - interval '${flagDays} days') AS "flagsReceived",
        (SELECT count(*)::int FROM moderation_flag f JOIN moderation_case c ON c.id = f.case_id
          WHERE f.flagger_id = $1 AND f.created_at > $2::timestamptz - interval '${flagDays} days'
            AND ${notAboutReader})
          AS "flagsGiven"`,
    values: [memberId, now, readerId, organisationId],
  });
  const counts = rows[0];
  if (!counts) throw new Error('a person’s counts were not read');
  // Not exactly: a number that has just grown would tell who flagged.
  return { ...counts, flagsGiven: bandOf(counts.flagsGiven) };
}
