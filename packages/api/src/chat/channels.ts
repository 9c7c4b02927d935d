import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { MemberContext, StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceNotifications } from '../notifications/index.ts';
import type { ChannelView } from './access.ts';
import { publishToMember } from './activity.ts';
import { withoutBlockers } from './blocks.ts';
import { assertUnmuted } from './channel-mutes.ts';
import { type ChannelRow, channelColumnsOf, toChannel } from './channel-rows.ts';
import { channelTopic, packetOf } from './events.ts';
import type { Finding } from './filter.ts';
import { appendEvent, lockChannel } from './log.ts';
import { noticeOfInvite } from './message-notices.ts';
import { assertInOrganisation, othersIn } from './people.ts';
import { channelAllowedFor, isSlowed, mayDelete, mayManage } from './policy.ts';
import { unreadCounts } from './read-state.ts';
import { reachedByOther } from './receipts.ts';
import { revokeLinks } from './revoke-links.ts';
import type {
  Channel,
  ChannelDetail,
  ChannelRole,
  channelCreateInput,
  channelUpdateInput,
} from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';
import { nextTurn } from './turns.ts';

interface DetailRow extends ChannelRow {
  role: ChannelRole | null;
  lastReadSeq: number | null;
  mutedUntil: Date | null;
  muteUntil: Date | null;
  muteReason: string | null;
  wroteAt: Date | null;
  unread: number | null;
  mentions: number | null;
}

/** The channel as the caller stands to it. Throws `notFound`. */
export async function getChannel(ctx: MemberContext, channelId: string): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  const { rows } = await ctx.pool.query<DetailRow>({
    name: 'channel-detail',
    text: `SELECT ${channelColumnsOf('c')}, cm.role,
                  cm.last_read_seq AS "lastReadSeq", cm.muted_until AS "mutedUntil",
                  counts.unread, counts.mentions, k.until AS "muteUntil", k.reason AS "muteReason",
                  t.wrote_at AS "wroteAt"
             FROM channel c
             LEFT JOIN channel_member cm ON cm.channel_id = c.id AND cm.member_id = $2
             LEFT JOIN channel_mute k ON k.channel_id = c.id AND k.member_id = $2 AND k.until > $3
             LEFT JOIN channel_turn t ON t.channel_id = c.id AND t.member_id = $2
             LEFT JOIN ${unreadCounts('$2')} ON true
            WHERE c.id = $1 AND c.deleted_at IS NULL`,
    values: [channelId, ctx.actor.memberId, ctx.clock.now()],
  });
  const row = rows[0];
  if (!row) throw new DomainError('notFound', { field: 'channelId', reason: 'channel' });
  const { role, lastReadSeq, unread, mentions, wroteAt, muteUntil, muteReason, ...channel } = row;
  const now = ctx.clock.now();
  const mutedUntil = row.mutedUntil && row.mutedUntil > now ? row.mutedUntil : null;
  const { slowSeconds, managersOnly } = channel;
  const current: ChannelView = {
    ...view,
    archived: channel.archivedAt !== null,
    slowSeconds,
    managersOnly,
    membership: role ? { role, mutedUntil } : null,
  };
  const slowed = isSlowed(ctx.actor, current);
  const next = slowed && wroteAt ? nextTurn(wroteAt, slowSeconds) : null;
  const other = view.type === 'direct' ? (await othersIn(ctx, [channelId])).get(channelId) : null;
  return {
    ...toChannel(channel),
    ...(view.type === 'direct'
      ? {
          name: other?.displayName ?? '',
          with: other ?? null,
          ...(await reachedByOther(ctx, channelId)),
        }
      : {}),
    role,
    mutedUntil,
    mute: muteUntil && { until: muteUntil, reason: muteReason ?? '' },
    slowed,
    slowUntil: next && next > now ? next : null,
    lastReadSeq: lastReadSeq ?? 0,
    unread: role ? (unread ?? 0) : 0,
    mentions: role ? (mentions ?? 0) : 0,
    allowed: channelAllowedFor(ctx.actor, current, now),
  };
}

