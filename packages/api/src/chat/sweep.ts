import type { Services } from '../context.ts';
import { deleteInPieces, type Sweeper } from '../sweep.ts';

const dayMs = 24 * 3_600_000;
/** Days for which links into channels are kept after their end, and mutes after theirs. */
const keptDays = 30;

/**
 * Deletes links and mutes that were over long ago, when people last wrote where messages are slow,
 * and what is believed of pages no more.
 */
export function chatSweeper({ pool, clock }: Pick<Services, 'pool' | 'clock'>): Sweeper {
  return {
    name: 'chat',
    async sweep() {
      const ago = (days: number) => new Date(clock.now().getTime() - days * dayMs);
      const links = await deleteInPieces(pool, 'channel_invite', 'expires_at < $1', [
        ago(keptDays),
      ]);
      const mutes = await pool.query('DELETE FROM channel_mute WHERE until < $1', [ago(keptDays)]);
      // Nobody waits for longer than some hours.
      const turns = await pool.query('DELETE FROM channel_turn WHERE wrote_at < $1', [ago(1)]);
      const pages = await pool.query('DELETE FROM link_page WHERE expires_at < $1', [clock.now()]);
      return links + (mutes.rowCount ?? 0) + (turns.rowCount ?? 0) + (pages.rowCount ?? 0);
    },
  };
}
