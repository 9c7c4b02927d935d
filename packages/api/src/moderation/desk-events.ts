import type { DeskEventKind } from '@atalaya/db';
import { uuidv7 } from 'uuidv7';
import type { Database, Transaction } from '../context.ts';
import type { DeskEvent } from './schemas.ts';

interface Arranged {
  caseId: string;
  kind: DeskEventKind;
  byId: string | null;
  memberId?: string | null;
  until?: Date | null;
  note?: string | undefined;
  now: Date;
}

/** Writes down what was arranged about a case, in the transaction that does it. Gives the entry's id. */
export async function writeDeskEvent(
  tx: Transaction,
  { now, note = '', ...arranged }: Arranged,
): Promise<string> {
  const id = uuidv7();
  await tx.moderationDeskEvent.create({ data: { id, ...arranged, note, createdAt: now } });
  return id;
}

const shown = 30;
const people = { id: true, displayName: true, username: true } as const;

/** What was arranged about a case lately, the oldest first. */
export async function readDeskEvents(db: Database, caseId: string): Promise<DeskEvent[]> {
  const rows = await db.moderationDeskEvent.findMany({
    where: { caseId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: shown,
  });
  const ids = rows.flatMap(({ byId, memberId }) => [byId ?? [], memberId ?? []].flat());
  const found = await db.member.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: people,
  });
  const known = new Map(found.map((one) => [one.id, one]));
  const named = (id: string | null) =>
    id === null ? null : (known.get(id) ?? { id, displayName: '', username: '' });
  return rows
    .map(({ byId, memberId, caseId: _, ...row }) => ({
      ...row,
      by: named(byId),
      member: named(memberId),
    }))
    .toReversed();
}
