import type { z } from 'zod';
import { id } from '../common.ts';
import { alertIsAboutSql } from '../concern.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { type AlertRow, columns, presented } from './rows.ts';
import type { alertListInput, alertPage } from './schemas.ts';

/** The organisation's alerts, what happened last first, with how many are open. */
export async function listAlerts(
  ctx: MemberContext,
  { state, cursor, limit }: z.output<typeof alertListInput>,
): Promise<z.output<typeof alertPage>> {
  const { pool, directory } = ctx;
  const { organisationId, memberId } = ctx.actor;
  const after = placeOf(cursor);
  const [{ rows }, open] = await Promise.all([
    pool.query<AlertRow>({
      text: `SELECT ${columns} FROM alert
              WHERE organisation_id = $1 AND NOT ${alertIsAboutSql('$3::uuid')}
                ${state ? `AND state = '${state}'` : ''}
                ${after ? 'AND (last_at, id) < ($4::timestamptz, $5::uuid)' : ''}
              ORDER BY last_at DESC, id DESC LIMIT $2`,
      values: [organisationId, limit + 1, memberId, ...(after ?? [])],
    }),
    countOpen(ctx),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await presented(directory, organisationId, page),
    nextCursor:
      rows.length > limit && last ? writeCursor([last.lastAt.toISOString(), last.id]) : null,
    ...open,
  };
}

function placeOf(cursor: string | null | undefined): [string, string] | null {
  const place = readCursor(cursor, ['string', 'string']);
  if (!place) return null;
  if (Number.isNaN(Date.parse(place[0])) || !id.safeParse(place[1]).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  return place;
}

async function countOpen({ pool, actor }: MemberContext) {
  const { rows } = await pool.query<{ open: number; critical: number }>({
    name: 'alerts-open',
    text: `SELECT count(*)::int AS open,
                  (count(*) FILTER (WHERE severity = 'critical'))::int AS critical
             FROM alert WHERE organisation_id = $1 AND state = 'open'
              AND NOT ${alertIsAboutSql('$2::uuid')}`,
    values: [actor.organisationId, actor.memberId],
  });
  return rows[0] ?? { open: 0, critical: 0 };
}
