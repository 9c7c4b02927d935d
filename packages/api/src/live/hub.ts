import type { Context } from '../context.ts';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { Packet, type PacketHeader } from './packet.ts';
import { type Stream, stream } from './stream.ts';
import { Subscription } from './subscription.ts';
import { Topic, type TopicSource } from './topic.ts';

/** A kind of topic with rows behind it, such as the channels. */
export interface TopicKind {
  source(key: string): TopicSource;
  /** Numbers of the last events of several topics at once. */
  heads(keys: string[]): Promise<Map<string, number>>;
}

export interface LiveOptions {
  topic: string;
  memberId: string;
  /** Number of the last event that the reader saw; null: from now on. */
  since: number | null;
  signal: AbortSignal | undefined;
}

interface Held {
  topic: Topic;
  /** Resolves when other nodes' messages arrive. */
  listening: Promise<() => void>;
}

/** How often heads are compared with rows where messages can get lost between nodes. */
const checkEveryMs = 5_000;
/** How long after a failed write heads are compared, and then again until the rows can be read. */
const doubtMs = 1_000;

/** This node's live topics: who reads them, and the way from and to the other nodes. */
export class Hub {
  readonly #bus: Bus;
  readonly #metrics: Metrics;
  readonly #log: Log;
  readonly #node: string;
  readonly #kinds = new Map<string, TopicKind>();
  readonly #held = new Map<string, Held>();
  #check: NodeJS.Timeout | null = null;
  #stopReconnect: (() => void) | null = null;
  #doubt: NodeJS.Timeout | null = null;

  constructor(ports: { bus: Bus; metrics: Metrics; log: Log; node: { id: string } }) {
    this.#bus = ports.bus;
    this.#metrics = ports.metrics;
    this.#log = ports.log;
    this.#node = ports.node.id;
  }

  get topics(): number {
    return this.#held.size;
  }

  register(name: string, kind: TopicKind): void {
    this.#kinds.set(name, kind);
  }

  start(): void {
    if (!this.#bus.spansNodes) return;
    this.#check = setInterval(() => void this.#compareHeads(), checkEveryMs);
    this.#stopReconnect = this.#bus.onReconnect(() => void this.#compareHeads());
  }

  stop(): void {
    if (this.#check) clearInterval(this.#check);
    if (this.#doubt) clearTimeout(this.#doubt);
    this.#stopReconnect?.();
  }

  /**
   * Serialises an event once. `seq` null: not stored, only for who listens now. `resumeFrom` is what
   * a reader that saw it resumes from, if that is not `seq`.
   */
  packet(
    seq: number | null,
    event: unknown,
    more: Pick<PacketHeader, 'digest' | 'ends'> & { resumeFrom?: number } = {},
  ): Packet {
    const { resumeFrom = seq, ...rest } = more;
    const trackedId = resumeFrom === null ? null : String(resumeFrom);
    return Packet.of({ seq, node: this.#node, ...rest }, trackedId, event);
  }

  /** Tells this node's readers and the other nodes. Call it after the commit. Never throws. */
  publish(topic: string, packet: Packet): void {
    this.#held.get(topic)?.topic.receive(packet);
    if (this.#bus.spansNodes) this.#bus.publish(topic, packet.encode());
  }

  /**
   * Call it when a write failed and nobody knows whether it was committed, as when the database dies
   * before it answers. What was committed without being told is found and told from rows.
   */
  doubt(): void {
    this.#doubt ??= setTimeout(async () => {
      const compared = await this.#compareHeads();
      this.#doubt = null;
      if (!compared) this.doubt();
    }, doubtMs);
    this.#doubt.unref();
  }

  /** A reader's stream of a topic: what came after `since` from rows, then live, in order, once. */
  async live<Event>(
    ctx: Context,
    { topic: name, memberId, since, signal }: LiveOptions,
  ): Promise<Stream<Event>> {
    const held = this.#hold(name);
    const subscription = new Subscription(memberId, held.topic, () => this.#release(name));
    try {
      await held.listening;
      const head = await held.topic.load();
      subscription.position = since === null ? head : Math.min(since, head);
      if (signal?.aborted) subscription.end(null);
    } catch (error) {
      subscription.end(null);
      throw error;
    }
    return stream<Event>(ctx, subscription, signal);
  }

  /** Hears every packet of a topic as it comes, in no order and without replay: for badges. */
  follow(name: string, follower: (packet: Packet) => void): () => void {
    const { topic, listening } = this.#hold(name);
    topic.followers.add(follower);
    listening.catch((error: unknown) => this.#log.warn({ err: error, topic: name }, 'bus'));
    return () => {
      topic.followers.delete(follower);
      this.#release(name);
    };
  }

  #hold(name: string): Held {
    let held = this.#held.get(name);
    if (!held) {
      const separator = name.indexOf(':');
      const kind = this.#kinds.get(name.slice(0, separator));
      if (!kind) throw new Error(`no such kind of topic: ${name}`);
      const topic = new Topic(kind.source(name.slice(separator + 1)), this.#metrics, (error) =>
        this.#log.warn({ err: error, topic: name }, 'topic could not be read; trying again'),
      );
      const listening = this.#bus.spansNodes
        ? this.#bus.subscribe(name, (text) => this.#hear(topic, text))
        : Promise.resolve(() => {});
      held = { topic, listening };
      this.#held.set(name, held);
    }
    return held;
  }

  #release(name: string): void {
    const held = this.#held.get(name);
    if (!held?.topic.idle) return;
    this.#held.delete(name);
    held.listening.then(
      (stop) => stop(),
      () => {},
    );
  }

  #hear(topic: Topic, text: string): void {
    const packet = Packet.decode(text);
    if (packet.header.node !== this.#node) topic.receive(packet);
  }

  /** Gives whether all could be compared. */
  async #compareHeads(): Promise<boolean> {
    try {
      for (const [name, kind] of this.#kinds) {
        const keys = [...this.#held]
          .filter(([topic, held]) => topic.startsWith(`${name}:`) && held.topic.head !== null)
          .map(([topic]) => topic.slice(name.length + 1));
        if (keys.length === 0) continue;
        for (const [key, head] of await kind.heads(keys)) {
          this.#held.get(`${name}:${key}`)?.topic.noticeHead(head);
        }
      }
      return true;
    } catch (error) {
      this.#log.warn({ err: error }, 'heads could not be compared; trying again');
      return false;
    }
  }
}
