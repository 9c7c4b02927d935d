import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { announceNotifications } from '../notifications/index.ts';
import { publishToMember } from './activity.ts';
import { withoutBlockers } from './blocks.ts';
import { endMute } from './channel-mutes.ts';
import { getChannel } from './channels.ts';
import { channelTopic, packetOf } from './events.ts';
import { addMembers, announceJoined } from './joining.ts';
import { appendEvent, lockChannel } from './log.ts';
import { noticeOfInvite } from './message-notices.ts';
import { assertInOrganisation } from './people.ts';
import { mayInvite, mayJoin, mayLeave, maySetRole } from './policy.ts';
import { revokeLinks } from './revoke-links.ts';
import type {
  ChannelDetail,
  ChannelRole,
  channelInviteInput,
  channelMemberInput,
  channelMemberPage,
  channelMembersInput,
  channelSetRoleInput,
} from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';

const done = { done: true } as const;

/** Joins a public channel. Throws `notFound`, `archived`, `forbidden`. */
export async function joinChannel(ctx: MemberContext, channelId: string): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (view.membership) return getChannel(ctx, channelId);
  if (view.archived) throw new DomainError('archived');
  if (!mayJoin(view)) throw new DomainError('forbidden', { reason: 'joinChannel' });
  const { memberId } = ctx.actor;
  const joined = await ctx.db.$transaction((tx) => addMembers(tx, ctx, channelId, [memberId]));
  await announceJoined(ctx, channelId, joined);
  return getChannel(ctx, channelId);
}

/**
 * Adds people of the organisation as writers. Who has blocked the caller is left out without a word: the
 * answer is the same whoever came. Throws `forbidden`, `archived`, `notFound`, `muted`.
 */
export async function invite(
  ctx: MemberContext,
  { channelId, memberIds }: z.output<typeof channelInviteInput>,
): Promise<{ done: true }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (view.archived) throw new DomainError('archived');
  if (!mayInvite(ctx.actor, view))
    throw new DomainError('forbidden', { reason: 'inviteToChannel' });
  const unique = [...new Set(memberIds)];
  const joined = await ctx.db.$transaction(async (tx) => {
    await assertInOrganisation(tx, ctx.actor.organisationId, unique);
    const willing = await withoutBlockers(tx, ctx.actor.memberId, unique);
    const added = await addMembers(tx, ctx, channelId, willing, { invitedBy: ctx.actor.memberId });
    await noticeOfInvite(tx, ctx, channelId, added);
    return added;
  });
  await announceJoined(ctx, channelId, joined);
  announceNotifications(
    ctx,
    joined.map(({ memberId }) => memberId),
  );
  return done;
}

/** Leaves a channel. Throws `notMember`, `forbidden.lastOwner`, `forbidden.leaveDirect`. */
export async function leaveChannel(ctx: MemberContext, channelId: string): Promise<{ done: true }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!view.membership) throw new DomainError('notMember');
  if (!mayLeave(view)) throw new DomainError('forbidden', { reason: 'leaveDirect' });
  await takeOut(ctx, channelId, ctx.actor.memberId);
  return done;
}

/** Puts a person out of a channel. Throws `forbidden`, `notFound`, `forbidden.lastOwner`. */
export async function removeMember(
  ctx: StaffContext,
  { channelId, memberId }: z.output<typeof channelMemberInput>,
): Promise<{ done: true }> {
  if (memberId === ctx.actor.memberId) return leaveChannel(ctx, channelId);
  const view = await ctx.access.readable(ctx.actor, channelId);
  const from = await roleOf(ctx, channelId, memberId);
  if (!maySetRole(ctx.actor, view, { from, to: null })) {
    throw new DomainError('forbidden', { reason: 'manageChannel' });
  }
  await takeOut(ctx, channelId, memberId, (tx) =>
    recordIfStaff(tx, ctx, view, {
      action: 'chat.channels.removeMember',
      subjectType: 'channelMember',
      subjectId: memberId,
      before: { channelId, role: from },
    }),
  );
  return done;
}

