import type { Services } from '../context.ts';
import { activeOrganisations } from './attacks.ts';
import { announceAlerts, raiseAlert } from './raise.ts';
import type { RecentCalls } from './recent-calls.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'> & {
  calls: Pick<RecentCalls, 'lastMinute'>;
};

/** Fewer calls in a minute say nothing about how many fail. */
const fewestCalls = 20;
/** From this part on nobody can work any more. */
const criticalPercent = 50;

/**
 * Raises an alert where too many of this node's calls fail. A failing server concerns every
 * organisation; each decides how many are too many, and where one cannot be told, the others are.
 */
export async function detectFailingCalls(services: Needs): Promise<void> {
  const { db, log, settings, calls } = services;
  const { all, failed } = calls.lastMinute();
  if (all < fewestCalls || failed === 0) return;
  const percent = Math.floor((failed / all) * 100);
  for (const organisationId of await activeOrganisations(db)) {
    try {
      if (percent < (await settings.of(organisationId)).alerts.failedCallsPercent) continue;
      const raised = await db.$transaction((tx) =>
        raiseAlert(tx, services, {
          organisationId,
          kind: 'errorRate',
          severity: percent >= criticalPercent ? 'critical' : 'warning',
          key: 'errorRate',
          params: { percent },
        }),
      );
      announceAlerts(services, [raised]);
    } catch (error) {
      log.warn({ err: error, organisationId }, 'failing calls could not be told; trying again');
    }
  }
}
