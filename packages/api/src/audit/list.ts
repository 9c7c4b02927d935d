import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { lastCheckpoint, removedBy } from './checkpoint.ts';
import type { Json } from './entry.ts';
import { type EntryRow, readEntries, stretchOf } from './query.ts';
import type { AuditEntry, auditListInput, auditPage } from './schemas.ts';

/** The organisation's audit log, the last entry first; without cases and alerts about the reader. */
export async function listEntries(
  { pool, actor, directory }: MemberContext,
  { cursor, limit, around, ...filters }: z.output<typeof auditListInput>,
): Promise<z.output<typeof auditPage>> {
  const { organisationId, memberId: reader } = actor;
  const [before] = readCursor(cursor, ['number']) ?? [];
  const stretch = await stretchOf(pool, organisationId, filters);
  const last = await lastToShow();
  const rows = await readEntries(
    pool,
    organisationId,
    filters,
    // Any number may stand in a cursor that somebody made by hand.
    { after: stretch.after, until: Math.max(0, Math.floor(Math.min(stretch.until, last))) },
    { order: 'DESC', limit: limit + 1, reader },
  );
  const page = rows.slice(0, limit);
  const oldest = page.at(-1);
  return {
    items: await presented(directory, organisationId, page),
    nextCursor: rows.length > limit && oldest ? writeCursor([oldest.position]) : null,
    removed: removedBy(await lastCheckpoint(pool, organisationId)),
  };

  async function lastToShow(): Promise<number> {
    if (before !== undefined) return before - 1;
    if (around === undefined) return stretch.until;
    const above = await readEntries(
      pool,
      organisationId,
      filters,
      { after: Math.max(stretch.after, around), until: stretch.until },
      { order: 'ASC', limit: Math.floor(limit / 2), reader },
    );
    return above.at(-1)?.position ?? around;
  }
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
    const { actorId, address: _, salt: __, previousHash: ___, hash: ____, ...rest } = row;
    const { before, after } = rest;
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
