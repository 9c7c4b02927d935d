import { LRUCache } from 'lru-cache';
import { type Followed, Following, tell } from '../live/following.ts';
import { Packet } from '../live/packet.ts';
import type { Bus } from '../ports/bus.ts';
import type { Shown } from './presence-leases.ts';
import type { PresenceChange, PresenceEvent } from './schemas.ts';

type Write = (packet: Packet) => void;

/** What an organisation's listeners are about to be told. */
interface News {
  /** Changes that wait for the next event, the latest of each person. */
  waiting: Map<string, PresenceChange>;
  timer: NodeJS.Timeout | null;
}

/** Changes that come together travel together; where many listen, less often. */
const windowMs = (listeners: number) => (listeners > 500 ? 1_000 : 100);

/** Carries changes of presence between the nodes and to whoever listens here. */
export class PresenceFeed {
  readonly #node: string;
  readonly #following: Following<News>;
  readonly #latest = new LRUCache<string, number>({ max: 100_000 });

  constructor(bus: Bus, node: string) {
    this.#node = node;
    this.#following = new Following<News>(bus, {
      topicOf: (organisationId) => `presence:${organisationId}`,
      begin: () => ({ waiting: new Map(), timer: null }),
      hear: (text, followed) => this.#hear(followed, JSON.parse(text) as Shown[]),
      end: ({ timer }) => {
        if (timer) clearTimeout(timer);
      },
      refresh: () => this.refresh(),
    });
  }

  /** Told first, and whenever changes may have been missed. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  publish(people: readonly Shown[]): void {
    for (const [organisationId, shown] of Map.groupBy(people, (one) => one.organisationId)) {
      this.#following.publish(organisationId, JSON.stringify(shown));
    }
  }

  /** Resolves when changes from now on will be written. Call the result to stop. */
  subscribe(organisationId: string, write: Write): Promise<() => void> {
    return this.#following.subscribe(organisationId, { write });
  }

  close(): void {
    this.#following.close();
  }

  #hear(followed: Followed<News>, people: readonly Shown[]): void {
    const { state } = followed;
    for (const { memberId, presence, statusText, at } of people) {
      // Nodes publish after their commit: the earlier one's news may come last.
      if ((this.#latest.get(memberId) ?? 0) > at) continue;
      this.#latest.set(memberId, at);
      state.waiting.set(memberId, { memberId, presence, statusText });
    }
    if (!state.timer) this.#tell(followed);
  }

  #tell(followed: Followed<News>): void {
    const { state } = followed;
    state.timer = null;
    if (state.waiting.size === 0) return;
    tell(followed, this.#packet(changed([...state.waiting.values()])));
    state.waiting.clear();
    state.timer = setTimeout(() => this.#tell(followed), windowMs(followed.readers.size));
  }

  #packet(event: PresenceEvent): Packet {
    return Packet.of({ seq: null, node: this.#node }, null, event);
  }
}

function changed(changes: readonly PresenceChange[]): PresenceEvent {
  const people = Map.groupBy(changes, ({ presence }) => presence);
  const talking = changes.filter(({ statusText }) => statusText !== '');
  return {
    type: 'changed',
    people: [...people].map(([presence, shown]) => ({
      presence,
      memberIds: shown.map(({ memberId }) => memberId),
    })),
    texts: Object.fromEntries(talking.map(({ memberId, statusText }) => [memberId, statusText])),
  };
}
