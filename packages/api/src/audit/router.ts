import { router, staff } from '../trpc.ts';
import { checkChain } from './check.ts';
import { exportEntries } from './export.ts';
import { listEntries } from './list.ts';
import { onEntry } from './live.ts';
import * as s from './schemas.ts';

export const auditRouter = router({
  /** The audit log, the last entry first. */
  list: staff('audit:read')
    .input(s.auditListInput)
    .output(s.auditPage)
    .query(({ ctx, input }) => listEntries(ctx.call, input)),
  /** A part of the log as CSV or JSON lines; call it with `nextCursor` until that is null. */
  export: staff('audit:read', { audited: true })
    .input(s.auditExportInput)
    .output(s.auditExported)
    .mutation(({ ctx, input }) => exportEntries(ctx.call, input)),
  /** Reads the whole chain, and says whether it is whole and where it breaks first. */
  verify: staff('audit:read', { rate: 'verify' })
    .output(s.auditVerified)
    .query(({ ctx }) => checkChain(ctx.call)),
  /** Entries as they are recorded. Begins with `refresh`. */
  onEntry: staff('audit:read', { events: s.auditEvent }).subscription(({ ctx, signal }) =>
    onEntry(ctx.call, signal),
  ),
});
