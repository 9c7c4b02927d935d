import type { MemberContext } from '../context.ts';

export interface RecentMessage {
  id: string;
  channelId: string;
  channelName: string;
  authorId: string;
  content: string;
  mentions: string[];
  files: number;
  createdAt: Date;
}

/** What bounds the reading, however much is written. */
const most = { channels: 100, ofChannel: 1_000, messages: 5_000, letters: 2_000_000 };
const longestContent = 2_000;

/**
 * The messages of channels that the caller may read, and are no conversations of two, since a moment; the newest of
 * them where there are too many. In the order in which they were written.
 */
export async function recentMessages(
  { pool, actor }: MemberContext,
  channelIds: readonly string[],
  since: Date,
): Promise<{ messages: RecentMessage[]; isPartial: boolean }> {
  const { rows } = await pool.query<RecentMessage & { place: number; channels: number }>({
    name: 'recent-messages',
    text: recent,
    values: [
      actor.organisationId,
      actor.memberId,
      channelIds,
      since,
      most.channels + 1,
      most.ofChannel,
      most.messages + 1,
      longestContent,
    ],
  });
  const messages: RecentMessage[] = [];
  let letters = 0;
  for (const { place: _, channels: __, ...message } of rows.slice(0, most.messages)) {
    letters += message.content.length;
    if (letters > most.letters) break;
    messages.push(message);
  }
  const isPartial =
    messages.length < rows.length ||
    rows.some(({ place, channels }) => place === most.ofChannel || channels > most.channels);
  return { messages: messages.reverse(), isPartial };
}

// Of each channel its last entries are read, and then looked at whether they are new enough: by their
// time alone they could only be found by reading all of them.
const recent = `
  WITH place AS (
    SELECT c.id, c.name, (count(*) OVER ())::int AS channels FROM (
      SELECT id, name FROM channel
       WHERE organisation_id = $1 AND deleted_at IS NULL AND type <> 'direct'
         AND (cardinality($3::uuid[]) = 0 OR id = ANY($3)) AND last_message_at >= $4
         AND (type = 'public' OR EXISTS (
               SELECT FROM channel_member cm WHERE cm.channel_id = channel.id AND cm.member_id = $2))
       ORDER BY last_message_at DESC LIMIT $5) AS c
  )
  SELECT m.id, p.id AS "channelId", p.name AS "channelName", m.author_id AS "authorId",
         left(m.content, $8) AS content, m.mentions, (m.type IN ('image', 'file'))::int AS files,
         m.created_at AS "createdAt", m.place, p.channels
    FROM place p CROSS JOIN LATERAL (
         SELECT *, (row_number() OVER (ORDER BY seq DESC))::int AS place FROM (
           SELECT * FROM message WHERE channel_id = p.id ORDER BY seq DESC LIMIT $6) AS newest) AS m
   WHERE m.created_at >= $4 AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND m.type <> 'system'
   ORDER BY m.created_at DESC, m.id DESC LIMIT $7`;
