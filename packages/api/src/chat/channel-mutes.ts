import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceMutes } from './interventions.ts';
import { lockChannel } from './log.ts';
import { mayManage, mayMute, refusalError } from './policy.ts';
import type {
  ChannelRole,
  channelMemberInput,
  channelMuteInput,
  channelMuteList,
} from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';

type Needs = Pick<MemberContext, 'standing' | 'clock'>;
interface Place {
  channelId: string;
  memberId: string;
}

const done = { done: true } as const;

/**
 * Until when people are muted in a channel: by staff, there or everywhere, or by who manages it. Holds
 * the people until the transaction ends, as `standing.mutesOf` does.
 */
export async function mutesIn(
  tx: Transaction,
  { standing, clock }: Needs,
  channelId: string,
  memberIds: readonly string[],
): Promise<Map<string, Date>> {
  const mutes = await standing.mutesOf(tx, channelId, memberIds);
  const own = await tx.channelMute.findMany({
    where: { channelId, memberId: { in: [...memberIds] }, until: { gt: clock.now() } },
    select: { memberId: true, until: true },
  });
  for (const { memberId, until } of own) {
    const other = mutes.get(memberId);
    if (!other || other < until) mutes.set(memberId, until);
  }
  return mutes;
}

/** Throws `muted` for a caller who may not write in the channel now. */
export async function assertUnmuted(
  tx: Transaction,
  ctx: Needs & Pick<MemberContext, 'actor'>,
  channelId: string,
): Promise<void> {
  const { memberId } = ctx.actor;
  const until = (await mutesIn(tx, ctx, channelId, [memberId])).get(memberId);
  if (until) throw refusalError('muted', until);
}

/** Silences a writer or reader in the channel for some time. Throws `forbidden`, `notFound`. */
export async function muteInChannel(
  ctx: StaffContext,
  { channelId, memberId, minutes, reason }: z.output<typeof channelMuteInput>,
): Promise<{ done: true }> {
  const now = ctx.clock.now();
  const until = new Date(now.getTime() + minutes * 60_000);
  return change(ctx, { channelId, memberId }, async (tx, role) => {
    if (role === null) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
    const mute = { until, reason, mutedById: ctx.actor.memberId, createdAt: now };
    await tx.channelMute.upsert({
      where: { channelId_memberId: { channelId, memberId } },
      create: { channelId, memberId, ...mute },
      update: mute,
    });
    return { action: 'chat.channels.mute', after: { channelId, until, reason } };
  });
}

/** Takes it back, of who has left the channel, too. What staff decided stays. Throws `forbidden`. */
export async function unmuteInChannel(
  ctx: StaffContext,
  place: z.output<typeof channelMemberInput>,
): Promise<{ done: true }> {
  return change(ctx, place, async (tx) => {
    const { count } = await tx.channelMute.deleteMany({ where: place });
    if (count === 0) return null;
    return { action: 'chat.channels.unmute', before: { channelId: place.channelId } };
  });
}

/** Whom the channel's managers have silenced there. Throws `forbidden`. */
export async function listMutes(
  ctx: MemberContext,
  channelId: string,
): Promise<z.output<typeof channelMuteList>> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayManage(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'manageChannel' });
  const person = { select: { id: true, username: true, displayName: true } };
  const items = await ctx.db.channelMute.findMany({
    where: { channelId, until: { gt: ctx.clock.now() } },
    orderBy: [{ until: 'asc' }, { memberId: 'asc' }],
    take: 500,
    select: { until: true, reason: true, createdAt: true, member: person, mutedBy: person },
  });
  return { items };
}

/** Ends the channel's own mute of somebody who manages it from now on. The channel is locked. */
export async function endMute(tx: Transaction, ctx: Needs, place: Place): Promise<void> {
  const { count } = await tx.channelMute.deleteMany({ where: place });
  if (count > 0) await placeMute(tx, ctx, place);
}

interface Record {
  action: string;
  before?: unknown;
  after?: unknown;
}

/** Changes a mute under the channel's lock, by the role that the rows give. Null: nothing changed. */
async function change(
  ctx: StaffContext,
  place: Place,
  apply: (tx: Transaction, role: ChannelRole | null) => Promise<Record | null>,
): Promise<{ done: true }> {
  const { channelId, memberId } = place;
  const view = await ctx.access.readable(ctx.actor, channelId);
  const changed = await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    const found = await tx.channelMember.findUnique({
      where: { channelId_memberId: place },
      select: { role: true },
    });
    const role = found?.role ?? null;
    if (memberId === ctx.actor.memberId || !mayMute(ctx.actor, view, role)) {
      throw new DomainError('forbidden', { reason: 'muteInChannel' });
    }
    const record = await apply(tx, role);
    if (!record) return false;
    await placeMute(tx, ctx, place);
    await recordIfStaff(tx, ctx, view, {
      ...record,
      subjectType: 'channelMember',
      subjectId: memberId,
    });
    return true;
  });
  if (changed) announceMutes(ctx, memberId, [channelId]);
  return done;
}

/** Writes into the person's place in the channel what holds there now. */
async function placeMute(tx: Transaction, ctx: Needs, place: Place): Promise<void> {
  const { channelId, memberId } = place;
  const mutedUntil = (await mutesIn(tx, ctx, channelId, [memberId])).get(memberId) ?? null;
  await tx.channelMember.updateMany({ where: place, data: { mutedUntil } });
}
