import type { Pool } from 'pg';
import type { NoticeAbout } from './schemas.ts';

/** Characters of a message that a notice shows. */
const longestExcerpt = 200;

interface Told {
  id: string;
  params: unknown;
}

/**
 * What a person may read now of the messages and channels that their notices tell of. Who is not in
 * the channel any more finds nothing; of what is deleted, hidden or by somebody they blocked only
 * where it was.
 */
export async function readAbout(
  pool: Pick<Pool, 'query'>,
  memberId: string,
  notices: readonly Told[],
): Promise<Map<string, NoticeAbout>> {
  const asked = notices.flatMap(({ id, params }) => {
    const { channelId, messageId, authorId } = params as Record<string, string | undefined>;
    return channelId && authorId ? [{ id, channelId, authorId, messageId: messageId ?? null }] : [];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await pool.query<NoticeAbout & { id: string }>({
    name: 'notices-about',
    text: `SELECT t.id, CASE WHEN c.type = 'direct' THEN author.display_name ELSE c.name END AS "channelName",
                  coalesce(author.display_name, '') AS "authorName",
                  left(m.content, ${longestExcerpt}) AS excerpt, m.seq
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[])
                    AS t(id, channel_id, author_id, message_id)
             JOIN channel_member cm ON cm.channel_id = t.channel_id AND cm.member_id = $1
             JOIN channel c ON c.id = t.channel_id AND c.deleted_at IS NULL
             LEFT JOIN member author ON author.id = t.author_id
             LEFT JOIN message m ON m.id = t.message_id AND m.channel_id = t.channel_id
                   AND m.deleted_at IS NULL AND m.hidden_at IS NULL
                   AND NOT EXISTS (SELECT FROM member_block b
                                    WHERE b.member_id = $1 AND b.blocked_id = m.author_id)`,
    values: [
      memberId,
      asked.map(({ id }) => id),
      asked.map(({ channelId }) => channelId),
      asked.map(({ authorId }) => authorId),
      asked.map(({ messageId }) => messageId),
    ],
  });
  return new Map(rows.map(({ id, ...about }) => [id, about]));
}
