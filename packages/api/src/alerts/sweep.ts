import type { Services } from '../context.ts';
import { deleteInPieces, keptBy, type Sweeper } from '../sweep.ts';

/** Deletes alerts that were resolved longer ago than their organisation keeps them. Others stay. */
export const alertSweeper = (
  services: Pick<Services, 'db' | 'pool' | 'clock' | 'settings'>,
): Sweeper => ({
  name: 'alerts',
  async sweep() {
    let gone = 0;
    for (const { organisationIds, before } of await keptBy(services, 'alertsDays')) {
      // None happened again after it was resolved: the index by what happened last finds them.
      const over = `organisation_id = ANY($1::uuid[]) AND state = 'resolved'
                      AND last_at < $2 AND resolved_at < $2`;
      gone += await deleteInPieces(services.pool, 'alert', over, [organisationIds, before]);
    }
    return gone;
  },
});
