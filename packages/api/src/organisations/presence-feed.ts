import { LRUCache } from 'lru-cache';
import { Packet } from '../live/packet.ts';
import type { Bus } from '../ports/bus.ts';
import type { Shown } from './presence-leases.ts';
import type { PresenceChange, PresenceEvent } from './schemas.ts';

type Write = (packet: Packet) => void;

interface Followed {
  writers: Set<Write>;
  listening: Promise<() => void>;
  /** Changes that wait for the next event, the latest of each person. */
  waiting: Map<string, PresenceChange>;
  timer: NodeJS.Timeout | null;
}

const topicOf = (organisationId: string) => `presence:${organisationId}`;
/** Changes that come together travel together; where many listen, less often. */
const windowMs = (listeners: number) => (listeners > 500 ? 1_000 : 100);

/** Carries changes of presence between the nodes and to whoever listens here. */
export class PresenceFeed {
  readonly #bus: Bus;
  readonly #node: string;
  readonly #followed = new Map<string, Followed>();
  readonly #latest = new LRUCache<string, number>({ max: 100_000 });
  readonly #stopReconnect: () => void;

  constructor(bus: Bus, node: string) {
    this.#bus = bus;
    this.#node = node;
    this.#stopReconnect = bus.onReconnect(() => this.#tellAllToRefresh());
  }

  /** Told first, and whenever changes may have been missed. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  publish(people: readonly Shown[]): void {
    for (const [organisationId, shown] of Map.groupBy(people, (one) => one.organisationId)) {
      this.#bus.publish(topicOf(organisationId), JSON.stringify(shown));
    }
  }

  /** Resolves when changes from now on will be written. Call the result to stop. */
  async subscribe(organisationId: string, write: Write): Promise<() => void> {
    const followed = this.#follow(organisationId);
    followed.writers.add(write);
    const leave = () => {
      followed.writers.delete(write);
      if (followed.writers.size === 0) this.#forget(organisationId, followed);
    };
    try {
      await followed.listening;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  close(): void {
    this.#stopReconnect();
    for (const [organisationId, followed] of this.#followed) this.#forget(organisationId, followed);
  }

  #follow(organisationId: string): Followed {
    const known = this.#followed.get(organisationId);
    if (known) return known;
    const followed: Followed = {
      writers: new Set(),
      listening: this.#bus.subscribe(topicOf(organisationId), (text) =>
        this.#hear(followed, JSON.parse(text) as Shown[]),
      ),
      waiting: new Map(),
      timer: null,
    };
    this.#followed.set(organisationId, followed);
    return followed;
  }

  #forget(organisationId: string, followed: Followed): void {
    if (followed.timer) clearTimeout(followed.timer);
    if (this.#followed.get(organisationId) === followed) this.#followed.delete(organisationId);
    followed.listening.then(
      (stop) => stop(),
      () => {},
    );
  }

  #hear(followed: Followed, people: readonly Shown[]): void {
    for (const { memberId, presence, statusText, at } of people) {
      // Nodes publish after their commit: the earlier one's news may come last.
      if ((this.#latest.get(memberId) ?? 0) > at) continue;
      this.#latest.set(memberId, at);
      followed.waiting.set(memberId, { memberId, presence, statusText });
    }
    if (!followed.timer) this.#tell(followed);
  }

  #tell(followed: Followed): void {
    followed.timer = null;
    if (followed.waiting.size === 0) return;
    const packet = this.#packet({ type: 'changed', people: [...followed.waiting.values()] });
    followed.waiting.clear();
    for (const write of followed.writers) write(packet);
    followed.timer = setTimeout(() => this.#tell(followed), windowMs(followed.writers.size));
  }

  #tellAllToRefresh(): void {
    const packet = this.refresh();
    for (const { writers } of this.#followed.values()) {
      for (const write of writers) write(packet);
    }
  }

  #packet(event: PresenceEvent): Packet {
    return Packet.of({ seq: null, node: this.#node }, null, event);
  }
}
