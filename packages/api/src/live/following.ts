import type { Bus } from '../ports/bus.ts';
import type { Packet } from './packet.ts';

/** Whoever is written to. A feed may know more of them, such as who they are. */
export interface Reader {
  write: (packet: Packet) => void;
}

/** What somebody on this node follows: who reads it, and what the feed keeps for it meanwhile. */
export interface Followed<State, Who extends Reader = Reader> {
  /** Whose news it is: an organisation, or a person. */
  readonly key: string;
  readonly readers: ReadonlySet<Who>;
  readonly state: State;
  /** Resolves when news arrive and the feed is prepared. */
  readonly ready: Promise<void>;
}

interface Feed<State, Who extends Reader> {
  topicOf: (key: string) => string;
  /** What the feed keeps while somebody reads. */
  begin: () => State;
  /** Other nodes' news and this one's own, in the bus's words. */
  hear: (text: string, followed: Followed<State, Who>) => void;
  /** Runs once the bus is heard, before anybody is let in: what is read here misses nothing. */
  prepare?: (followed: Followed<State, Who>) => Promise<void>;
  /** The last reader has left: stops timers. */
  end?: (state: State) => void;
  /** The bus was away: news may have been missed. Default: everyone is told `refresh`. */
  reconnected?: (followed: Followed<State, Who>) => void;
  refresh: () => Packet;
}

interface Held<State, Who extends Reader> extends Followed<State, Who> {
  readonly readers: Set<Who>;
  /** Stops listening, once it has begun. */
  readonly stop: () => void;
}

/**
 * What every quiet feed needs: listens to the bus once for all readers of a key on this node, from
 * the first of them to the last, and tells them to read afresh when the bus was away.
 */
export class Following<State, Who extends Reader = Reader> {
  readonly #bus: Bus;
  readonly #feed: Feed<State, Who>;
  readonly #held = new Map<string, Held<State, Who>>();
  readonly #stopReconnect: () => void;

  constructor(bus: Bus, feed: Feed<State, Who>) {
    this.#bus = bus;
    this.#feed = feed;
    this.#stopReconnect = bus.onReconnect(() => {
      for (const held of this.#held.values()) {
        if (feed.reconnected) feed.reconnected(held);
        else tell(held, feed.refresh());
      }
    });
  }

  /** Everything that somebody reads here. */
  all(): Iterable<Followed<State, Who>> {
    return this.#held.values();
  }

  /** Whether somebody still reads it: after a pause the news may be for nobody. */
  holds(followed: Followed<State, Who>): boolean {
    return this.#held.get(followed.key) === followed;
  }

  publish(key: string, text: string): void {
    this.#bus.publish(this.#feed.topicOf(key), text);
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  async subscribe(key: string, reader: Who): Promise<() => void> {
    const held = this.#hold(key);
    held.readers.add(reader);
    const leave = () => {
      held.readers.delete(reader);
      if (held.readers.size === 0) this.#forget(held);
    };
    try {
      await held.ready;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  close(): void {
    this.#stopReconnect();
    for (const held of this.#held.values()) this.#forget(held);
  }

  #hold(key: string): Held<State, Who> {
    const known = this.#held.get(key);
    if (known) return known;
    const followed = { key, readers: new Set<Who>(), state: this.#feed.begin() };
    const listening = this.#bus.subscribe(this.#feed.topicOf(key), (text) =>
      this.#feed.hear(text, held),
    );
    const held: Held<State, Who> = {
      ...followed,
      ready: listening.then(() => this.#feed.prepare?.(held)),
      stop: () =>
        void listening.then(
          (stop) => stop(),
          () => {},
        ),
    };
    this.#held.set(key, held);
    return held;
  }

  #forget(held: Held<State, Who>): void {
    this.#feed.end?.(held.state);
    if (this.#held.get(held.key) === held) this.#held.delete(held.key);
    held.stop();
  }
}

/** Writes it to everyone who reads. */
export function tell({ readers }: Followed<unknown>, packet: Packet): void {
  for (const { write } of readers) write(packet);
}
