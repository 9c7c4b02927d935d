import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type ChannelRow, channelColumnsOf, toChannel } from './channel-rows.ts';
import { unreadCounts } from './read-state.ts';
import type { ChannelRole, channelListInput, channelPage } from './schemas.ts';

type Input = z.output<typeof channelListInput>;
type Page = z.output<typeof channelPage>;

interface ListRow extends ChannelRow {
  role: ChannelRole | null;
  lastReadSeq: number;
  unread: number;
  mentions: number;
}

const cursorParts = ['string', 'string'] as const;

/** Channels in the order of their names: the caller's, or public ones they have not joined. Direct ones: `direct.ts`. */
export async function listChannels(ctx: MemberContext, input: Input): Promise<Page> {
  const [afterName, afterId] = readCursor(input.cursor, cursorParts) ?? [null, null];
  const { memberId, organisationId } = ctx.actor;
  const { rows } = await ctx.pool.query<ListRow>({
    name: `channels-${input.scope}`,
    text: input.scope === 'joined' ? joined : discoverable,
    values: [
      memberId,
      organisationId,
      afterName,
      afterId,
      input.search ? `%${escapeLike(input.search)}%` : null,
      input.archived,
      input.limit + 1,
    ],
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ role, lastReadSeq, unread, mentions, ...channel }) => ({
      ...toChannel(channel),
      role,
      lastReadSeq,
      unread,
      mentions,
    })),
    nextCursor: rows.length > input.limit && last ? writeCursor([last.name, last.id]) : null,
  };
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

const conditions = `
      c.organisation_id = $2 AND c.deleted_at IS NULL
  AND (c.archived_at IS NOT NULL) = $6
  AND ($3::text IS NULL OR (c.name, c.id) > ($3, $4::uuid))
  AND ($5::text IS NULL OR c.name ILIKE $5 OR c.topic ILIKE $5)`;

const joined = `
  SELECT ${channelColumnsOf('c')}, cm.role, cm.last_read_seq AS "lastReadSeq",
         counts.unread, counts.mentions
    FROM channel_member cm JOIN channel c ON c.id = cm.channel_id, ${unreadCounts('$1')}
   WHERE cm.member_id = $1 AND c.type <> 'direct' AND ${conditions}
   ORDER BY c.name, c.id LIMIT $7`;

const discoverable = `
  SELECT ${channelColumnsOf('c')}, NULL AS role, 0 AS "lastReadSeq", 0 AS unread, 0 AS mentions
    FROM channel c
   WHERE c.type = 'public' AND ${conditions}
     AND NOT EXISTS (SELECT 1 FROM channel_member cm
                      WHERE cm.channel_id = c.id AND cm.member_id = $1)
   ORDER BY c.name, c.id LIMIT $7`;
