import { peopleRunning, runsChannel } from '../concern.ts';
import type { Database, MemberContext, Transaction } from '../context.ts';
import type { SubjectType } from './schemas.ts';

/**
 * Whom a case is about: the person it concerns and, where its subject is a channel, everyone who runs
 * that now. It does not exist for them: they would see who flagged.
 */
export interface About {
  subjectType: SubjectType;
  subjectId: string;
  concernsId: string | null;
}

/** Whether a case is about the person. */
export async function isAbout(
  db: Database | Transaction,
  about: About,
  memberId: string,
): Promise<boolean> {
  if (about.concernsId === memberId) return true;
  return about.subjectType === 'channel' && runsChannel(db, about.subjectId, memberId);
}

/** Everyone whom a case is about. */
export async function concernedBy(
  { db }: Pick<MemberContext, 'db'>,
  { subjectType, subjectId, concernsId }: About,
): Promise<string[]> {
  const one = concernsId ? [concernsId] : [];
  return subjectType === 'channel' ? [...one, ...(await peopleRunning(db, subjectId))] : one;
}
