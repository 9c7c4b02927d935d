import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import { isBlockBetween } from './blocks.ts';
import { type ChannelRow, channelColumnsOf, toChannel } from './channel-rows.ts';
import { getChannel } from './channels.ts';
import { othersIn } from './people.ts';
import { unreadCounts } from './read-state.ts';
import { readMessages, toMessages } from './rows.ts';
import type { ChannelDetail, ChannelRole, directPage, directUnread } from './schemas.ts';

const keyOf = (one: string, other: string) => [one, other].sort().join(':');

/**
 * The conversation of the caller and one person, made when there is none. Throws `notFound`,
 * `featureOff`, `invalidInput.self`; for a new one `muted.everywhere`, and `readOnly.direct` where a
 * first word is not taken.
 */
export async function openDirect(ctx: MemberContext, otherId: string): Promise<ChannelDetail> {
  const { memberId, organisationId } = ctx.actor;
  const settings = await ctx.settings.of(organisationId);
  if (!settings.features.chat) throw new DomainError('featureOff', { reason: 'chat' });
  if (otherId === memberId) {
    throw new DomainError('invalidInput', { field: 'memberId', reason: 'self' });
  }
  const other = await ctx.db.member.findFirst({
    where: { id: otherId, organisationId },
    select: { state: true },
  });
  if (!other) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
  const directKey = keyOf(memberId, otherId);
  const found = await ctx.db.channel.findUnique({ where: { directKey }, select: { id: true } });
  if (found) return getChannel(ctx, found.id);
  // One answer for all reasons: nobody is told that they are blocked.
  if (other.state !== 'active' || (await isBlockBetween(ctx, otherId))) {
    throw new DomainError('readOnly', { reason: 'direct' });
  }
  return getChannel(ctx, await begin(ctx, { otherId, directKey }));
}

/** Two who begin at once get the same one: the second waits for the first at the key. */
async function begin(
  ctx: MemberContext,
  { otherId, directKey }: { otherId: string; directKey: string },
): Promise<string> {
  const { memberId, organisationId } = ctx.actor;
  const id = uuidv7();
  const both = [memberId, otherId];
  const isNew = await ctx.db.$transaction(async (tx) => {
    const mutes = await ctx.standing.mutesOf(tx, id, both);
    await ctx.standing.assertUnmuted(tx, { memberId, channelId: null });
    const { count } = await tx.channel.createMany({
      data: [
        {
          id,
          organisationId,
          type: 'direct',
          name: '',
          createdById: memberId,
          createdAt: ctx.clock.now(),
          memberCount: both.length,
          directKey,
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) return false;
    await tx.channelMember.createMany({
      data: both.map((one) => ({
        channelId: id,
        memberId: one,
        mutedUntil: mutes.get(one) ?? null,
      })),
    });
    return true;
  });
  if (isNew) {
    for (const one of both) publishToMember(ctx, one, { type: 'channel.added', channelId: id });
    return id;
  }
  const first = await ctx.db.channel.findUniqueOrThrow({
    where: { directKey },
    select: { id: true },
  });
  return first.id;
}

interface ListRow extends ChannelRow {
  role: ChannelRole;
  lastReadSeq: number;
  unread: number;
  mentions: number;
  movedAt: Date;
  lastMessageId: string | null;
}

/** Conversations of two, the last written to first; empty ones only for who began them. */
export async function listDirect(
  ctx: MemberContext,
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
): Promise<z.output<typeof directPage>> {
  const { memberId, organisationId } = ctx.actor;
  const [beforeMs, beforeId] = readCursor(cursor, ['number', 'string']) ?? [null, null];
  const { rows } = await ctx.pool.query<ListRow>({
    name: 'direct-list',
    text: `SELECT ${channelColumnsOf('c')}, cm.role, cm.last_read_seq AS "lastReadSeq",
                  coalesce(c.last_message_at, c.created_at) AS "movedAt",
                  counts.unread, counts.mentions, last.id AS "lastMessageId"
             FROM channel_member cm JOIN channel c ON c.id = cm.channel_id
             LEFT JOIN LATERAL (
               SELECT m.id FROM message m
                WHERE m.channel_id = c.id AND m.in_channel AND m.deleted_at IS NULL
                  AND (m.hidden_at IS NULL OR m.author_id = $1)
                ORDER BY m.seq DESC LIMIT 1
             ) AS last ON true, ${unreadCounts('$1')}
            WHERE cm.member_id = $1 AND c.type = 'direct' AND c.deleted_at IS NULL
              AND c.organisation_id = $2
              AND (c.last_message_at IS NOT NULL OR c.created_by_id = $1)
              AND ($3::float8 IS NULL OR (coalesce(c.last_message_at, c.created_at), c.id)
                                         < (to_timestamp($3 / 1000), $4::uuid))
            ORDER BY coalesce(c.last_message_at, c.created_at) DESC, c.id DESC LIMIT $5`,
    values: [memberId, organisationId, beforeMs, beforeId, limit + 1],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const others = await othersIn(
    ctx,
    page.map(({ id }) => id),
  );
  const messages = await toMessages(
    ctx,
    organisationId,
    await readMessages(
      ctx.pool,
      page.flatMap(({ lastMessageId }) => lastMessageId ?? []),
    ),
    memberId,
  );
  const lastOf = new Map(messages.map((message) => [message.channelId, message]));
  return {
    items: page.map(({ movedAt: _, lastMessageId: _id, ...row }) => {
      const other = others.get(row.id) ?? null;
      const lastMessage = lastOf.get(row.id) ?? null;
      const { role, lastReadSeq, unread, mentions, ...channel } = row;
      return {
        ...toChannel(channel),
        role,
        lastReadSeq,
        unread,
        mentions,
        name: other?.displayName ?? '',
        with: other,
        lastMessage,
      };
    }),
    nextCursor: rows.length > limit && last ? writeCursor([last.movedAt.getTime(), last.id]) : null,
  };
}

/** In how many conversations of two something is unread. */
export async function unreadDirect(ctx: MemberContext): Promise<z.output<typeof directUnread>> {
  const { rows } = await ctx.pool.query<z.output<typeof directUnread>>({
    name: 'direct-unread',
    text: `SELECT count(*)::int AS conversations
             FROM channel_member cm JOIN channel c ON c.id = cm.channel_id
            WHERE cm.member_id = $1 AND c.type = 'direct' AND c.deleted_at IS NULL
              AND c.last_seq > cm.last_read_seq
              AND EXISTS (SELECT FROM message m
                           WHERE m.channel_id = c.id AND m.seq > cm.last_read_seq AND m.in_channel
                             AND m.author_id <> $1 AND m.deleted_at IS NULL
                             AND m.hidden_at IS NULL)`,
    values: [ctx.actor.memberId],
  });
  return rows[0] ?? { conversations: 0 };
}
