import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { MemberCard } from '../organisations/schemas.ts';
import type { mentionableInput, mentionableOutput } from './schemas.ts';

/** As many as are looked through while one writes a name. */
const most = 8;

type Row = Omit<MemberCard, 'presence'> & { isInChannel: boolean };

/**
 * People whose name begins like this, those of the channel first; of a public channel the others of
 * the organisation, too: naming them tells them nothing. Throws `notFound` for the channel.
 */
export async function mentionable(
  ctx: MemberContext,
  { channelId, search }: z.output<typeof mentionableInput>,
): Promise<z.output<typeof mentionableOutput>> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  const { organisationId } = ctx.actor;
  const words = search.split(/[\s._-]+/).filter((word) => word !== '');
  const found =
    words.length > 0 ? 'AND member_words(display_name, username) @@ member_query($3::text[])' : '';
  const columns = `m.id, m.username, m.display_name AS "displayName", m.role, m.state,
                   m.status_text AS "statusText"`;
  const inChannel = await ctx.pool.query<Row>({
    text: `SELECT ${columns}, true AS "isInChannel"
             FROM channel_member cm JOIN member m ON m.id = cm.member_id
            WHERE cm.channel_id = $1 AND m.organisation_id = $2 AND m.state = 'active' ${found}
            ORDER BY m.display_name, m.id LIMIT ${most}`,
    values: [channelId, organisationId, ...(found ? [words] : [])],
  });
  const rows = inChannel.rows;
  if (view.type === 'public' && found && rows.length < most) {
    const outside = await ctx.pool.query<Row>({
      text: `SELECT ${columns}, false AS "isInChannel"
               FROM (SELECT * FROM member
                      WHERE organisation_id = $2 AND state = 'active' ${found} LIMIT 200) AS m
              WHERE NOT EXISTS (SELECT FROM channel_member cm
                                 WHERE cm.channel_id = $1 AND cm.member_id = m.id)
              ORDER BY m.display_name, m.id LIMIT ${most}`,
      values: [channelId, organisationId, words],
    });
    rows.push(...outside.rows.slice(0, most - rows.length));
  }
  const presences = await ctx.presence.of(
    organisationId,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.map((row) => ({ ...row, presence: presences.get(row.id) ?? 'offline' })),
  };
}
