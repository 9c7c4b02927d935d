import type { Context } from '../context.ts';
import type { Hub } from '../live/hub.ts';
import type { Packet } from '../live/packet.ts';
import { channelTopic, type Digest } from './events.ts';
import type { MineEvent } from './schemas.ts';

export const memberTopic = (memberId: string) => `member:${memberId}`;

/** Tells all of a person's devices something about their channels. Call it after the commit. */
export function publishToMember(
  { bus }: Pick<Context, 'bus'>,
  memberId: string,
  event: Exclude<MineEvent, { type: 'activity' | 'channel.updated' | 'refresh' }>,
): void {
  bus.publish(memberTopic(memberId), JSON.stringify(event));
}

/** Badges need not move more often than this. */
const windowMs = 500;

interface Followed {
  writers: Set<(packet: Packet) => void>;
  stop: () => void;
  messages: Extract<MineEvent, { type: 'activity' }>['messages'];
  timer: NodeJS.Timeout | null;
}

/**
 * News of channels for those who have not opened them: the first message at once, then together
 * what comes within half a second, serialised once for everyone on this node.
 */
export class Activity {
  readonly #hub: Hub;
  readonly #followed = new Map<string, Followed>();

  constructor({ hub }: { hub: Hub }) {
    this.#hub = hub;
  }

  follow(channelId: string, write: (packet: Packet) => void): () => void {
    let followed = this.#followed.get(channelId);
    if (!followed) {
      const stop = this.#hub.follow(channelTopic(channelId), (packet) =>
        this.#hear(channelId, packet.header.digest as Digest | undefined),
      );
      followed = { writers: new Set(), stop, messages: [], timer: null };
      this.#followed.set(channelId, followed);
    }
    const { writers } = followed;
    writers.add(write);
    return () => {
      writers.delete(write);
      const now = this.#followed.get(channelId);
      if (!now || now.writers.size > 0) return;
      this.#followed.delete(channelId);
      if (now.timer) clearTimeout(now.timer);
      now.stop();
    };
  }

  #hear(channelId: string, digest: Digest | undefined): void {
    const followed = this.#followed.get(channelId);
    if (!followed || !digest) return;
    if ('channel' in digest) {
      this.#write(followed, { type: 'channel.updated', channel: digest.channel });
      return;
    }
    followed.messages.push(digest);
    if (followed.timer) return;
    this.#flush(channelId, followed);
  }

  #flush(channelId: string, followed: Followed): void {
    followed.timer = null;
    if (followed.messages.length === 0) return;
    const { messages } = followed;
    followed.messages = [];
    this.#write(followed, { type: 'activity', channelId, messages });
    followed.timer = setTimeout(() => this.#flush(channelId, followed), windowMs);
  }

  #write(followed: Followed, event: MineEvent): void {
    const packet = this.#hub.packet(null, event);
    for (const write of followed.writers) write(packet);
  }
}
