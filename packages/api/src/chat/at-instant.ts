import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { messageAtInput, messageAtOutput } from './schemas.ts';

/**
 * The first message that the channel's list shows at or after an instant. Numbers and times grow
 * together, so the interval of numbers is halved, each time with one look into the index on (channel,
 * number): some twenty for a million messages, and no index by time that every message written would
 * pay for. Where clocks of nodes disagree it is a message beside, as far off as they are.
 * Throws `notFound`.
 */
export async function messageAt(
  ctx: MemberContext,
  { channelId, at }: z.output<typeof messageAtInput>,
): Promise<z.output<typeof messageAtOutput>> {
  await ctx.access.readable(ctx.actor, channelId);
  const { rows } = await ctx.pool.query<NonNullable<z.output<typeof messageAtOutput>>>({
    name: 'message-at',
    text: atOrAfter,
    values: [channelId, at.getTime()],
  });
  return rows[0] ?? null;
}

/** `low`: all up to here are earlier. `high`: all beyond are later. `found`: the first known to be later. */
export const atOrAfter = `
  WITH RECURSIVE halves AS (
    SELECT 0 AS low, last_seq AS high, NULL::int AS found FROM channel WHERE id = $1
    UNION ALL
    SELECT CASE WHEN probe.is_before THEN probe.seq ELSE low END,
           CASE WHEN probe.is_before THEN high ELSE low + (high - low) / 2 END,
           CASE WHEN probe.is_before THEN found ELSE coalesce(probe.seq, found) END
      FROM halves LEFT JOIN LATERAL (
             SELECT m.seq, m.created_at < to_timestamp($2::float8 / 1000) AS is_before FROM message m
              WHERE m.channel_id = $1 AND m.seq > low + (high - low) / 2 AND m.seq <= high
              ORDER BY m.seq LIMIT 1
           ) AS probe ON true
     WHERE low < high
  )
  SELECT m.seq, m.created_at AS "createdAt" FROM halves
   CROSS JOIN LATERAL (
     SELECT seq, created_at FROM message
      WHERE channel_id = $1 AND seq >= halves.found AND in_channel ORDER BY seq LIMIT 1
   ) AS m
   WHERE halves.low >= halves.high`;
