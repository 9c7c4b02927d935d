import type { StaffContext, Transaction } from '../context.ts';
import type { ChannelView } from './access.ts';
import { actsAsStaff } from './policy.ts';

interface Deed {
  action: string;
  subjectType: 'channel' | 'message' | 'channelMember';
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** Writes what staff did by their office into the audit log; what an owner did in their channel not. */
export async function recordIfStaff(
  tx: Transaction,
  ctx: StaffContext,
  view: ChannelView,
  deed: Deed,
): Promise<void> {
  if (actsAsStaff(ctx.actor, view)) await ctx.audit.write(tx, deed);
}
