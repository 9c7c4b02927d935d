import type { MemberContext } from '../context.ts';
import { hasPermission } from '../identity/index.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { MetricsEvent } from './schemas.ts';

/** The organisation's figures every two seconds, without what is about the reader; the node's load for who may see the status. */
export const onMetrics = (ctx: MemberContext, signal: AbortSignal | undefined) => {
  const { organisationId, memberId, role } = ctx.actor;
  const sight = { memberId, withNode: hasPermission(role, 'system:status') };
  return liveQuiet<MetricsEvent>(
    ctx,
    {
      refresh: () => ctx.insights.history(organisationId, sight),
      open: (write) => ctx.insights.watch(organisationId, { write, ...sight }),
    },
    signal,
  );
};
