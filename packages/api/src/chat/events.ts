import type { Pool } from 'pg';
import type { Gate } from '../gate.ts';
import type { Hub, TopicKind } from '../live/hub.ts';
import type { Packet } from '../live/packet.ts';
import type { Directory } from '../organisations/index.ts';
import { type ChannelRow, channelColumns, toChannel } from './channel-rows.ts';
import { readMessages, toMessages } from './rows.ts';
import type { ChannelEvent, ChannelRole, Message, ThreadSummary } from './schemas.ts';
import { noReplies, threadsOf } from './thread-rows.ts';

export const channelTopic = (channelId: string) => `channel:${channelId}`;

/** What is told to those who have not opened the channel; see `activity.ts`. */
export type Digest =
  | { seq: number; authorId: string; mentions: string[] }
  | { channel: Extract<ChannelEvent, { type: 'channel.updated' }>['channel'] };

/** Makes the packet of an event, with what other parts of the hub must know of it. */
export function packetOf(hub: Pick<Hub, 'packet'>, event: ChannelEvent, ends?: string): Packet {
  const digest = digestOf(event);
  return hub.packet('seq' in event ? event.seq : null, event, {
    ...(digest ? { digest } : {}),
    ...(ends === undefined ? {} : { ends }),
  });
}

function digestOf(event: ChannelEvent): Digest | null {
  if (event.type === 'message.created') {
    const { seq, author, mentions, hiddenAt, threadId, inChannel } = event.message;
    if (hiddenAt || (threadId && !inChannel)) return null;
    return { seq, authorId: author.id, mentions };
  }
  return event.type === 'channel.updated' ? { channel: event.channel } : null;
}

interface LogRow {
  seq: number;
  /** Null for a new message. */
  kind:
    | 'edited'
    | 'deleted'
    | 'hidden'
    | 'shown'
    | 'reaction'
    | 'joined'
    | 'left'
    | 'updated'
    | 'pinned'
    | 'unpinned'
    | null;
  messageId: string | null;
  memberId: string;
  data: Record<string, unknown> | null;
}

interface Reads {
  pool: Pool;
  directory: Directory;
  hub: Pick<Hub, 'packet'>;
  pages: Gate;
}

/** The channels' logs as the hub reads them: messages and other events, one numbering. */
export function channelTopics(reads: Reads): TopicKind {
  return {
    source: (channelId) => ({
      head: async () => (await readHeads(reads.pool, [channelId])).get(channelId) ?? 0,
      read: (after, limit) => reads.pages.run(() => readLog(reads, channelId, after, limit)),
      ready: (seq) => reads.hub.packet(null, { type: 'ready', seq }, { resumeFrom: seq }),
      resuming: (position, head) =>
        reads.hub.packet(null, { type: 'resuming', seq: head }, { resumeFrom: position }),
      reset: (seq) => reads.hub.packet(null, { type: 'reset', seq }, { resumeFrom: seq }),
    }),
    heads: (channelIds) => readHeads(reads.pool, channelIds),
  };
}

async function readHeads(pool: Pool, channelIds: string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; head: number }>({
    name: 'channel-heads',
    text: 'SELECT id, last_seq AS head FROM channel WHERE id = ANY($1::uuid[])',
    values: [channelIds],
  });
  return new Map(rows.map((row) => [row.id, row.head]));
}

async function readLog(
  reads: Reads,
  channelId: string,
  after: number,
  limit: number,
): Promise<Packet[]> {
  // One statement, one snapshot: two reads could see an event and miss the message before it.
  const { rows } = await reads.pool.query<LogRow>({
    name: 'channel-log',
    text: `SELECT * FROM (
             (SELECT seq, NULL::text AS kind, id AS "messageId", author_id AS "memberId",
                     NULL::jsonb AS data
                FROM message WHERE channel_id = $1 AND seq > $2 ORDER BY seq LIMIT $3)
             UNION ALL
             (SELECT seq, kind::text, message_id, member_id, data
                FROM channel_event WHERE channel_id = $1 AND seq > $2 ORDER BY seq LIMIT $3)
           ) AS log ORDER BY seq LIMIT $3`,
    values: [channelId, after, limit],
  });
  if (rows.length === 0) return [];
  const { pool } = reads;
  const { rows: channels } = await pool.query<ChannelRow & { deleted: boolean }>({
    name: 'channel-by-id',
    text: `SELECT ${channelColumns}, deleted_at IS NOT NULL AS deleted FROM channel WHERE id = $1`,
    values: [channelId],
  });
  const channel = channels[0];
  if (!channel) return [];
  const ids = rows.flatMap((row) => (row.messageId ? [row.messageId] : []));
  const messages = new Map(
    (
      await toMessages(
        reads,
        channel.organisationId,
        await readMessages(pool, [...new Set(ids)]),
        null,
      )
    ).map((message) => [message.id, message]),
  );
  const threads = await threadsOf(
    reads,
    channel.organisationId,
    [...messages.values()].flatMap(({ threadId }) => threadId ?? []),
  );
  const people = await reads.directory.many(channel.organisationId, [
    ...new Set(rows.map((row) => row.memberId)),
  ]);
  return rows.map((row) => {
    const person = people.get(row.memberId);
    const member = {
      id: row.memberId,
      username: person?.username ?? '',
      displayName: person?.displayName ?? '',
    };
    const message = row.messageId ? messages.get(row.messageId) : undefined;
    const thread = message?.threadId ? (threads.get(message.threadId) ?? noReplies) : undefined;
    const event = eventOf(row, { channel, member, message, thread });
    return packetOf(reads.hub, event, endsBy(row, channel.deleted));
  });
}

/** Whose reading ends with it. Of a deleted channel every change tells of its end: there is no way back. */
function endsBy({ kind, memberId }: LogRow, isDeleted: boolean): string | undefined {
  if (kind === 'updated' && isDeleted) return '*';
  return kind === 'left' ? memberId : undefined;
}

interface Around {
  channel: ChannelRow;
  member: Message['author'];
  message: Message | undefined;
  /** Of a reply. */
  thread: ThreadSummary | undefined;
}

/** The event that a row of the log stands for. Messages are given as they are now. */
function eventOf(row: LogRow, { channel, member, message, thread }: Around): ChannelEvent {
  const { seq, kind } = row;
  const data = row.data ?? {};
  if (message) {
    const about = { seq, message, ...(thread ? { thread } : {}) };
    switch (kind) {
      case null:
        return { type: 'message.created', ...about };
      case 'edited':
      case 'deleted':
      case 'hidden':
      case 'shown':
      case 'pinned':
      case 'unpinned':
        return { type: `message.${kind}`, ...about };
      case 'reaction':
        return {
          type: 'message.reaction',
          seq,
          messageId: message.id,
          memberId: member.id,
          emoji: String(data.emoji),
          added: data.added === true,
          reactions: message.reactions,
        };
    }
  }
  if (kind === 'joined') {
    return { type: 'member.joined', seq, member, role: data.role as ChannelRole };
  }
  if (kind === 'left') return { type: 'member.left', seq, member };
  return { type: 'channel.updated', seq, channel: toChannel(channel) };
}