/**
 * Makes a channel with the caller as owner, and the people named as writers; who has blocked the caller
 * is left out, without a word. Throws `notFound` for people of elsewhere, `muted.everywhere`, `taken.name`,
 * and `refused.filter` for its name or topic.
 */
export async function createChannel(
  ctx: MemberContext,
  { name, type, topic = '', memberIds = [] }: z.output<typeof channelCreateInput>,
): Promise<ChannelDetail> {
  const { memberId, organisationId } = ctx.actor;
  const named = [...new Set(memberIds)].filter((id) => id !== memberId);
  const others = await withoutBlockers(ctx.db, memberId, named);
  const id = uuidv7();
  const subject = { type: 'channel', id } as const;
  const findings = await ctx.filter.admit({
    organisationId,
    channelId: id,
    authorId: memberId,
    words: { name, topic },
  });
  const announce = await ctx.db.$transaction(async (tx) => {
    // All of them at once and in one order, so that nobody waits for each other.
    const mutes = await ctx.standing.mutesOf(tx, id, [memberId, ...others]);
    await ctx.standing.assertUnmuted(tx, { memberId, channelId: null });
    await assertInOrganisation(tx, organisationId, named);
    const data = { id, organisationId, type, name, topic, createdById: memberId };
    await nameFree(tx.channel.create({ data: { ...data, memberCount: others.length + 1 } }));
    await tx.channelMember.createMany({
      data: [memberId, ...others].map((added) => ({
        channelId: id,
        memberId: added,
        role: added === memberId ? ('owner' as const) : ('writer' as const),
        mutedUntil: mutes.get(added) ?? null,
      })),
    });
    const joined = others.map((added) => ({ memberId: added, seq: 0 }));
    await noticeOfInvite(tx, ctx, id, joined);
    if (findings.length === 0) return null;
    return ctx.filter.file(tx, { organisationId, subject, findings });
  });
  announceNotifications(ctx, others);
  for (const added of [memberId, ...others]) {
    publishToMember(ctx, added, { type: 'channel.added', channelId: id });
  }
  await announce?.();
  return getChannel(ctx, id);
}

/**
 * Changes name, topic or rules. Throws `forbidden`, `archived`, `muted`, `taken.name`, `refused.filter`,
 * and `conflict` when `ifVersion` is old.
 */
export async function updateChannel(
  ctx: StaffContext,
  { channelId, ifVersion, ...change }: z.output<typeof channelUpdateInput>,
): Promise<ChannelDetail> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayManage(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'manageChannel' });
  if (view.archived) throw new DomainError('archived');
  const { memberId, organisationId } = ctx.actor;
  const { name, topic, slowSeconds, managersOnly, keepOpen } = change;
  const now = await ctx.db.channel.findUnique({
    where: { id: channelId },
    select: { name: true, topic: true },
  });
  const findings = await ctx.filter.admit({
    organisationId,
    channelId,
    authorId: memberId,
    words: {
      name: name === now?.name ? undefined : name,
      topic: topic === now?.topic ? undefined : topic,
    },
  });
  return applyChange(ctx, view, findings, (before) => {
    if (ifVersion !== undefined && before.version !== ifVersion) {
      throw new DomainError('conflict', {
        field: 'ifVersion',
        reason: 'version',
        params: { yours: ifVersion, current: before.version },
      });
    }
    return {
      ...(name === undefined ? {} : { name }),
      ...(topic === undefined ? {} : { topic }),
      ...(slowSeconds === undefined ? {} : { slowSeconds }),
      ...(managersOnly === undefined ? {} : { managersOnly }),
      ...(keepOpen === undefined ? {} : { keepOpen }),
    };
  });
}

