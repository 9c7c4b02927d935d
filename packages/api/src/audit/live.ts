import type { MemberContext } from '../context.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { AuditEvent } from './schemas.ts';

/** The organisation's audit log as it grows. */
export const onEntry = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<AuditEvent>(
    ctx,
    {
      refresh: () => ctx.auditLog.refresh(),
      open: (write) => {
        const { organisationId, memberId } = ctx.actor;
        return ctx.auditLog.subscribe(organisationId, { memberId, write });
      },
    },
    signal,
  );
