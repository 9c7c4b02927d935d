import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Json } from './entry.ts';
import { type EntryRow, readEntries, stretchOf } from './query.ts';
import type { AuditEntry, auditListInput, auditPage } from './schemas.ts';

/** The organisation's audit log, the last entry first. */
export async function listEntries(
  { pool, actor, directory }: MemberContext,
  { cursor, limit, ...filters }: z.output<typeof auditListInput>,
): Promise<z.output<typeof auditPage>> {
  const { organisationId } = actor;
  const [before] = readCursor(cursor, ['number']) ?? [];
  const stretch = await stretchOf(pool, organisationId, filters);
  // Any number may stand in a cursor that somebody made by hand.
  const until = Math.min(stretch.until, before === undefined ? stretch.until : before - 1);
  const rows = await readEntries(
    pool,
    organisationId,
    filters,
    { after: stretch.after, until: Math.max(0, Math.floor(until)) },
    { order: 'DESC', limit: limit + 1 },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await presented(directory, organisationId, page),
    nextCursor: rows.length > limit && last ? writeCursor([last.position]) : null,
  };
}

/** Entries with the names of the people in them, as they are called now. */
export async function presented(
  directory: MemberContext['directory'],
  organisationId: string,
  rows: readonly EntryRow[],
): Promise<AuditEntry[]> {
  const people = await directory.many(
    organisationId,
    rows.flatMap((row) => [row.actorId ?? [], memberOf(row) ?? []].flat()),
  );
  return rows.map((row) => {
    const { actorId, previousHash: _, hash: __, before, after, ...rest } = row;
    const actor = actorId === null ? undefined : people.get(actorId);
    const subject = memberOf(row);
    return {
      ...rest,
      actor: actor
        ? { id: actor.id, displayName: actor.displayName, username: actor.username }
        : null,
      subjectName: subject ? (people.get(subject)?.displayName ?? null) : null,
      before: before as Json,
      after: after as Json,
    };
  });
}

const memberOf = ({ subjectType, subjectId }: EntryRow): string | null =>
  subjectType === 'member' && id.safeParse(subjectId).success ? subjectId : null;