/** Gives a person another role in the channel. Throws as `removeMember` does. */
export async function setRole(
  ctx: StaffContext,
  { channelId, memberId, role }: z.output<typeof channelSetRoleInput>,
): Promise<{ done: true }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  const from = await roleOf(ctx, channelId, memberId);
  if (from === role) return done;
  if (!maySetRole(ctx.actor, view, { from, to: role })) {
    throw new DomainError('forbidden', { reason: 'manageChannel' });
  }
  await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    if (from === 'owner') await assertAnotherOwner(tx, channelId, memberId);
    // Whoever has left meanwhile, or has another role now, is not the one that was decided about.
    const where = { channelId, memberId, role: from };
    const { count } = await tx.channelMember.updateMany({ where, data: { role } });
    if (count === 0) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
    const manages = role === 'owner' || role === 'manager';
    // Who manages is not silenced by the channel; who does not manage any more lets nobody in.
    if (manages) await endMute(tx, ctx, { channelId, memberId });
    else await revokeLinks(tx, { channelId, now: ctx.clock.now(), createdById: memberId });
    await recordIfStaff(tx, ctx, view, {
      action: 'chat.channels.setRole',
      subjectType: 'channelMember',
      subjectId: memberId,
      before: { channelId, role: from },
      after: { channelId, role },
    });
  });
  ctx.access.forget(channelId, memberId);
  publishToMember(ctx, memberId, { type: 'channel.added', channelId });
  return done;
}

/** The people of a channel in the order of their names. */
export async function listMembers(
  ctx: MemberContext,
  { channelId, cursor, limit }: z.output<typeof channelMembersInput>,
): Promise<z.output<typeof channelMemberPage>> {
  await ctx.access.readable(ctx.actor, channelId);
  const [afterName, afterId] = readCursor(cursor, ['string', 'string']) ?? [null, null];
  const { rows } = await ctx.pool.query({
    name: 'channel-members',
    text: `SELECT m.id, m.username, m.display_name AS "displayName", m.role, m.state,
                  m.status_text AS "statusText", cm.role AS "channelRole",
                  cm.joined_at AS "joinedAt"
             FROM channel_member cm JOIN member m ON m.id = cm.member_id
            WHERE cm.channel_id = $1 AND m.state = 'active'
              AND ($2::text IS NULL OR (m.display_name, m.id) > ($2, $3::uuid))
            ORDER BY m.display_name, m.id LIMIT $4`,
    values: [channelId, afterName, afterId, limit + 1],
  });
  const page = rows.slice(0, limit);
  const presences = await ctx.presence.of(
    ctx.actor.organisationId,
    page.map((row) => row.id),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ ...row, presence: presences.get(row.id) ?? 'offline' })),
    nextCursor: rows.length > limit && last ? writeCursor([last.displayName, last.id]) : null,
  };
}

async function roleOf(
  ctx: MemberContext,
  channelId: string,
  memberId: string,
): Promise<ChannelRole> {
  const found = await ctx.db.channelMember.findUnique({
    where: { channelId_memberId: { channelId, memberId } },
    select: { role: true },
  });
  if (!found) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
  return found.role;
}

async function takeOut(
  ctx: MemberContext,
  channelId: string,
  memberId: string,
  record: (tx: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  const seq = await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    await assertAnotherOwner(tx, channelId, memberId);
    const { count } = await tx.channelMember.deleteMany({ where: { channelId, memberId } });
    if (count === 0) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
    await tx.channel.update({ where: { id: channelId }, data: { memberCount: { decrement: 1 } } });
    await revokeLinks(tx, { channelId, now: ctx.clock.now(), createdById: memberId });
    await record(tx);
    return appendEvent(tx, { channelId, kind: 'left', memberId });
  });
  ctx.access.forget(channelId, memberId);
  const person = await ctx.directory.get(ctx.actor.organisationId, memberId);
  const { username = '', displayName = '' } = person ?? {};
  const member = { id: memberId, username, displayName };
  ctx.hub.publish(
    channelTopic(channelId),
    packetOf(ctx.hub, { type: 'member.left', seq, member }, memberId),
  );
  publishToMember(ctx, memberId, { type: 'channel.removed', channelId });
}

/** Throws `forbidden.lastOwner` when others would stay behind without an owner. */
async function assertAnotherOwner(
  tx: Transaction,
  channelId: string,
  memberId: string,
): Promise<void> {
  const members = await tx.channelMember.groupBy({
    by: ['role'],
    where: { channelId, memberId: { not: memberId } },
    _count: true,
  });
  const own = await tx.channelMember.findUnique({
    where: { channelId_memberId: { channelId, memberId } },
    select: { role: true },
  });
  if (own?.role !== 'owner' || members.length === 0) return;
  if (!members.some(({ role }) => role === 'owner')) {
    throw new DomainError('forbidden', { reason: 'lastOwner' });
  }
}
