import type { Database, MemberContext, Transaction } from '../context.ts';
import type { SubjectType } from './schemas.ts';

/**
 * Whom a case is about: the person it concerns and, where its subject is a channel, everyone who runs
 * that now. It does not exist for them: they would see who flagged. Read from the rows each time, as
 * others run the channel later.
 */
export interface About {
  subjectType: SubjectType;
  subjectId: string;
  concernsId: string | null;
}

const running = ['owner', 'manager'] as const;

/** SQL: the case `c` is about the person. Finds a channel's people by their key. */
export const isAboutSql = (person: string) => `(
  c.concerns_id IS NOT DISTINCT FROM ${person}
  OR c.subject_type = 'channel' AND EXISTS (
       SELECT FROM channel_member run
        WHERE run.channel_id = c.subject_id AND run.member_id = ${person}
          AND run.role IN ('owner', 'manager')))`;

/** Whether a case is about the person. */
export async function isAbout(
  db: Database | Transaction,
  { subjectType, subjectId, concernsId }: About,
  memberId: string,
): Promise<boolean> {
  if (concernsId === memberId) return true;
  if (subjectType !== 'channel') return false;
  const runs = await db.channelMember.count({
    where: { channelId: subjectId, memberId, role: { in: [...running] } },
  });
  return runs > 0;
}

/** Everyone whom a case is about. */
export async function concernedBy(
  { pool }: Pick<MemberContext, 'pool'>,
  { subjectType, subjectId, concernsId }: About,
): Promise<string[]> {
  const one = concernsId ? [concernsId] : [];
  if (subjectType !== 'channel') return one;
  const { rows } = await pool.query<{ id: string }>({
    name: 'moderation-concerned',
    text: `SELECT member_id AS id FROM channel_member
            WHERE channel_id = $1 AND role IN ('owner', 'manager')`,
    values: [subjectId],
  });
  return [...one, ...rows.map(({ id }) => id)];
}

/** The channels that a person runs, for conditions on cases. */
export async function channelsRunBy(db: Database, memberId: string): Promise<string[]> {
  const rows = await db.channelMember.findMany({
    where: { memberId, role: { in: [...running] } },
    select: { channelId: true },
  });
  return rows.map(({ channelId }) => channelId);
}
