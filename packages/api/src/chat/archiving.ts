import type { StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { applyChange, getChannel } from './channels.ts';
import { mayManage } from './policy.ts';
import type { ChannelDetail } from './schemas.ts';

/** Closes a channel for writing, or opens it again. Throws `forbidden`, `muted`, `taken.name`. */
export async function setArchived(
  ctx: StaffContext,
  channelId: string,
  state: 'archived' | 'open',
): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayManage(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'manageChannel' });
  const now = ctx.clock.now();
  // Whoever opens it again wants it open: the time without activity begins anew.
  const change = state === 'archived' ? { archivedAt: now } : { archivedAt: null, reopenedAt: now };
  return applyChange(ctx, view, [], (before) =>
    (before.archivedAt === null) === (change.archivedAt === null) ? {} : change,
  );
}

/** Counts like a message for archiving: the channel is not taken for a quiet one. Throws `forbidden`, `archived`. */
export async function keepChannelOpen(
  ctx: StaffContext,
  channelId: string,
): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayManage(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'manageChannel' });
  if (view.archived) throw new DomainError('archived');
  const { count } = await ctx.db.channel.updateMany({
    where: { id: channelId, archivedAt: null, deletedAt: null },
    data: { reopenedAt: ctx.clock.now() },
  });
  if (count === 0) throw new DomainError('archived');
  return getChannel(ctx, channelId);
}
