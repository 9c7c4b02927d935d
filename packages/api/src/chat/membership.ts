import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import { getChannel } from './channels.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent, lockChannel } from './log.ts';
import { assertInOrganisation } from './people.ts';
import { mayInvite, mayJoin, mayLeave, maySetRole } from './policy.ts';
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
type Joined = { memberId: string; seq: number };

/** Joins a public channel. Throws `notFound`, `archived`, `forbidden`. */
export async function joinChannel(ctx: MemberContext, channelId: string): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (view.membership) return getChannel(ctx, channelId);
  if (view.archived) throw new DomainError('archived');
  if (!mayJoin(view)) throw new DomainError('forbidden', { reason: 'joinChannel' });
  const { memberId } = ctx.actor;
  await announceJoined(
    ctx,
    channelId,
    await ctx.db.$transaction((tx) => addMembers(tx, ctx, channelId, [memberId])),
  );
  return getChannel(ctx, channelId);
}

/** Adds people of the organisation as writers. Throws `forbidden`, `archived`, `notFound`, `muted`. */
export async function invite(
  ctx: MemberContext,
  { channelId, memberIds }: z.output<typeof channelInviteInput>,
): Promise<{ added: number }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (view.archived) throw new DomainError('archived');
  if (!mayInvite(ctx.actor, view))
    throw new DomainError('forbidden', { reason: 'inviteToChannel' });
  const unique = [...new Set(memberIds)];
  const joined = await ctx.db.$transaction(async (tx) => {
    await assertInOrganisation(tx, ctx.actor.organisationId, unique);
    return addMembers(tx, ctx, channelId, unique, ctx.actor.memberId);
  });
  await announceJoined(ctx, channelId, joined);
  return { added: joined.length };
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

/** Adds those who are not in yet; the history before is not counted as unread. */
async function addMembers(
  tx: Transaction,
  ctx: Pick<MemberContext, 'standing'>,
  channelId: string,
  memberIds: string[],
  invitedBy: string | null = null,
): Promise<Joined[]> {
  await lockChannel(tx, channelId);
  const channel = await tx.channel.findUniqueOrThrow({
    where: { id: channelId },
    select: { lastSeq: true, archivedAt: true },
  });
  if (channel.archivedAt) throw new DomainError('archived');
  const all = invitedBy === null ? memberIds : [invitedBy, ...memberIds];
  const mutes = await ctx.standing.mutesOf(tx, channelId, all);
  if (invitedBy !== null) {
    await ctx.standing.assertUnmuted(tx, { memberId: invitedBy, channelId });
  }
  const added = await tx.channelMember.createManyAndReturn({
    data: memberIds.map((memberId) => ({
      channelId,
      memberId,
      lastReadSeq: channel.lastSeq,
      mutedUntil: mutes.get(memberId) ?? null,
    })),
    skipDuplicates: true,
    select: { memberId: true },
  });
  const joined: Joined[] = [];
  for (const { memberId } of added) {
    const data = { role: 'writer' };
    joined.push({
      memberId,
      seq: await appendEvent(tx, { channelId, kind: 'joined', memberId, data }),
    });
  }
  await tx.channel.update({
    where: { id: channelId },
    data: { memberCount: { increment: joined.length } },
  });
  return joined;
}

async function announceJoined(
  ctx: MemberContext,
  channelId: string,
  joined: Joined[],
): Promise<void> {
  const { organisationId } = ctx.actor;
  const people = await ctx.directory.many(
    organisationId,
    joined.map(({ memberId }) => memberId),
  );
  for (const { memberId, seq } of joined) {
    ctx.access.forget(channelId, memberId);
    const { username = '', displayName = '' } = people.get(memberId) ?? {};
    const member = { id: memberId, username, displayName };
    ctx.hub.publish(
      channelTopic(channelId),
      packetOf(ctx.hub, { type: 'member.joined', seq, member, role: 'writer' }),
    );
    publishToMember(ctx, memberId, { type: 'channel.added', channelId });
  }
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
