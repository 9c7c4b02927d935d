import type { Pool } from 'pg';
import { filesOf } from '../files/index.ts';
import type { Directory } from '../organisations/index.ts';
import { previewsOf } from './link-rows.ts';
import type { Message } from './schemas.ts';
import { threadsOf } from './thread-rows.ts';

export interface MessageRow {
  id: string;
  channelId: string;
  seq: number;
  clientId: string;
  type: Message['type'];
  authorId: string;
  content: string;
  mentions: string[];
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  hiddenAt: Date | null;
  threadId?: string | null;
  inChannel?: boolean;
  pinnedAt?: Date | null;
}

export const messageColumns = `id, channel_id AS "channelId", seq, client_id AS "clientId", type,
  author_id AS "authorId", content, mentions, created_at AS "createdAt", edited_at AS "editedAt",
  deleted_at AS "deletedAt", hidden_at AS "hiddenAt", thread_id AS "threadId",
  in_channel AS "inChannel", pinned_at AS "pinnedAt"`;

interface ReactionRow {
  messageId: string;
  emoji: string;
  count: number;
  memberIds: string[];
  isViewers: boolean | null;
}

/** So many of those who reacted are told by id. */
const mostReactors = 50;

/** Reactions of several messages in one read, each emoji in the order of its first use. */
async function reactionsOf(
  pool: Pick<Pool, 'query'>,
  messageIds: string[],
  viewerId: string | null,
): Promise<Map<string, Message['reactions']>> {
  const found = new Map<string, Message['reactions']>();
  if (messageIds.length === 0) return found;
  const { rows } = await pool.query<ReactionRow>({
    name: 'reactions-of',
    text: `SELECT message_id AS "messageId", emoji, count(*)::int AS count,
                  (array_agg(member_id ORDER BY created_at, member_id))[1:${mostReactors}] AS "memberIds",
                  bool_or(member_id = $2) AS "isViewers"
             FROM message_reaction WHERE message_id = ANY($1::uuid[])
            GROUP BY message_id, emoji ORDER BY min(created_at), emoji`,
    values: [messageIds, viewerId],
  });
  for (const { messageId, isViewers, ...reaction } of rows) {
    if (viewerId && isViewers && !reaction.memberIds.includes(viewerId)) {
      reaction.memberIds.push(viewerId);
    }
    const list = found.get(messageId);
    if (list) list.push(reaction);
    else found.set(messageId, [reaction]);
  }
  return found;
}

interface Reads {
  pool: Pick<Pool, 'query'>;
  directory: Directory;
}

/** Rows as the viewer sees them, or as all do (null): with author, reactions, files and previews. */
export async function toMessages(
  { pool, directory }: Reads,
  organisationId: string,
  rows: MessageRow[],
  viewerId: string | null,
): Promise<Message[]> {
  const carriers = rows.filter(({ type }) => type === 'image' || type === 'file');
  const [reactions, authors, threads, files, previews] = await Promise.all([
    reactionsOf(
      pool,
      rows.map((row) => row.id),
      viewerId,
    ),
    directory.many(organisationId, [...new Set(rows.map((row) => row.authorId))]),
    threadsOf(
      { pool, directory },
      organisationId,
      rows.filter(({ threadId }) => !threadId).map(({ id }) => id),
    ),
    filesOf(
      pool,
      carriers.map(({ id }) => id),
    ),
    previewsOf(
      pool,
      rows.filter(({ hiddenAt }) => hiddenAt === null),
    ),
  ]);
  return rows.map((row) => {
    const message = toMessage(row, authors.get(row.authorId), reactions.get(row.id) ?? [], {
      files: files.get(row.id),
      previews: previews.get(row.id),
    });
    const thread = threads.get(row.id);
    return seenBy(viewerId, thread?.replyCount ? { ...message, thread } : message);
  });
}

/** The message as the viewer sees it: nobody what was deleted, what is hidden its author alone. */
export function seenBy(viewerId: string | null, message: Message): Message {
  const closed = message.deletedAt || (message.hiddenAt && message.author.id !== viewerId);
  if (!closed) return message;
  const { files: _, pinnedAt: _pinned, ...rest } = message;
  return { ...rest, content: '', mentions: [], reactions: [] };
}

export function toMessage(
  { authorId, threadId, inChannel, pinnedAt, ...row }: MessageRow,
  author: { username: string; displayName: string } | undefined,
  reactions: Message['reactions'],
  { files, previews }: { [Part in 'files' | 'previews']?: Message[Part] | undefined } = {},
): Message {
  return {
    ...row,
    // A purged account leaves its messages; it has no name any more.
    author: {
      id: authorId,
      username: author?.username ?? '',
      displayName: author?.displayName ?? '',
    },
    reactions,
    ...(files ? { files } : {}),
    ...(previews ? { previews } : {}),
    ...(threadId ? { threadId, inChannel: inChannel === true } : {}),
    ...(pinnedAt ? { pinnedAt } : {}),
  };
}

/** Messages by id, whatever channel they are in: the caller has checked that already. */
export async function readMessages(
  pool: Pick<Pool, 'query'>,
  ids: string[],
): Promise<MessageRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<MessageRow>({
    name: 'messages-by-id',
    text: `SELECT ${messageColumns} FROM message WHERE id = ANY($1::uuid[])`,
    values: [ids],
  });
  return rows;
}
