import { Prisma } from '@atalaya/db';
import type { Transaction } from '../context.ts';
import { type FileFacts, fileFacts } from '../files/index.ts';
import type { ChannelFacts } from './access.ts';
import { type PreviewFacts, previewFacts } from './link-rows.ts';

/** A message with its author's name, whatever its state: for evidence. */
export interface MessageFacts {
  id: string;
  seq: number;
  author: { id: string; username: string; displayName: string };
  content: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  /** Absent where it carries none. */
  files?: FileFacts[];
  /** What its links' pages said of themselves under it, those too that were taken off. Absent: nothing. */
  previews?: PreviewFacts[];
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
  /** What it said before its last edits, the oldest first. */
  revisions: { content: string; at: Date }[];
  before: MessageFacts[];
  after: MessageFacts[];
}

const mostRevisions = 20;
const channelSelect = {
  id: true,
  organisationId: true,
  type: true,
  name: true,
  topic: true,
  memberCount: true,
  createdById: true,
} as const;

/**
 * A message with its channel, its former texts and so many messages before and after it: of a reply
 * those of its thread.
 */
export async function messageAround(
  tx: Transaction,
  messageId: string,
  span: number,
): Promise<MessageAround | null> {
  const found = await tx.message.findUnique({
    where: { id: messageId },
    select: { channelId: true, seq: true, threadId: true },
  });
  if (!found) return null;
  const { channelId, seq, threadId } = found;
  const beside = threadId
    ? Prisma.sql`(thread_id = ${threadId}::uuid OR id = ${threadId}::uuid)`
    : Prisma.sql`channel_id = ${channelId}::uuid AND in_channel`;
  const channel = await tx.channel.findUnique({ where: { id: channelId }, select: channelSelect });
  const rows = await tx.$queryRaw<MessageRow[]>`
    SELECT near.*, p.username, p.display_name AS "displayName" FROM (
      (SELECT ${columns} FROM message
        WHERE ${beside} AND seq < ${seq} ORDER BY seq DESC LIMIT ${span})
      UNION ALL
      (SELECT ${columns} FROM message
        WHERE ${beside} AND seq >= ${seq} ORDER BY seq LIMIT ${span + 1})
    ) AS near LEFT JOIN member p ON p.id = near."authorId" ORDER BY seq`;
  const all = await whole(tx, rows);
  const message = all.find(({ id }) => id === messageId);
  if (!channel || !message) return null;
  const revisions = await tx.messageRevision.findMany({
    where: { messageId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostRevisions,
    select: { content: true, createdAt: true },
  });
  return {
    channel,
    message,
    revisions: revisions.toReversed().map(({ content, createdAt }) => ({ content, at: createdAt })),
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
  return { channel, messages: await whole(tx, rows) };
}

interface MessageRow extends Omit<MessageFacts, 'author' | 'files' | 'previews'> {
  type: string;
  authorId: string;
  username: string | null;
  displayName: string | null;
}

const columns = Prisma.sql`id, seq, type, author_id AS "authorId", content, created_at AS "createdAt",
  edited_at AS "editedAt", deleted_at AS "deletedAt"`;

/** The messages with what they carry and show besides their text. */
async function whole(tx: Transaction, rows: MessageRow[]): Promise<MessageFacts[]> {
  const carriers = rows.filter(({ type }) => type === 'image' || type === 'file');
  const files: Map<string, FileFacts[]> =
    carriers.length === 0 ? new Map() : await fileFacts(tx, idsOf(carriers));
  const previews = await previewFacts(tx, idsOf(rows));
  return rows.map((row) => {
    const carried = files.get(row.id);
    const shown = previews.get(row.id);
    return {
      ...toFacts(row),
      ...(carried ? { files: carried } : {}),
      ...(shown ? { previews: shown } : {}),
    };
  });
}

const idsOf = (rows: readonly MessageRow[]) => rows.map(({ id }) => id);

const toFacts = ({
  authorId,
  username,
  displayName,
  type: _,
  ...row
}: MessageRow): MessageFacts => ({
  ...row,
  author: { id: authorId, username: username ?? '', displayName: displayName ?? '' },
});
