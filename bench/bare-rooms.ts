import type { Room } from '@atalaya/api/testing/population';
import type { Pool } from 'pg';

/** The rooms of a measurement, for the bare server. */
export async function populateBare(pool: Pool, rooms: Room[]): Promise<void> {
  await pool.query('INSERT INTO bare_room (id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING', [
    rooms.map(({ id }) => id),
  ]);
}
