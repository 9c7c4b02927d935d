import type { Pool } from 'pg';
import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import type { PersonRow, peopleListInput, peoplePage } from './schemas.ts';

export type Row = Omit<PersonRow, 'presence'>;
type Input = z.output<typeof peopleListInput>;

/** People of the organisation as staff see them, whatever their state. */
export async function listPeople(
  ctx: MemberContext,
  input: Input,
): Promise<z.output<typeof peoplePage>> {
  const { organisationId } = ctx.actor;
  const query = new PeopleQuery(organisationId, input);
  const rows = await query.read(ctx.pool);
  const page = rows.slice(0, input.limit);
  const presences = await ctx.presence.of(
    organisationId,
    page.map((row) => row.id),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ ...row, presence: presences.get(row.id) ?? 'offline' })),
    nextCursor:
      rows.length > input.limit && last
        ? writeCursor([input.sort, keyOf[input.sort](last), last.id])
        : null,
  };
}

export const personColumns = `
  id, username, display_name AS "displayName", email,
  email_verified_at IS NOT NULL AS "emailVerified", role, state, banned_until AS "bannedUntil",
  created_at AS "joinedAt", last_active_at AS "lastActiveAt"`;

type Sort = Input['sort'];

/** What a sort goes by; never null, as rows are compared by it. */
const columnOf: Record<Sort, { by: string; type: string; order: 'ASC' | 'DESC' }> = {
  name: { by: 'display_name', type: 'text', order: 'ASC' },
  joined: { by: 'created_at', type: 'timestamptz', order: 'DESC' },
  lastActive: {
    by: `coalesce(last_active_at, '-infinity')`,
    type: 'timestamptz',
    order: 'DESC',
  },
};
const keyOf: Record<Sort, (row: Row) => string> = {
  name: (row) => row.displayName,
  joined: (row) => row.joinedAt.toISOString(),
  lastActive: (row) => row.lastActiveAt?.toISOString() ?? '-infinity',
};

/** How far a search looks along the list before it asks the index of words. */
const glance = 1_000;

/** One page of the list as a query. Each kind is worded for the index that it is to use. */
export class PeopleQuery {
  readonly #values: unknown[];
  readonly #conditions = ['organisation_id = $1'];
  readonly #order: string;
  readonly #words: string[];
  readonly #email: string | null;

  constructor(organisationId: string, { cursor, limit, search, role, state, sort }: Input) {
    this.#values = [organisationId, limit + 1];
    const { by, type, order } = columnOf[sort];
    this.#order = `ORDER BY ${by} ${order}, id ${order} LIMIT $2`;
    if (role) {
      this.#where((value) => `role = ${value}::"Role"`, role);
      // Staff are few, and have an index of their own that must be asked for by name.
      if (role !== 'member') this.#conditions.push(`role <> 'member'`);
    }
    if (state) this.#where((value) => `state = ${value}::"MemberState"`, state);
    const after = placeOf(cursor, sort);
    if (after) {
      const key = this.#value(after[0]);
      const place = `(${key}::${type}, ${this.#value(after[1])}::uuid)`;
      this.#conditions.push(`(${by}, id) ${order === 'ASC' ? '>' : '<'} ${place}`);
    }
    this.#email = search?.includes('@') ? search.toLowerCase() : null;
    this.#words = this.#email ? [] : (search ?? '').split(/\s+/).filter((word) => word !== '');
  }

  async read(pool: Pool): Promise<Row[]> {
    const [near, found] = this.statements();
    if (!near) return [];
    const { rows } = await pool.query<Row>(near);
    if (!found || rows.length === this.#values[1]) return rows;
    return (await pool.query<Row>(found)).rows;
  }

  /** What is asked of the database; the second one only when the first does not fill a page. */
  statements(): { text: string; values: unknown[] }[] {
    const where = `WHERE ${this.#conditions.join(' AND ')}`;
    if (this.#email) {
      const email = `AND email = $${this.#values.length + 1}`;
      return [this.#select('member', `${where} ${email}`, [this.#email])];
    }
    if (this.#words.length === 0) return [this.#select('member', where)];
    const matches = `member_words(display_name, username) @@ member_query($${this.#values.length + 1}::text[])`;
    const near = `(SELECT * FROM member ${where} ${this.#order.replace('$2', String(glance))}) AS near`;
    // The inner query has only the words to go by: it reads their index and nothing else.
    const found = `(SELECT * FROM member WHERE ${matches} OFFSET 0) AS found`;
    return [
      this.#select(near, `WHERE ${matches}`, [this.#words]),
      this.#select(found, where, [this.#words]),
    ];
  }

  #select(from: string, where: string, more: unknown[] = []) {
    return {
      text: `SELECT ${personColumns} FROM ${from} ${where} ${this.#order}`,
      values: [...this.#values, ...more],
    };
  }

  #where(condition: (value: string) => string, value: unknown): void {
    this.#conditions.push(condition(this.#value(value)));
  }

  #value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }
}

function placeOf(cursor: string | null | undefined, sort: Sort): [string, string] | null {
  const place = readCursor(cursor, ['string', 'string', 'string']);
  if (!place) return null;
  const [sortedBy, key, lastId] = place;
  const isTime = sort !== 'name' && key !== '-infinity';
  const fits = sortedBy === sort && id.safeParse(lastId).success;
  if (!fits || (isTime && Number.isNaN(Date.parse(key)))) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  return [key, lastId];
}
