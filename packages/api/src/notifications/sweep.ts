import type { Services } from '../context.ts';
import { deleteInPieces, keptBy, type Sweeper } from '../sweep.ts';
import { orderDigests } from './digest.ts';

/** Deletes notices that are older than their organisation keeps them, read or not. */
export const notificationSweeper = (
  services: Pick<Services, 'db' | 'pool' | 'clock' | 'settings'>,
): Sweeper => ({
  name: 'notifications',
  async sweep() {
    let gone = 0;
    for (const { organisationIds, before } of await keptBy(services, 'notificationsDays')) {
      const over = 'organisation_id = ANY($1::uuid[]) AND created_at < $2';
      gone += await deleteInPieces(services.pool, 'notification', over, [organisationIds, before]);
    }
    return gone;
  },
});

/** Not a deletion: once an hour is also when summaries are due. */
export const digestSweeper = (services: Parameters<typeof orderDigests>[0]): Sweeper => ({
  name: 'digests',
  async sweep() {
    await orderDigests(services);
    return 0;
  },
});
