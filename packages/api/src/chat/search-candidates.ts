import type { Pool, PoolClient } from 'pg';

/** Where a search looks; whoever asks may read the channels. */
export interface SearchScope {
  viewerId: string;
  channelIds: readonly string[];
  /** Log entries of these channels together: more than their messages. */
  entries: number;
  /** As a `tsquery` is written, words and labels; null: whatever is there. */
  words: string | null;
  labels: string | null;
  hasFile: boolean;
  /** Also what those wrote whom the viewer has blocked. */
  withBlocked: boolean;
  from: Date | null;
  to: Date | null;
  /** Only what comes after this one in the order newest first. */
  after: { at: string; id: string } | null;
}

/** A message that the words are in. */
export interface Candidate {
  id: string;
  createdAt: Date;
  rank: number;
  /** Whether it is there and the viewer may read it; the rest keeps the order for the next page. */
  isVisible: boolean;
}

export interface Candidates {
  /** The newest first. */
  found: Candidate[];
  /** Null: everything was looked at, or `found` is as long as was asked. Else: before this moment nothing was. */
  stoppedAt: Date | null;
}

/** What keeps a search short however much there is. */
export interface SearchBounds {
  /** With no more than this all messages of the channels are looked at, whatever the words. */
  fewEntries: number;
  /** Rows that a search beyond the first windows reads at once at most. */
  mostRows: number;
  /** After so long a search gives what it has. */
  budgetMs: number;
}
const usual: SearchBounds = { fewEntries: 20_000, mostRows: 20_000, budgetMs: 150 };
/** Channels that are looked for in the index of words; more of them are compared row by row. */
const fewChannels = 8;
/** Windows that one statement goes through, one after the other. */
const step = 8;

/**
 * The newest messages with the words, so many at most.
 *
 * A frequent word is in hundreds of thousands of messages, and the index gives them in no order. So it is asked window
 * by window, the newest first (a window holds some 16,000 messages and is a label in the index), until there are
 * enough. What the first windows do not fill is rare, and found at once in all others. Where that is wrong, as with a
 * word that everybody used last year, the search goes on window by window until its time is over, and says so.
 */
