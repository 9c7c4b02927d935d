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
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '');
  const wanted = { organisationId, state, words, limit, afterName, afterId };
  const rows = words.length > 0 ? await findPage(ctx, wanted) : await readPage(ctx, wanted);
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
  words: string[];
  limit: number;
  afterName: string | null;
  afterId: string | null;
}

const columns = 'id, username, display_name, role, state, status_text';
const presented = `id, username, display_name AS "displayName", role, state,
                   status_text AS "statusText"`;
const inPlace = `organisation_id = $1 AND state = $2::"MemberState"
                 AND ($4::text IS NULL OR (display_name, id) > ($4, $5::uuid))`;
const inOrder = 'ORDER BY display_name, id';
/** How far a search looks along the names before it asks the index of words. */
const glance = 1_000;

async function readPage({ pool }: MemberContext, wanted: Wanted): Promise<Row[]> {
  const { organisationId, state, limit, afterName, afterId } = wanted;
  const after = afterId === null ? '' : 'AND (display_name, id) > ($4, $5::uuid)';
  const { rows } = await pool.query<Row>({
    name: `members${afterId === null ? '' : '-after'}`,
    text: `SELECT ${presented} FROM member
            WHERE organisation_id = $1 AND state = $2::"MemberState" ${after}
            ${inOrder} LIMIT $3`,
    values: [organisationId, state, limit + 1, ...(afterId === null ? [] : [afterName, afterId])],
  });
  return rows;
}

/**
 * What many people are called fills a page within the next few names; for what few are called the
 * index of words gives few. The planner cannot tell the two apart by a beginning of a word.
 */
async function findPage({ pool }: MemberContext, wanted: Wanted): Promise<Row[]> {
  const { organisationId, state, words, limit, afterName, afterId } = wanted;
  const values = [organisationId, state, limit + 1, afterName, afterId, words];
  const found = 'member_words(display_name, username) @@ member_query($6::text[])';
  const near = await pool.query<Row>({
    text: `SELECT ${presented}
             FROM (SELECT ${columns} FROM member WHERE ${inPlace} ${inOrder} LIMIT ${glance}) AS near
            WHERE ${found} ${inOrder} LIMIT $3`,
    values,
  });
  if (near.rows.length > limit) return near.rows;
  const { rows } = await pool.query<Row>({
    // The inner query has only the words to go by: it reads their index and nothing else.
    text: `SELECT ${presented}
             FROM (SELECT ${columns}, organisation_id FROM member WHERE ${found} OFFSET 0) AS found
            WHERE ${inPlace} ${inOrder} LIMIT $3`,
    values,
  });
  return rows;
}
