import { Prisma } from '@atalaya/db';
import type { Transaction } from '../context.ts';
import type { ChannelFacts } from './access.ts';

/** A message with its author's name, whatever its state: for evidence. */
export interface MessageFacts {
  id: string;
  seq: number;
  author: { id: string; username: string; displayName: string };
  content: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

export interface ChannelAround extends Pick<ChannelFacts, 'id' | 'organisationId' | 'type'> {
  name: string;
  topic: string;
  memberCount: number;
  createdById: string | null;
}

export interface MessageAround {
  channel: ChannelAround;
  message: MessageFacts;
  /** What it said before its edits, the oldest first. */
  revisions: { content: string; at: Date }[];
  before: MessageFacts[];
  after: MessageFacts[];
}

const channelSelect = {
  id: true,
  organisationId: true,
  type: true,
  name: true,
  topic: true,
  memberCount: true,
  createdById: true,
} as const;

/** A message with its channel, its former texts and so many messages before and after it. */
export async function messageAround(
  tx: Transaction,
  messageId: string,
  span: number,
): Promise<MessageAround | null> {
  const found = await tx.message.findUnique({
    where: { id: messageId },
    select: { channelId: true, seq: true },
  });
  if (!found) return null;
  const { channelId, seq } = found;
  const channel = await tx.channel.findUnique({ where: { id: channelId }, select: channelSelect });
  const rows = await tx.$queryRaw<MessageRow[]>`
    SELECT near.*, p.username, p.display_name AS "displayName" FROM (
      (SELECT ${columns} FROM message
        WHERE channel_id = ${channelId}::uuid AND seq < ${seq} ORDER BY seq DESC LIMIT ${span})
      UNION ALL
      (SELECT ${columns} FROM message
        WHERE channel_id = ${channelId}::uuid AND seq >= ${seq} ORDER BY seq LIMIT ${span + 1})
    ) AS near LEFT JOIN member p ON p.id = near."authorId" ORDER BY seq`;
  const all = rows.map(toFacts);
  const message = all.find(({ id }) => id === messageId);
  if (!channel || !message) return null;
  const revisions = await tx.messageRevision.findMany({
    where: { messageId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 50,
    select: { content: true, createdAt: true },
  });
  return {
    channel,
    message,
    revisions: revisions.map(({ content, createdAt }) => ({ content, at: createdAt })),
    before: all.filter((one) => one.seq < seq),
    after: all.filter((one) => one.seq > seq),
  };
}

/** A channel with its last messages, in order. */
export async function channelWithLast(
  tx: Transaction,
  channelId: string,
  count: number,
): Promise<{ channel: ChannelAround; messages: MessageFacts[] } | null> {
  const channel = await tx.channel.findUnique({ where: { id: channelId }, select: channelSelect });
  if (!channel) return null;
  const rows = await tx.$queryRaw<MessageRow[]>`
    SELECT near.*, p.username, p.display_name AS "displayName" FROM (
      SELECT ${columns} FROM message WHERE channel_id = ${channelId}::uuid
       ORDER BY seq DESC LIMIT ${count}
    ) AS near LEFT JOIN member p ON p.id = near."authorId" ORDER BY seq`;
  return { channel, messages: rows.map(toFacts) };
}

interface MessageRow extends Omit<MessageFacts, 'author'> {
  authorId: string;
  username: string | null;
  displayName: string | null;
}

const columns = Prisma.sql`id, seq, author_id AS "authorId", content, created_at AS "createdAt",
  edited_at AS "editedAt", deleted_at AS "deletedAt"`;

const toFacts = ({ authorId, username, displayName, ...row }: MessageRow): MessageFacts => ({
  ...row,
  author: { id: authorId, username: username ?? '', displayName: displayName ?? '' },
});
