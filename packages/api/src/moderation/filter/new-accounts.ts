import { LRUCache } from 'lru-cache';
import type { Services } from '../../context.ts';
import { isAllowed, linkedHosts } from './links.ts';
import type { NewAccountLimits } from './schemas.ts';

/** What the limits look at in a message. */
interface Written {
  content: string;
  mentions?: readonly string[];
  files?: number;
}

const dayMs = 86_400_000;
const named = /(?<![\p{L}\p{N}_@.])@[\p{L}\p{N}][\p{L}\p{N}._-]*/gu;

/** What of a message goes beyond the limits, as it was written; null: nothing does. */
export function oversteps(
  { mentions, links, files }: NewAccountLimits,
  text: Written,
  ownHosts: readonly string[],
): string[] | null {
  const people = [...new Set(text.content.match(named) ?? [])];
  const tooMany = mentions !== null && (text.mentions?.length ?? people.length) > mentions;
  const foreign = links
    ? linkedHosts(text.content).filter(({ host }) => !isAllowed(host, ownHosts))
    : [];
  const carries = files && (text.files ?? 0) > 0;
  if (!tooMany && foreign.length === 0 && !carries) return null;
  return [...foreign.map(({ link }) => link), ...(tooMany ? people : [])];
}

/** Knows who is new. */
export class Newcomers {
  readonly #needs: Pick<Services, 'pool' | 'directory' | 'clock'>;
  /** Messages that people have written at least: they only become more. */
  readonly #written = new LRUCache<string, number>({ max: 50_000 });

  constructor(needs: Pick<Services, 'pool' | 'directory' | 'clock'>) {
    this.#needs = needs;
  }

  /** Whether a person is new by these limits. Staff never are. */
  async isNew(
    { organisationId, authorId }: { organisationId: string; authorId: string },
    { days, messages }: Pick<NewAccountLimits, 'days' | 'messages'>,
  ): Promise<boolean> {
    const { directory, clock } = this.#needs;
    const person = await directory.get(organisationId, authorId);
    if (person?.role !== 'member') return false;
    const age = clock.now().getTime() - person.createdAt.getTime();
    if (days !== null && age < days * dayMs) return true;
    return messages !== null && !(await this.#hasWritten(authorId, messages));
  }

  async #hasWritten(authorId: string, enough: number): Promise<boolean> {
    if ((this.#written.get(authorId) ?? 0) >= enough) return true;
    const count = (await acceptedOf(this.#needs.pool, [authorId], { enough })).get(authorId) ?? 0;
    this.#written.set(authorId, count);
    return count >= enough;
  }
}

/**
 * How many messages people have that are neither held nor taken away, in the channels that they are
 * in; no more than `enough` are counted. By channel: messages are not found by their author alone.
 */
export async function acceptedOf(
  pool: Services['pool'],
  authorIds: readonly string[],
  { enough, before = null }: { enough: number; before?: Date | null },
): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ authorId: string; count: number }>({
    name: 'accepted-messages',
    text: `SELECT a.id AS "authorId", c.count
             FROM unnest($1::uuid[]) AS a(id)
            CROSS JOIN LATERAL (
                  SELECT count(*)::int AS count FROM (
                    SELECT FROM channel_member cm
                      JOIN message m ON m.channel_id = cm.channel_id AND m.author_id = cm.member_id
                     WHERE cm.member_id = a.id AND m.hidden_at IS NULL AND m.deleted_at IS NULL
                       AND ($3::timestamptz IS NULL OR m.created_at < $3)
                     LIMIT $2) AS found) AS c`,
    values: [authorIds, enough, before],
  });
  return new Map(rows.map(({ authorId, count }) => [authorId, count]));
}
