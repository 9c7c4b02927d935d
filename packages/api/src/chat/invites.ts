import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { randomToken, tokenHash } from '../identity/index.ts';
import type { ChannelView } from './access.ts';
import { assertUnmuted } from './channel-mutes.ts';
import { getChannel } from './channels.ts';
import { addMembers, announceJoined } from './joining.ts';
import { lockChannel } from './log.ts';
import { mayManage } from './policy.ts';
import type {
  ChannelDetail,
  channelLinkCreated,
  channelLinkCreateInput,
  channelLinkFound,
  channelLinkList,
} from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';

/** Links into one channel that can be used at once. */
const mostLinks = 50;
const dayMs = 24 * 3_600_000;

const person = { select: { id: true, username: true, displayName: true } } as const;
const columns = {
  id: true,
  role: true,
  usesLeft: true,
  createdAt: true,
  expiresAt: true,
  createdBy: person,
} as const;

const unknown = () => new DomainError('notFound', { reason: 'channelInvite' });
const usable = (now: Date) => ({ revokedAt: null, usesLeft: { gt: 0 }, expiresAt: { gt: now } });

/** Makes a link into a channel. Its code cannot be read again. Throws `forbidden`, `archived`, `muted`, `tooLarge`. */
export async function createLink(
  ctx: StaffContext,
  { channelId, role, uses, days }: z.output<typeof channelLinkCreateInput>,
): Promise<z.output<typeof channelLinkCreated>> {
  const view = await managed(ctx, channelId);
  if (view.archived) throw new DomainError('archived');
  const code = randomToken();
  const now = ctx.clock.now();
  const created = await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    await assertUnmuted(tx, ctx, channelId);
    await assertStillManages(tx, ctx, view);
    const open = await tx.channelInvite.count({ where: { channelId, ...usable(now) } });
    if (open >= mostLinks) {
      throw new DomainError('tooLarge', { reason: 'links', params: { maximum: mostLinks } });
    }
    const link = await tx.channelInvite.create({
      data: {
        channelId,
        codeHash: tokenHash(code),
        role,
        createdById: ctx.actor.memberId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + days * dayMs),
        usesLeft: uses,
      },
      select: columns,
    });
    await recordIfStaff(tx, ctx, view, {
      action: 'chat.invites.create',
      subjectType: 'channel',
      subjectId: channelId,
      after: { inviteId: link.id, role, uses, expiresAt: link.expiresAt },
    });
    return link;
  });
  return { ...presented(created), code };
}

/** Links that can still be used, the newest first. Throws `forbidden`. */
export async function listLinks(
  ctx: MemberContext,
  channelId: string,
): Promise<z.output<typeof channelLinkList>> {
  await managed(ctx, channelId);
  const rows = await ctx.db.channelInvite.findMany({
    where: { channelId, ...usable(ctx.clock.now()) },
    orderBy: { id: 'desc' },
    take: mostLinks,
    select: columns,
  });
  return { items: rows.map(presented) };
}

/** Throws `notFound` for one that is out of reach or was taken back already. */
export async function revokeLink(ctx: StaffContext, inviteId: string): Promise<{ done: true }> {
  const found = await ctx.db.channelInvite.findUnique({
    where: { id: inviteId },
    select: { channelId: true },
  });
  if (!found) throw unknown();
  const { channelId } = found;
  const view = await managed(ctx, channelId).catch((error: unknown) => {
    // The link and not the channel is what the caller asked for.
    throw error instanceof DomainError ? unknown() : error;
  });
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.channelInvite.updateMany({
      where: { id: inviteId, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    if (count === 0) throw unknown();
    await recordIfStaff(tx, ctx, view, {
      action: 'chat.invites.revoke',
      subjectType: 'channel',
      subjectId: channelId,
      before: { inviteId },
    });
  });
  return { done: true };
}

/** What a link leads to. Throws `notFound`, the same for every link that does not lead anywhere. */
export async function findLink(
  ctx: MemberContext,
  code: string,
): Promise<z.output<typeof channelLinkFound>> {
  const link = await usableLink(ctx, code);
  const { id, name, type, topic, memberCount } = link.channel;
  const own = await membershipOf(ctx, id);
  return {
    channel: { id, name, type, topic, memberCount },
    role: asLinkRole(link.role),
    invitedBy: link.createdBy,
    joined: own,
  };
}

/** Lets the caller into the channel. Who is in already takes no use. Throws `notFound`. */
export async function acceptLink(ctx: MemberContext, code: string): Promise<ChannelDetail> {
  const link = await usableLink(ctx, code);
  const { id: channelId } = link.channel;
  if (await membershipOf(ctx, channelId)) return getChannel(ctx, channelId);
  const { memberId } = ctx.actor;
  const joined = await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    // Under the channel's lock, where links are taken back when it is closed.
    const { count } = await tx.channelInvite.updateMany({
      where: { id: link.id, ...usable(ctx.clock.now()) },
      data: { usesLeft: { decrement: 1 } },
    });
    if (count === 0) throw unknown();
    const added = await addMembers(tx, ctx, channelId, [memberId], { role: asLinkRole(link.role) });
    if (added.length === 0) {
      // Another device was faster.
      await tx.channelInvite.update({
        where: { id: link.id },
        data: { usesLeft: { increment: 1 } },
      });
    }
    return added;
  });
  ctx.access.forget(channelId, memberId);
  await announceJoined(ctx, channelId, joined);
  return getChannel(ctx, channelId);
}

/** Usable, of the caller's organisation, made by somebody whose account is open. Throws `notFound`. */
async function usableLink(ctx: MemberContext, code: string) {
  const link = await ctx.db.channelInvite.findFirst({
    where: {
      codeHash: tokenHash(code),
      ...usable(ctx.clock.now()),
      channel: {
        organisationId: ctx.actor.organisationId,
        archivedAt: null,
        deletedAt: null,
        type: { not: 'direct' },
      },
      createdBy: { state: 'active' },
    },
    select: {
      id: true,
      role: true,
      createdBy: person,
      channel: { select: { id: true, name: true, type: true, topic: true, memberCount: true } },
    },
  });
  if (!link) throw unknown();
  return link;
}

async function membershipOf(ctx: MemberContext, channelId: string): Promise<boolean> {
  const { memberId } = ctx.actor;
  const found = await ctx.db.channelMember.findUnique({
    where: { channelId_memberId: { channelId, memberId } },
    select: { role: true },
  });
  return found !== null;
}

async function managed(ctx: MemberContext, channelId: string): Promise<ChannelView> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayManage(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'manageChannel' });
  return view;
}

/** By the rows: who was put out a moment ago leaves no way back behind. */
async function assertStillManages(
  tx: Transaction,
  ctx: MemberContext,
  view: ChannelView,
): Promise<void> {
  const { memberId } = ctx.actor;
  const membership = await tx.channelMember.findUnique({
    where: { channelId_memberId: { channelId: view.id, memberId } },
    select: { role: true, mutedUntil: true },
  });
  if (!mayManage(ctx.actor, { ...view, membership })) {
    throw new DomainError('forbidden', { reason: 'manageChannel' });
  }
}

type Row = Omit<z.output<typeof channelLinkCreated>, 'code' | 'role'> & { role: string };

const asLinkRole = (role: string) => (role === 'reader' ? 'reader' : 'writer');
const presented = ({ role, ...row }: Row) => ({ ...row, role: asLinkRole(role) }) as const;
