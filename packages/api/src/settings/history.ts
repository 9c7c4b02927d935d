import type { z } from 'zod';
import type { MemberContext, StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import {
  type SettingsOutput,
  type settingsChange,
  settingsDefaults,
  type settingsHistoryInput,
  type settingsHistoryPage,
  settingsUpdateInput,
} from './schemas.ts';
import { pathsOf } from './tree.ts';
import { updateSettings } from './update.ts';

interface Row extends Omit<z.output<typeof settingsChange>, 'by' | 'reverting'> {
  actorId: string | null;
  action: string;
}

/** Who changed which value when, from what to what, the last change first. */
export async function listChanges(
  { pool, actor, directory }: MemberContext,
  { path, cursor, limit }: z.output<typeof settingsHistoryInput>,
): Promise<z.output<typeof settingsHistoryPage>> {
  const { organisationId } = actor;
  const [before] = readCursor(cursor, ['number']) ?? [null];
  const { rows } = await pool.query<Row>({
    name: 'settings-history',
    // Value by value from the audit log's index, however much else the log holds.
    text: `SELECT change.* FROM unnest($2::text[]) AS value (path),
             LATERAL (SELECT position, subject_id AS path, at, actor_id AS "actorId", action,
                             before, after
                        FROM audit_entry
                       WHERE organisation_id = $1 AND subject_type = 'setting'
                         AND subject_id = value.path AND ($3::float8 IS NULL OR position < $3)
                       ORDER BY position DESC LIMIT $4) AS change
            ORDER BY position DESC LIMIT $4`,
    values: [organisationId, path ? [path] : pathsOf(settingsDefaults), before, limit + 1],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const people = await directory.many(
    organisationId,
    page.flatMap(({ actorId }) => actorId ?? []),
  );
  return {
    items: page.map(({ actorId, action, ...change }) => {
      const by = actorId === null ? undefined : people.get(actorId);
      return {
        ...change,
        by: by ? { id: by.id, displayName: by.displayName } : null,
        reverting: action === 'settings.revert',
      };
    }),
    nextCursor: rows.length > limit && last ? writeCursor([last.position]) : null,
  };
}

/**
 * Takes one change back: the value becomes what it was before it. Throws `notFound` for an entry
 * that changed no setting, `invalidInput.outOfRange` when the value is none that could be set now.
 */
export async function revertChange(ctx: StaffContext, position: number): Promise<SettingsOutput> {
  const { organisationId } = ctx.actor;
  const entry = await ctx.db.auditEntry.findFirst({
    where: { organisationId, position, subjectType: 'setting', subjectId: { not: null } },
    select: { subjectId: true, before: true },
  });
  if (!entry?.subjectId) {
    throw new DomainError('notFound', { field: 'position', reason: 'settingsChange' });
  }
  const [group = '', key = ''] = entry.subjectId.split('.');
  const patch = settingsUpdateInput.safeParse({ [group]: { [key]: entry.before } });
  if (!patch.success) {
    throw new DomainError('invalidInput', { field: entry.subjectId, reason: 'outOfRange' });
  }
  return updateSettings(ctx, patch.data);
}
