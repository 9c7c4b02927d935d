import type { Pool } from 'pg';
import { DomainError } from '../errors.ts';

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
