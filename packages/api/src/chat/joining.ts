import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import { mutesIn } from './channel-mutes.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent, lockChannel } from './log.ts';
import { refusalError } from './policy.ts';
import type { ChannelRole } from './schemas.ts';

interface Joined {
  memberId: string;
  seq: number;
  role: ChannelRole;
}

interface Way {
  role?: ChannelRole;
  /** Who brings them in: nobody who is muted does. */
  invitedBy?: string | null;
}

/** Adds those who are not in yet; the history before is not counted as unread. */
export async function addMembers(
  tx: Transaction,
  ctx: Pick<MemberContext, 'standing' | 'clock'>,
  channelId: string,
  memberIds: string[],
  { role = 'writer', invitedBy = null }: Way = {},
): Promise<Joined[]> {
  await lockChannel(tx, channelId);
  const channel = await tx.channel.findUniqueOrThrow({
    where: { id: channelId },
    select: { lastSeq: true, archivedAt: true },
  });
  if (channel.archivedAt) throw new DomainError('archived');
  const all = invitedBy === null ? memberIds : [invitedBy, ...memberIds];
  const mutes = await mutesIn(tx, ctx, channelId, all);
  const mutedUntil = invitedBy === null ? undefined : mutes.get(invitedBy);
  if (mutedUntil) throw refusalError('muted', mutedUntil);
  const added = await tx.channelMember.createManyAndReturn({
    data: memberIds.map((memberId) => ({
      channelId,
      memberId,
      role,
      lastReadSeq: channel.lastSeq,
      mutedUntil: mutes.get(memberId) ?? null,
    })),
    skipDuplicates: true,
    select: { memberId: true },
  });
  const joined: Joined[] = [];
  for (const { memberId } of added) {
    const seq = await appendEvent(tx, { channelId, kind: 'joined', memberId, data: { role } });
    joined.push({ memberId, seq, role });
  }
  await tx.channel.update({
    where: { id: channelId },
    data: { memberCount: { increment: joined.length } },
  });
  return joined;
}

/** Tells the channel and those who came. Call it after the commit. */
export async function announceJoined(
  ctx: MemberContext,
  channelId: string,
  joined: Joined[],
): Promise<void> {
  const { organisationId } = ctx.actor;
  const people = await ctx.directory.many(
    organisationId,
    joined.map(({ memberId }) => memberId),
  );
  for (const { memberId, seq, role } of joined) {
    ctx.access.forget(channelId, memberId);
    const { username = '', displayName = '' } = people.get(memberId) ?? {};
    const member = { id: memberId, username, displayName };
    ctx.hub.publish(
      channelTopic(channelId),
      packetOf(ctx.hub, { type: 'member.joined', seq, member, role }),
    );
    publishToMember(ctx, memberId, { type: 'channel.added', channelId });
  }
}
