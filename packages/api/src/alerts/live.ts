import type { MemberContext } from '../context.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { AlertEvent } from './schemas.ts';

/** The alerts of the caller's organisation as they are raised and change. */
export const onAlert = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<AlertEvent>(
    ctx,
    {
      refresh: () => ctx.alerts.refresh(),
      open: (write) =>
        ctx.alerts.subscribe(ctx.actor.organisationId, { memberId: ctx.actor.memberId, write }),
    },
    signal,
  );
