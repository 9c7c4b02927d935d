import type { MemberContext } from '../context.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { NotificationEvent } from './schemas.ts';

/** The caller's notices as they come. Begins with `refresh`: list them then. */
export const onMine = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<NotificationEvent>(
    ctx,
    {
      refresh: () => ctx.notices.refresh(),
      open: (write) => ctx.notices.subscribe(ctx.actor.memberId, write),
    },
    signal,
  );
