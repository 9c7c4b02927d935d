import type { Context, Transaction } from '../context.ts';
import { markGone } from '../files/index.ts';
import { publishToMember } from './activity.ts';
import { channelTopic, packetOf } from './events.ts';
import { orderPreviews } from './link-previews.ts';
import { appendEvent, lockIfThere } from './log.ts';
import { tellOfMessage } from './message-notices.ts';
import { readMessages, toMessages } from './rows.ts';
import { recountThread } from './thread-replies.ts';
import { threadPart } from './thread-rows.ts';

/** What moderation did to a message: to be told after the commit. */
export interface MessageNews {
  channelId: string;
  messageId: string;
  type: 'message.hidden' | 'message.shown' | 'message.deleted';
  seq: number;
}

interface Current {
  channelId: string;
  content: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  hiddenAt: Date | null;
  threadId: string | null;
}
interface Deed {
  messageId: string;
  /** Who does it. */
  memberId: string;
}

/** The message under its channel's lock; null when it is gone. `number` is null without a channel. */
async function holdMessage(tx: Transaction, { messageId, memberId }: Deed) {
  const select = {
    channelId: true,
    content: true,
    createdAt: true,
    editedAt: true,
    deletedAt: true,
    hiddenAt: true,
    threadId: true,
  } as const;
  const found = await tx.message.findUnique({ where: { id: messageId }, select });
  if (!found) return null;
  const { channelId } = found;
  const open = await lockIfThere(tx, channelId);
  const current: Current = await tx.message.findUniqueOrThrow({ where: { id: messageId }, select });
  const news = async (kind: 'hidden' | 'shown' | 'deleted'): Promise<MessageNews[]> => {
    await recountThread(tx, current.threadId);
    if (!open) return [];
    const seq = await appendEvent(tx, { channelId, kind, memberId, messageId });
    return [{ channelId, messageId, type: `message.${kind}`, seq }];
  };
  return { current, news };
}

/** Whether the filter hid it, which it does when a text is written. */
const isHeld = ({ hiddenAt, createdAt, editedAt }: Current): boolean =>
  hiddenAt !== null &&
  [createdAt, editedAt].some((written) => written?.getTime() === hiddenAt.getTime());

/**
 * Hides a message since a moment, or shows it again (null): whom a message that was held is for are
 * told of it then. Gives since when it was hidden before; null for a message that is gone.
 */
export async function setHidden(
  tx: Transaction,
  services: Pick<Context, 'jobs' | 'clock'>,
  deed: Deed & { hiddenAt: Date | null },
): Promise<{ before: Date | null; news: MessageNews[] } | null> {
  const held = await holdMessage(tx, deed);
  if (!held) return null;
  const { hiddenAt, messageId } = deed;
  const before = held.current.hiddenAt;
  if (before?.getTime() === hiddenAt?.getTime()) return { before, news: [] };
  await tx.message.update({ where: { id: messageId }, data: { hiddenAt } });
  const changed = (before === null) !== (hiddenAt === null) && !held.current.deletedAt;
  if (!changed) return { before, news: [] };
  const news = await held.news(hiddenAt ? 'hidden' : 'shown');
  if (hiddenAt) return { before, news };
  await orderPreviews(tx, services, { messageId, content: held.current.content });
  if (isHeld(held.current)) {
    const key = `${messageId}:shown:${news[0]?.seq}`;
    await tellOfMessage(tx, services, { messageId, call: null, released: true, key });
  }
  return { before, news };
}

/**
 * Takes a message's text away so that it can be brought back: reactions and mentions stay in their
 * rows, where nobody is shown them. Gives the revision that has the text; null when there was none.
 */
export async function takeText(
  tx: Transaction,
  deed: Deed & { at: Date },
): Promise<{ revisionId: string; news: MessageNews[] } | null> {
  const held = await holdMessage(tx, deed);
  if (!held || held.current.deletedAt) return null;
  const { messageId, memberId, at } = deed;
  const { id: revisionId } = await tx.messageRevision.create({
    data: { messageId, content: held.current.content, changedById: memberId },
    select: { id: true },
  });
  await tx.message.update({
    where: { id: messageId },
    data: { content: '', deletedAt: at, deletedById: memberId },
  });
  await markGone(tx, messageId, at);
  return { revisionId, news: await held.news('deleted') };
}

/** Brings back what `takeText` took. */
export async function giveTextBack(
  tx: Transaction,
  services: Pick<Context, 'jobs' | 'clock'>,
  deed: Deed & { revisionId: string },
): Promise<MessageNews[]> {
  const held = await holdMessage(tx, deed);
  const { messageId, revisionId } = deed;
  const revision = await tx.messageRevision.findUnique({ where: { id: revisionId } });
  if (!held?.current.deletedAt || revision?.messageId !== messageId) return [];
  await tx.message.update({
    where: { id: messageId },
    data: { content: revision.content, deletedAt: null, deletedById: null },
  });
  await markGone(tx, messageId, null);
  // It is no evidence of a change any more: what it says is the message again.
  await tx.messageRevision.delete({ where: { id: revisionId } });
  await orderPreviews(tx, services, { messageId, content: revision.content });
  return held.news('shown');
}

type Teller = Pick<Context, 'hub' | 'pool' | 'directory'>;

/** Tells the channels. Call it after the commit. */
export async function announceMessages(
  ctx: Teller,
  organisationId: string,
  news: readonly MessageNews[],
): Promise<void> {
  const rows = await readMessages(
    ctx.pool,
    news.map(({ messageId }) => messageId),
  );
  const messages = await toMessages(ctx, organisationId, rows, null);
  for (const { channelId, messageId, type, seq } of news) {
    const message = messages.find(({ id }) => id === messageId);
    if (!message) continue;
    const part = await threadPart(ctx, organisationId, message);
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, { type, seq, message, ...part }));
  }
}

/** A mute in force; `channelId` null: everywhere. */
export interface Mute {
  channelId: string | null;
  until: Date;
}

/**
 * Writes the mutes that are in force into a person's places in channels, beside what the channels' own
 * managers decided, so that whoever writes a message looks at one row. Gives the channels where something changed.
 */
export async function setMutes(
  tx: Transaction,
  memberId: string,
  mutes: readonly Mute[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ channelId: string }[]>`
    WITH mute AS (
      SELECT * FROM unnest(${mutes.map(({ channelId }) => channelId)}::uuid[],
                           ${mutes.map(({ until }) => until)}::timestamptz[]) AS m(channel_id, until)
    ), now AS (
      SELECT cm.channel_id, greatest(k.until, (
               SELECT max(until) FROM mute
                WHERE mute.channel_id IS NULL OR mute.channel_id = cm.channel_id)) AS until
        FROM channel_member cm
        LEFT JOIN channel_mute k ON k.channel_id = cm.channel_id AND k.member_id = cm.member_id
       WHERE cm.member_id = ${memberId}::uuid
    )
    UPDATE channel_member cm SET muted_until = now.until FROM now
     WHERE cm.member_id = ${memberId}::uuid AND cm.channel_id = now.channel_id
       AND cm.muted_until IS DISTINCT FROM now.until
    RETURNING cm.channel_id AS "channelId"`;
  return rows.map(({ channelId }) => channelId);
}

/** Tells every node and the person's devices that they may write there again, or not any more. */
export function announceMutes(
  ctx: Pick<Context, 'access' | 'bus'>,
  memberId: string,
  channelIds: readonly string[],
): void {
  for (const channelId of channelIds) {
    ctx.access.forget(channelId, memberId);
    publishToMember(ctx, memberId, { type: 'channel.added', channelId });
  }
}
