import type { MemberContext } from '../context.ts';
import { hasPermission } from '../identity/index.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { MetricsEvent } from './schemas.ts';

/** The organisation's figures every two seconds; the node's load for who may see the status. */
export const onMetrics = (ctx: MemberContext, signal: AbortSignal | undefined) => {
  const { organisationId, role } = ctx.actor;
  const withNode = hasPermission(role, 'system:status');
  return liveQuiet<MetricsEvent>(
    ctx,
    {
      refresh: () => ctx.insights.history(organisationId, withNode),
      open: (write) => ctx.insights.watch(organisationId, { write, withNode }),
    },
    signal,
  );
};
