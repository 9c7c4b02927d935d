import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { liveQuiet } from '../live/quiet.ts';
import { memberTopic } from './activity.ts';
import { channelTopic } from './events.ts';
import type { ChannelEvent, MineEvent, onChannelInput } from './schemas.ts';

/** A channel's events from `lastEventId` on, then live. Throws `notFound`; ends with `notMember`. */
export async function onChannel(
  ctx: MemberContext,
  { channelId, lastEventId }: z.output<typeof onChannelInput>,
  signal: AbortSignal | undefined,
) {
  await ctx.access.readable(ctx.actor, channelId);
  return ctx.hub.live<ChannelEvent>(ctx, {
    topic: channelTopic(channelId),
    memberId: ctx.actor.memberId,
    since: lastEventId ? Number(lastEventId) : null,
    signal,
  });
}

/** News of all of the caller's channels. Begins with `refresh`: list the channels then. */
export function onMine(ctx: MemberContext, signal: AbortSignal | undefined) {
  const { memberId } = ctx.actor;
  const refresh = () => ctx.hub.packet(null, { type: 'refresh' } satisfies MineEvent);
  return liveQuiet<MineEvent>(
    ctx,
    {
      refresh,
      open: async (write) => {
        const stops = new Map<string, () => void>();
        const follow = (channelId: string) => {
          if (!stops.has(channelId)) stops.set(channelId, ctx.activity.follow(channelId, write));
        };
        const stopOwn = await ctx.bus.subscribe(memberTopic(memberId), (text) => {
          const event = JSON.parse(text) as MineEvent;
          if (event.type === 'channel.added') follow(event.channelId);
          if (event.type === 'channel.removed') {
            stops.get(event.channelId)?.();
            stops.delete(event.channelId);
          }
          write(ctx.hub.packet(null, event));
        });
        const stopReconnect = ctx.bus.onReconnect(() => write(refresh()));
        for (const channelId of await joinedChannels(ctx)) follow(channelId);
        return () => {
          stopOwn();
          stopReconnect();
          for (const stop of stops.values()) stop();
        };
      },
    },
    signal,
  );
}

async function joinedChannels(ctx: MemberContext): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ id: string }>({
    name: 'joined-channels',
    text: `SELECT cm.channel_id AS id FROM channel_member cm JOIN channel c ON c.id = cm.channel_id
            WHERE cm.member_id = $1 AND c.archived_at IS NULL AND c.deleted_at IS NULL`,
    values: [ctx.actor.memberId],
  });
  return rows.map((row) => row.id);
}
