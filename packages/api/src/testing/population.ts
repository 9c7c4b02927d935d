import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { createTokens } from '../identity/tokens.ts';

export interface Room {
  id: string;
  people: { id: string; token: string }[];
}

/**
 * People and channels in numbers, written straight to the tables; tokens as the server makes them.
 * The first `moderators` people of each room are staff.
 */
export async function populate(
  pool: Pool,
  secretKey: Buffer,
  { rooms, people, moderators = 0 }: { rooms: number; people: number; moderators?: number },
): Promise<Room[]> {
  const organisationId = uuidv7();
  await pool.query(`INSERT INTO organisation (id, name, slug) VALUES ($1, 'Bench', $2)`, [
    organisationId,
    `bench-${organisationId}`,
  ]);
  // The limits on a single person are not what is tried with so many.
  await pool.query(
    `INSERT INTO setting (organisation_id, path, value, updated_at)
     VALUES ($1, 'limits.messagesPerTenSeconds', '10000', now()),
            ($1, 'limits.callsPerMinute', '100000', now())`,
    [organisationId],
  );
  const tokens = createTokens({ secretKey, clock: { now: () => new Date() } });
  const made: Room[] = [];
  for (let room = 0; room < rooms; room++) {
    const memberIds = Array.from({ length: people }, () => uuidv7());
    const channelId = uuidv7();
    await pool.query(
      `INSERT INTO member (id, organisation_id, email, username, display_name, role, tokens_valid_from)
       SELECT id, $2, id || '@bench.example', 'u' || replace(id::text, '-', ''), 'Bench',
              (CASE WHEN place <= $3 THEN 'moderator' ELSE 'member' END)::"Role", now() - interval '1 hour'
         FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, place)`,
      [memberIds, organisationId, moderators],
    );
    await pool.query(
      `INSERT INTO channel (id, organisation_id, type, name, member_count)
       VALUES ($1, $2, 'public', $3, $4)`,
      [channelId, organisationId, `room-${room}`, people],
    );
    await pool.query(
      `INSERT INTO channel_member (channel_id, member_id) SELECT $1, id FROM unnest($2::uuid[]) AS t(id)`,
      [channelId, memberIds],
    );
    const seats = await Promise.all(
      memberIds.map(async (memberId, seat) => {
        const role = seat < moderators ? ('moderator' as const) : ('member' as const);
        const actor = { memberId, organisationId, sessionId: uuidv7(), role };
        return { id: memberId, token: (await tokens.issue(actor)).token };
      }),
    );
    made.push({ id: channelId, people: seats });
  }
  await pool.query('ANALYZE member, channel, channel_member');
  return made;
}
