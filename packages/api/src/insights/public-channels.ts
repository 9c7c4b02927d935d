import type { Pool } from 'pg';
import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import type { channelsInput, channelsPage } from './analytics-schemas.ts';

interface PublicChannel {
  id: string;
  name: string;
}

/** The organisation's public channel, whose figures may be asked for by name. */
export async function publicChannel(
  pool: Pool,
  organisationId: string,
  channelId: string,
): Promise<PublicChannel> {
  const { rows } = await pool.query<PublicChannel>(
    `SELECT id, name FROM channel
      WHERE id = $1 AND organisation_id = $2 AND type = 'public' AND deleted_at IS NULL`,
    [channelId, organisationId],
  );
  const [found] = rows;
  if (!found) throw new DomainError('notFound', { field: 'channelId', reason: 'channel' });
  return found;
}

/** The organisation's public channels in the order of their names, archived ones too. */
export async function listPublicChannels(
  { pool, actor }: MemberContext,
  { search, cursor, limit }: z.output<typeof channelsInput>,
): Promise<z.output<typeof channelsPage>> {
  const [afterName, afterId] = readCursor(cursor, ['string', 'string']) ?? [null, null];
  // Somebody may have made it by hand.
  if (afterId !== null && !id.safeParse(afterId).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  const { rows } = await pool.query<PublicChannel>({
    name: 'insights-public-channels',
    text: `SELECT id, name FROM channel
            WHERE organisation_id = $1 AND type = 'public' AND deleted_at IS NULL
              AND ($2::text IS NULL OR (name, id) > ($2, $3::uuid))
              AND ($4::text IS NULL OR name ILIKE $4)
            ORDER BY name, id LIMIT $5`,
    values: [actor.organisationId, afterName, afterId, lettersOf(search), limit + 1],
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? writeCursor([last.name, last.id]) : null,
  };
}

const lettersOf = (search: string | undefined) =>
  search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
