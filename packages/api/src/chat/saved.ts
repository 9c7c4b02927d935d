import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import { readableMessage } from './message-access.ts';
import { othersIn } from './people.ts';
import { readMessages, toMessages } from './rows.ts';
import type { savedInChannel, savedItem, savedPage, savedState } from './schemas.ts';

type State = z.output<typeof savedState>;
type Item = z.output<typeof savedItem>;

const mostSaved = 2_000;
/** So many are told of one channel; more are saved, and found in the list. */
const mostInChannel = 1_000;

/** Puts a message aside; twice changes nothing. Throws `notFound`, `conflict`, `tooLarge.saved`. */
export async function saveMessage(ctx: MemberContext, messageId: string): Promise<State> {
  const { message } = await readableMessage(ctx, messageId);
  const { memberId } = ctx.actor;
  if (message.deletedAt) throw new DomainError('conflict', { reason: 'messageDeleted' });
  if (message.hiddenAt && message.authorId !== memberId) {
    throw new DomainError('conflict', { reason: 'messageHidden' });
  }
  const count = await ctx.db.savedMessage.count({
    where: { memberId, messageId: { not: messageId } },
  });
  if (count >= mostSaved) {
    throw new DomainError('tooLarge', { reason: 'saved', params: { maximum: mostSaved } });
  }
  await ctx.db.savedMessage.createMany({
    data: [{ memberId, messageId, savedAt: ctx.clock.now() }],
    skipDuplicates: true,
  });
  return tell(ctx, message.channelId, { messageId, saved: true });
}

/**
 * Takes a message off the list, also one that is out of reach by now. Throws `notFound` for what the
 * caller neither saved nor may see.
 */
export async function unsaveMessage(ctx: MemberContext, messageId: string): Promise<State> {
  const { memberId } = ctx.actor;
  const where = { memberId, messageId };
  const [message] = await readMessages(ctx.pool, [messageId]);
  const { count } = await ctx.db.savedMessage.deleteMany({ where });
  if (count === 0) await readableMessage(ctx, messageId);
  const state = { messageId, saved: false };
  return message ? tell(ctx, message.channelId, state) : state;
}

function tell(ctx: MemberContext, channelId: string, state: State): State {
  publishToMember(ctx, ctx.actor.memberId, { type: 'saved', channelId, ...state });
  return state;
}

/**
 * What the caller put aside, the last first. Of what is deleted, hidden or out of reach nothing is
 * told but that it was saved.
 */
export async function listSaved(
  ctx: MemberContext,
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
): Promise<z.output<typeof savedPage>> {
  const [beforeMs, beforeId] = readCursor(cursor, ['number', 'string']) ?? [null, null];
  const { rows } = await ctx.pool.query<{ messageId: string; savedAt: Date }>({
    name: 'saved-list',
    text: `SELECT message_id AS "messageId", saved_at AS "savedAt" FROM saved_message
            WHERE member_id = $1
              AND ($2::float8 IS NULL OR saved_at < to_timestamp($2 / 1000)
                   OR (saved_at = to_timestamp($2 / 1000) AND message_id > $3::uuid))
            ORDER BY saved_at DESC, message_id LIMIT $4`,
    values: [ctx.actor.memberId, beforeMs, beforeId, limit + 1],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const found = await findAll(
    ctx,
    page.map(({ messageId }) => messageId),
  );
  return {
    items: page.map((row) => ({ ...row, found: found.get(row.messageId) ?? null })),
    nextCursor:
      rows.length > limit && last ? writeCursor([last.savedAt.getTime(), last.messageId]) : null,
  };
}

/** Those of the messages that the caller may read now, each with its channel. */
async function findAll(
  ctx: MemberContext,
  messageIds: string[],
): Promise<Map<string, NonNullable<Item['found']>>> {
  const { memberId, organisationId } = ctx.actor;
  const rows = await readMessages(ctx.pool, messageIds);
  const channelIds = [...new Set(rows.map(({ channelId }) => channelId))];
  const channels = await ctx.db.channel.findMany({
    where: {
      id: { in: channelIds },
      organisationId,
      deletedAt: null,
      OR: [{ type: 'public' }, { members: { some: { memberId } } }],
    },
    select: { id: true, name: true, type: true },
  });
  const direct = channels.filter(({ type }) => type === 'direct').map(({ id }) => id);
  const others = await othersIn(ctx, direct);
  const channelOf = new Map(
    channels.map((channel) => {
      const { name } = channel;
      const other = others.get(channel.id)?.displayName ?? name;
      return [channel.id, { ...channel, name: other }];
    }),
  );
  const readable = rows.filter(
    ({ channelId, deletedAt, hiddenAt, authorId }) =>
      channelOf.has(channelId) && !deletedAt && (!hiddenAt || authorId === memberId),
  );
  const messages = await toMessages(ctx, organisationId, readable, memberId);
  return new Map(
    messages.flatMap((message) => {
      const channel = channelOf.get(message.channelId);
      return channel ? [[message.id, { message, channel }] as const] : [];
    }),
  );
}

/** Which of a channel's messages the caller put aside. Throws `notFound`. */
export async function savedOf(
  ctx: MemberContext,
  channelId: string,
): Promise<z.output<typeof savedInChannel>> {
  await ctx.access.readable(ctx.actor, channelId);
  const { rows } = await ctx.pool.query<{ id: string }>({
    name: 'saved-in-channel',
    text: `SELECT m.id FROM saved_message s JOIN message m ON m.id = s.message_id
            WHERE s.member_id = $1 AND m.channel_id = $2
            ORDER BY s.saved_at DESC LIMIT ${mostInChannel}`,
    values: [ctx.actor.memberId, channelId],
  });
  return { messageIds: rows.map(({ id }) => id) };
}