export async function findCandidates(
  pool: Pool,
  scope: SearchScope,
  most: number,
  bounds: SearchBounds = usual,
): Promise<Candidates> {
  if (scope.channelIds.length === 0) return { found: [], stoppedAt: null };
  const client = await pool.connect();
  try {
    // The planner takes frequent words for an invitation to read the table.
    await client.query(
      `BEGIN READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL statement_timeout = 5000`,
    );
    const result = await find(new Statements(client, scope, bounds), scope, most, bounds);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

async function find(
  ask: Statements,
  scope: SearchScope,
  most: number,
  { fewEntries, budgetMs }: SearchBounds,
): Promise<Candidates> {
  if (scope.entries <= fewEntries) return { found: await ask.all(most), stoppedAt: null };
  const started = performance.now();
  const windows = await ask.windows();
  const found = await ask.within(windows.slice(0, step), most);
  let rest = windows.slice(step);
  const bound = windows[step - 1]?.startsAt;
  if (found.length === most || rest.length === 0 || !bound) return { found, stoppedAt: null };
  if (scope.from === null && scope.to === null) {
    const older = await ask.before(bound, most - found.length);
    if (older) return { found: [...found, ...older], stoppedAt: null };
  }
  let stoppedAt: Date = bound;
  while (rest.length > 0 && found.length < most) {
    if (performance.now() - started > budgetMs) return { found, stoppedAt };
    const some = rest.slice(0, step);
    found.push(...(await ask.within(some, most - found.length)));
    stoppedAt = some.at(-1)?.startsAt ?? stoppedAt;
    rest = rest.slice(step);
  }
  return { found, stoppedAt: null };
}

interface Window {
  id: number;
  startsAt: Date;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The statements of one search: their conditions are the same. */
class Statements {
  readonly #client: PoolClient;
  readonly #scope: SearchScope;
  readonly #bounds: SearchBounds;
  readonly #values: unknown[] = [];
  readonly #where: string;
  readonly #rank: string;

  constructor(client: PoolClient, scope: SearchScope, bounds: SearchBounds) {
    this.#client = client;
    this.#bounds = bounds;
    this.#scope = scope;
    const { words, labels, channelIds, from, to, after, entries } = scope;
    const conditions = [
      `(s.created_at, s.message_id) < (${this.#value(after?.at ?? 'infinity')}::timestamptz, ${this.#value(after?.id ?? lastId)}::uuid)`,
      `s.channel_id = ANY(${this.#value(channelIds)}::uuid[])`,
    ];
    if (from) conditions.push(`s.created_at >= ${this.#value(from)}::timestamptz`);
    if (to) conditions.push(`s.created_at < ${this.#value(to)}::timestamptz`);
    const own =
      entries > bounds.fewEntries && channelIds.length <= fewChannels
        ? channelIds.map((id) => `'@c${id}'`).join(' | ')
        : null;
    for (const query of [labels, words, own]) {
      if (query) conditions.push(`s.words @@ ${this.#value(query)}::tsquery`);
    }
    this.#where = conditions.join(' AND ');
    // Long messages have more words: without the logarithm they would come before all others.
    this.#rank = words ? `ts_rank_cd(found.words, ${this.#value(words)}::tsquery, 1)` : '0';
  }

  /** The windows that the search is about, the newest first. */
  async windows(): Promise<Window[]> {
    const { from, to, after } = this.#scope;
    const end = after ? new Date(after.at) : to;
    const { rows } = await this.#client.query<Window>(
      `SELECT id, CASE WHEN starts_at = '-infinity' THEN to_timestamp(0) ELSE starts_at END AS "startsAt"
         FROM (SELECT id, starts_at, lead(starts_at, 1, 'infinity') OVER (ORDER BY id) AS ends_at
                 FROM search_window) AS w
        WHERE starts_at <= $1 AND ends_at > $2 ORDER BY id DESC`,
      [to && end && to < end ? to : (end ?? 'infinity'), from ?? '-infinity'],
    );
    return rows;
  }

  /** What the windows have, in this order. */
  within(windows: readonly Window[], most: number): Promise<Candidate[]> {
    const ids = windows.map(({ id }) => id);
    return this.#read(
      (value) => `
      SELECT f.* FROM unnest(${value(ids)}::int[]) AS w(id), LATERAL (
        SELECT s.message_id, s.created_at, s.words FROM message_search s
         WHERE s.words @@ ('@w' || w.id)::tsquery AND ${this.#where}
         ORDER BY s.created_at DESC, s.message_id DESC LIMIT ${value(most)}) AS f
       LIMIT ${value(most)}`,
    );
  }

  /** What there is before a moment; null when that is more than can be read at once. */
  async before(bound: Date, most: number): Promise<Candidate[] | null> {
    const found = await this.#read(
      (value) => `
      SELECT s.message_id, s.created_at, s.words FROM message_search s
       WHERE ${this.#where} AND s.created_at < ${value(bound)}::timestamptz LIMIT ${this.#bounds.mostRows}`,
      `, count(*) OVER () AS total`,
      most,
    );
    return found.some(({ total }) => Number(total) === this.#bounds.mostRows) ? null : found;
  }

  /** Everything in the channels. */
  all(most: number): Promise<Candidate[]> {
    return this.#read(
      (value) => `
      SELECT s.message_id, s.created_at, s.words FROM message_search s
       WHERE ${this.#where} ORDER BY s.created_at DESC, s.message_id DESC LIMIT ${value(most)}`,
    );
  }

  async #read(
    found: (value: (value: unknown) => string) => string,
    more = '',
    most: number | null = null,
  ): Promise<(Candidate & { total?: string })[]> {
    const { viewerId, hasFile, withBlocked } = this.#scope;
    const values = [...this.#values];
    const value = (one: unknown) => `$${values.push(one)}`;
    const viewer = `${value(viewerId)}::uuid`;
    const file = hasFile
      ? `AND EXISTS (SELECT FROM file WHERE file.message_id = m.id AND file.state IN ('processing', 'ready'))`
      : '';
    const heard = withBlocked
      ? ''
      : `AND NOT EXISTS (SELECT FROM member_block b JOIN channel c ON c.id = m.channel_id AND c.type <> 'direct'
                          WHERE b.member_id = ${viewer} AND b.blocked_id = m.author_id)`;
    const { rows } = await this.#client.query<Candidate & { total?: string }>(
      `WITH found AS MATERIALIZED (${found(value)}),
            newest AS (SELECT found.*${more} FROM found
                        ORDER BY created_at DESC, message_id DESC LIMIT ${value(most)})
       SELECT found.message_id AS id, found.created_at AS "createdAt", ${this.#rank} AS rank,
              m.id IS NOT NULL AND m.deleted_at IS NULL
                AND (m.hidden_at IS NULL OR m.author_id = ${viewer}) ${file} ${heard} AS "isVisible"
              ${more ? ', found.total' : ''}
         FROM newest AS found LEFT JOIN message m ON m.id = found.message_id
        ORDER BY found.created_at DESC, found.message_id DESC`,
      values,
    );
    return rows;
  }

  #value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }
}
