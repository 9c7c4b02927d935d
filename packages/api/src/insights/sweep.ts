import type { Services } from '../context.ts';
import { keptBy, type Sweeper } from '../sweep.ts';

/** What is kept by day or hour, and the name of that. */
const tables = { talk_day: 'day', online_day: 'day', client_measure: 'hour' } as const;

/** Deletes figures older than their organisation keeps them. */
export const insightsSweeper = (
  services: Pick<Services, 'db' | 'pool' | 'clock' | 'settings'>,
): Sweeper => ({
  name: 'insights',
  async sweep() {
    let gone = 0;
    for (const { organisationIds, before } of await keptBy(services, 'insightsDays')) {
      for (const [table, time] of Object.entries(tables)) {
        const { rowCount } = await services.pool.query(
          `DELETE FROM ${table} WHERE organisation_id = ANY($1::uuid[]) AND ${time} < $2`,
          [organisationIds, before],
        );
        gone += rowCount ?? 0;
      }
      const { rowCount } = await services.pool.query(
        `DELETE FROM channel_measure m USING channel c
          WHERE c.id = m.channel_id AND c.organisation_id = ANY($1::uuid[]) AND m.hour < $2`,
        [organisationIds, before],
      );
      gone += rowCount ?? 0;
    }
    return gone;
  },
});
