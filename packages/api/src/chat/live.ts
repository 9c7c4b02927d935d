import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { Packet } from '../live/packet.ts';
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
        const followed = new FollowedChannels(ctx, write);
        const stopOwn = await ctx.bus.subscribe(memberTopic(memberId), (text) => {
          const event = JSON.parse(text) as MineEvent;
          if (event.type === 'channel.added') followed.add(event.channelId);
          if (event.type === 'channel.removed') followed.remove(event.channelId);
          write(ctx.hub.packet(null, event));
        });
        // Who was put out of a channel, or into one, meanwhile was not heard either.
        const stopReconnect = ctx.bus.onReconnect(() => {
          followed.compare().then(
            () => write(refresh()),
            () => stop(),
          );
        });
        const stop = () => {
          stopOwn();
          stopReconnect();
          followed.stop();
        };
        try {
          await followed.compare();
        } catch (error) {
          stop();
          throw error;
        }
        return stop;
      },
    },
    signal,
  );
}

/** The channels whose news one reader hears: those they have joined. */
class FollowedChannels {
  readonly #ctx: MemberContext;
  readonly #write: (packet: Packet) => void;
  readonly #stops = new Map<string, () => void>();
  /** Channels that were joined or left while the rows were being read: news beats what was read. */
  readonly #moved = new Set<string>();
  #over = false;

  constructor(ctx: MemberContext, write: (packet: Packet) => void) {
    this.#ctx = ctx;
    this.#write = write;
  }

  add(channelId: string): void {
    this.#moved.add(channelId);
    this.#follow(channelId);
  }

  remove(channelId: string): void {
    this.#moved.add(channelId);
    this.#leave(channelId);
  }

  /** Follows what the rows say. */
  async compare(): Promise<void> {
    this.#moved.clear();
    const joined = new Set(await joinedChannels(this.#ctx));
    for (const channelId of joined) if (!this.#moved.has(channelId)) this.#follow(channelId);
    for (const channelId of [...this.#stops.keys()]) {
      if (!joined.has(channelId) && !this.#moved.has(channelId)) this.#leave(channelId);
    }
  }

  stop(): void {
    this.#over = true;
    for (const channelId of [...this.#stops.keys()]) this.#leave(channelId);
  }

  #follow(channelId: string): void {
    if (this.#over || this.#stops.has(channelId)) return;
    this.#stops.set(channelId, this.#ctx.activity.follow(channelId, this.#write));
  }

  #leave(channelId: string): void {
    this.#stops.get(channelId)?.();
    this.#stops.delete(channelId);
  }
}

async function joinedChannels(ctx: MemberContext): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ id: string }>({
    name: 'joined-channels',
    text: `SELECT cm.channel_id AS id FROM channel_member cm JOIN channel c ON c.id = cm.channel_id
            WHERE cm.member_id = $1 AND c.deleted_at IS NULL`,
    values: [ctx.actor.memberId],
  });
  return rows.map((row) => row.id);
}