/** Takes a channel out of everyone's sight; its rows stay as evidence. Throws `forbidden`. */
export async function deleteChannel(ctx: StaffContext, channelId: string): Promise<{ done: true }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  if (!mayDelete(ctx.actor, view)) throw new DomainError('forbidden', { reason: 'deleteChannel' });
  const { memberId } = ctx.actor;
  const { seq, channel, members } = await ctx.db.$transaction(async (tx) => {
    await lockChannel(tx, channelId);
    const seq = await appendEvent(tx, { channelId, kind: 'updated', memberId });
    const channel = await tx.channel.update({
      where: { id: channelId },
      data: { deletedAt: ctx.clock.now(), version: { increment: 1 } },
    });
    const members = await tx.channelMember.findMany({
      where: { channelId },
      select: { memberId: true },
    });
    await recordIfStaff(tx, ctx, view, {
      action: 'chat.channels.delete',
      subjectType: 'channel',
      subjectId: channelId,
      before: { name: channel.name, topic: channel.topic },
    });
    return { seq, channel, members };
  });
  ctx.access.forget(channelId);
  const event = { type: 'channel.updated' as const, seq, channel: toChannel(channel) };
  ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event, '*'));
  for (const { memberId: former } of members) {
    publishToMember(ctx, former, { type: 'channel.removed', channelId });
  }
  return { done: true };
}

type Rules = Pick<Channel, 'slowSeconds' | 'managersOnly' | 'keepOpen'>;
type Named = Pick<Channel, 'name' | 'topic' | 'archivedAt'>;
type Change = Partial<Named & Rules & { reopenedAt: Date }>;
type Before = Named & Rules & { version: number };

/**
 * Applies a change under the channel's lock and tells the channel; an empty one changes nothing. Who is
 * muted changes nothing: closing a channel silences the others, and a name speaks to them.
 */
export async function applyChange(
  ctx: StaffContext,
  view: ChannelView,
  findings: readonly Finding[],
  decide: (before: Before) => Change,
): Promise<ChannelDetail> {
  const { memberId, organisationId } = ctx.actor;
  const channelId = view.id;
  const about = { organisationId, subject: { type: 'channel', id: channelId } as const };
  const changed = await ctx.db.$transaction(async (tx) => {
    if (findings.length > 0) await ctx.filter.hold(tx, about);
    await lockChannel(tx, channelId);
    await assertUnmuted(tx, ctx, channelId);
    const before = await tx.channel.findUniqueOrThrow({ where: { id: channelId } });
    const data = decide(before);
    if (Object.keys(data).length === 0) return null;
    const seq = await appendEvent(tx, { channelId, kind: 'updated', memberId });
    const changes = { ...data, version: { increment: 1 } };
    const row = await nameFree(tx.channel.update({ where: { id: channelId }, data: changes }));
    if (data.archivedAt) await revokeLinks(tx, { channelId, now: data.archivedAt });
    const { name, topic, archivedAt, slowSeconds, managersOnly, keepOpen } = before;
    await recordIfStaff(tx, ctx, view, {
      action: 'chat.channels.update',
      subjectType: 'channel',
      subjectId: channelId,
      before: { name, topic, archivedAt, slowSeconds, managersOnly, keepOpen },
      after: data,
    });
    const announce = findings.length > 0 ? await ctx.filter.file(tx, { ...about, findings }) : null;
    return { seq, row, announce };
  });
  if (changed) {
    ctx.access.forget(channelId);
    const channel = toChannel(changed.row);
    const event = { type: 'channel.updated' as const, seq: changed.seq, channel };
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event));
    await changed.announce?.();
  }
  return getChannel(ctx, channelId);
}

/** Of all that such a write holds, the name alone may be another's: open public channels differ in it. */
async function nameFree<Row>(write: Promise<Row>): Promise<Row> {
  try {
    return await write;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'P2002') throw error;
    throw new DomainError('taken', { field: 'name', reason: 'name', cause: error });
  }
}
