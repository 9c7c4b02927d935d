import type { Services } from '../context.ts';
import { publishHint } from './feed.ts';

/**
 * Who has read a message has read the notice of it: marks people's notices of a channel's messages as
 * read where their read line, or their line in the thread, has passed the message, and tells their open
 * screens.
 *
 * Call it after a line was moved and after notices were written, both times when that is committed.
 * Then whichever of the two comes second sees the other one, and no notice of what was read stays
 * unread, without either waiting for the other.
 */
export async function readAlong(
  { pool, bus, clock }: Pick<Services, 'pool' | 'bus' | 'clock'>,
  channelId: string,
  memberIds: readonly string[],
): Promise<void> {
  const { rows } = await pool.query<{ memberId: string }>({
    name: 'notices-read-along',
    text: `UPDATE notification n SET read_at = $3
             FROM message m, channel_member cm
            WHERE n.member_id = ANY($1::uuid[]) AND n.params ->> 'channelId' = $2
              AND n.read_at IS NULL AND n.message_id IS NOT NULL
              AND m.id = n.message_id
              AND cm.channel_id = m.channel_id AND cm.member_id = n.member_id
              AND (m.in_channel AND m.seq <= cm.last_read_seq
                   OR m.seq <= (SELECT f.last_read_seq FROM thread_follow f
                                 WHERE f.thread_id = m.thread_id AND f.member_id = n.member_id))
        RETURNING n.member_id AS "memberId"`,
    values: [memberIds, channelId, clock.now()],
  });
  for (const memberId of new Set(rows.map((row) => row.memberId))) {
    publishHint(bus, memberId, 'changed');
  }
}

/** Who reads in a channel knows that they were brought in: reads their notices of that. */
export async function readInvites(
  { pool, bus, clock }: Pick<Services, 'pool' | 'bus' | 'clock'>,
  channelId: string,
  memberId: string,
): Promise<void> {
  const { rowCount } = await pool.query({
    name: 'notices-read-invites',
    text: `UPDATE notification SET read_at = $3
            WHERE member_id = $1 AND params ->> 'channelId' = $2
              AND read_at IS NULL AND kind = 'channelInvite'`,
    values: [memberId, channelId, clock.now()],
  });
  if (rowCount) publishHint(bus, memberId, 'changed');
}
