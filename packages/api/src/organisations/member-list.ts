import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { canListState } from './policy.ts';
import type { MemberCard, memberListInput, memberPage } from './schemas.ts';

type Row = Omit<MemberCard, 'presence'>;

/**
 * A page of the organisation's people by name. Search finds the beginning of the username or of
 * any word of the name, whatever its case and accents. Throws `forbidden` for a state that only
 * staff list.
 */
export async function listMembers(
  ctx: MemberContext,
  { cursor, limit, search, state }: z.output<typeof memberListInput>,
): Promise<z.output<typeof memberPage>> {
  const { organisationId, role } = ctx.actor;
  if (!canListState(role, state)) throw new DomainError('forbidden', { reason: 'listState' });
  const [afterName, afterId] = readCursor(cursor, ['string', 'string']) ?? [null, null];
  if (afterId !== null && !id.safeParse(afterId).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  const { rows } = await ctx.pool.query<Row>(
    pageQuery({ organisationId, state, search, limit, afterName, afterId }),
  );
  const page = rows.slice(0, limit);
  const presences = await ctx.presence.of(
    organisationId,
    page.map((row) => row.id),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ ...row, presence: presences.get(row.id) ?? 'offline' })),
    nextCursor: rows.length > limit && last ? writeCursor([last.displayName, last.id]) : null,
  };
}

interface Wanted {
  organisationId: string;
  state: string;
  search: string | undefined;
  limit: number;
  afterName: string | null;
  afterId: string | null;
}

/** Each combination is a statement of its own: list and search read through different indexes. */
function pageQuery({ organisationId, state, search, limit, afterName, afterId }: Wanted) {
  const values: unknown[] = [organisationId, state, limit + 1];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['organisation_id = $1', 'state = $2::"MemberState"'];
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length > 0) {
    conditions.push(`member_words(display_name, username) @@ member_query(${bind(words)}::text[])`);
  }
  if (afterId !== null) {
    conditions.push(`(display_name, id) > (${bind(afterName)}, ${bind(afterId)}::uuid)`);
  }
  return {
    name: `members${words.length > 0 ? '-search' : ''}${afterId === null ? '' : '-after'}`,
    text: `SELECT id, username, display_name AS "displayName", role, state,
                  status_text AS "statusText"
             FROM member WHERE ${conditions.join(' AND ')}
            ORDER BY display_name, id LIMIT $3`,
    values,
  };
}
