import type { Ports } from '../context.ts';
import { deleteInPieces, type Sweeper } from '../sweep.ts';

const dayMs = 24 * 3_600_000;
/** How long what is over is kept: a token used again must be known for theft, attempts are evidence. */
const keptDays = { session: 30, attempt: 90, code: 1 };

/** Deletes sessions that are long over with their tokens, old sign-in attempts and codes. */
export const identitySweeper = ({ pool, clock }: Pick<Ports, 'pool' | 'clock'>): Sweeper => ({
  name: 'identity',
  async sweep() {
    const remove = (table: string, over: string, days: number) =>
      deleteInPieces(pool, table, over, [new Date(clock.now().getTime() - days * dayMs)]);
    const sessionOver = 'least(expires_at, coalesce(revoked_at, expires_at)) < $1';
    return (
      (await remove('session', sessionOver, keptDays.session)) +
      (await remove('login_attempt', 'created_at < $1', keptDays.attempt)) +
      (await remove('one_time_code', 'expires_at < $1', keptDays.code)) +
      (await remove('refresh_token', 'expires_at < $1', keptDays.session))
    );
  },
});
