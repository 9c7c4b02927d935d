import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { publishHint } from './feed.ts';
import { type NoticeRow, noticeColumns, toNotifications } from './rows.ts';
import {
  mostUnreadNotices,
  type notificationListInput,
  type notificationPage,
  type unreadCount,
} from './schemas.ts';

/** The caller's notices, the newest first. */
export async function listNotices(
  ctx: MemberContext,
  { unread, cursor, limit }: z.output<typeof notificationListInput>,
): Promise<z.output<typeof notificationPage>> {
  const { rows } = await ctx.pool.query<NoticeRow>({
    text: `SELECT ${noticeColumns} FROM notification
            WHERE member_id = $1 AND in_app AND ($2::uuid IS NULL OR id < $2::uuid)
              ${unread ? 'AND read_at IS NULL' : ''}
            ORDER BY id DESC LIMIT $3`,
    values: [ctx.actor.memberId, placeOf(cursor), limit + 1],
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toNotifications(ctx, ctx.actor.memberId, page),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
  };
}

function placeOf(cursor: string | null | undefined): string | null {
  const place = readCursor(cursor, ['string']);
  if (!place) return null;
  if (!id.safeParse(place[0]).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  return place[0];
}

/** SQL: whether the number beside its channel has a notice's message in it, as a mention or in private. */
const isCountedThere = `
  EXISTS (SELECT FROM message m JOIN channel c ON c.id = m.channel_id
            JOIN channel_member cm ON cm.channel_id = c.id AND cm.member_id = $1
           WHERE m.id = few.message_id AND m.in_channel AND m.seq > cm.last_read_seq
             AND m.deleted_at IS NULL AND m.hidden_at IS NULL
             AND c.deleted_at IS NULL AND c.archived_at IS NULL
             AND (c.type = 'direct'
                  OR $1 = ANY(m.mentions)
                     AND NOT EXISTS (SELECT FROM member_block b
                                      WHERE b.member_id = $1 AND b.blocked_id = m.author_id)))`;

/** How many of the caller's notices are unread, and how many of those are counted nowhere else. */
export async function countUnread({
  pool,
  actor,
}: MemberContext): Promise<z.output<typeof unreadCount>> {
  const { rows } = await pool.query<z.output<typeof unreadCount>>({
    name: 'notices-unread',
    text: `SELECT count(*)::int AS unread,
                  count(*) FILTER (WHERE NOT ${isCountedThere})::int AS apart
             FROM (SELECT message_id FROM notification
                    WHERE member_id = $1 AND read_at IS NULL AND in_app
                    LIMIT ${mostUnreadNotices}) AS few`,
    values: [actor.memberId],
  });
  return rows[0] ?? { unread: 0, apart: 0 };
}

/** What is read already, or is not the caller's, is passed over. */
export async function markRead(ctx: MemberContext, ids: readonly string[] | null) {
  const { count } = await ctx.db.notification.updateMany({
    where: {
      memberId: ctx.actor.memberId,
      readAt: null,
      ...(ids ? { id: { in: [...ids] } } : {}),
    },
    data: { readAt: ctx.clock.now() },
  });
  return told(ctx, count);
}

/** What is deleted already, or is not the caller's, is passed over. */
export async function deleteNotices(ctx: MemberContext, ids: readonly string[]) {
  const { count } = await ctx.db.notification.deleteMany({
    where: { memberId: ctx.actor.memberId, id: { in: [...ids] } },
  });
  return told(ctx, count);
}

/** The person's other screens count afresh. */
function told(ctx: MemberContext, changed: number) {
  if (changed > 0) publishHint(ctx.bus, ctx.actor.memberId, 'changed');
  return { done: true as const };
}
