import { DomainError } from '../errors.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Packet } from './packet.ts';
import type { Subscription } from './subscription.ts';

/** Rows behind a topic: what the hub reads when a reader, or the hub itself, missed something. */
export interface TopicSource {
  /** Number of the last event. */
  head(): Promise<number>;
  /** Events after a number, in order, at most `limit`. */
  read(after: number, limit: number): Promise<Packet[]>;
  /** Told to a reader when it is up to date. */
  ready(position: number): Packet;
  /** Told to a reader that starts to be brought up to date. */
  resuming(position: number, head: number): Packet;
  /** Told to a reader that missed more than is replayed. */
  reset(head: number): Packet;
}

const pageSize = 200;
/** A reader further behind than this reads the history afresh. */
export const longestReplay = 5_000;
/** How long an event waits for the ones before it; they are usually a moment away. */
const reorderMs = 25;

const ended = () => new DomainError('notMember', { reason: 'ended' });

/** One channel's live events on this node: hands them on in order and closes gaps from rows. */
export class Topic {
  readonly source: TopicSource;
  readonly subscriptions = new Set<Subscription>();
  readonly followers = new Set<(packet: Packet) => void>();
  readonly #metrics: Metrics;
  readonly #report: (error: unknown) => void;
  #head: number | null = null;
  #loading: Promise<number> | null = null;
  #waiting = new Map<number, Packet>();
  #healTimer: NodeJS.Timeout | null = null;
  #healing = false;
  #reads = new Map<number, Promise<Packet[]>>();

  constructor(source: TopicSource, metrics: Metrics, report: (error: unknown) => void) {
    this.source = source;
    this.#metrics = metrics;
    this.#report = report;
  }

  get idle(): boolean {
    return this.subscriptions.size === 0 && this.followers.size === 0;
  }

  get head(): number | null {
    return this.#head;
  }

  /** Number of the last event that was handed on; read from rows the first time. */
  load(): Promise<number> {
    if (this.#head !== null) return Promise.resolve(this.#head);
    this.#loading ??= this.source.head().then(
      (head) => {
        this.#head = head;
        this.#loading = null;
        this.#handOnWaiting();
        return this.#head;
      },
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }

  receive(packet: Packet): void {
    for (const follower of this.followers) follower(packet);
    const { seq } = packet;
    if (seq === null) {
      this.#passUnstored(packet);
      return;
    }
    if (this.#head === null) {
      if (this.#loading) this.#waiting.set(seq, packet);
      return;
    }
    if (seq <= this.#head) return;
    if (seq === this.#head + 1) {
      this.#handOn(packet);
      if (this.#waiting.size > 0) this.#handOnWaiting();
      return;
    }
    this.#waiting.set(seq, packet);
    this.#healSoon();
  }

  /** Compares with the rows; called when messages of other nodes may have been lost. */
  noticeHead(head: number): void {
    if (this.#head !== null && head > this.#head) this.#healSoon();
  }

  /** Brings a reader up to date from rows, then lets it hear live events. Never throws. */
  async catchUp(subscription: Subscription): Promise<void> {
    try {
      await this.#catchUp(subscription);
    } catch (error) {
      this.#report(error);
      subscription.end(null);
    }
  }

  async #catchUp(subscription: Subscription): Promise<void> {
    const { sink } = subscription;
    if (!sink) return;
    // The first packet said so already when there was nothing to bring.
    let behind = subscription.position < (this.#head ?? 0);
    while (!subscription.ended) {
      if (sink.congested() && !(await sink.drained())) {
        subscription.end(null);
        return;
      }
      const head = this.#head ?? (await this.load());
      if (subscription.position >= head) {
        subscription.live = true;
        if (behind) sink.write(this.source.ready(subscription.position));
        return;
      }
      behind = true;
      if (head - subscription.position > longestReplay) {
        subscription.write(this.source.reset(head));
        subscription.position = head;
        continue;
      }
      const packets = await this.#read(subscription.position);
      if (packets.length === 0) {
        // Rows were taken away (a purge): there is nothing to bring.
        subscription.position = Math.max(subscription.position, head);
      }
      let replayed = 0;
      for (const packet of packets) {
        if (subscription.ended) return;
        if (packet.seq === null || packet.seq <= subscription.position) continue;
        // Many readers may share the socket: what no longer fits is read again when there is room.
        if (sink.congested()) break;
        subscription.write(packet);
        replayed++;
        // Not who left: they may be back since.
        if (packet.header.ends === '*') subscription.end(ended());
      }
      this.#metrics.count('events_replayed', replayed);
    }
  }

  /** Readers that resume from the same place at once share one read. */
  #read(after: number): Promise<Packet[]> {
    let read = this.#reads.get(after);
    if (!read) {
      read = this.source.read(after, pageSize).finally(() => this.#reads.delete(after));
      this.#reads.set(after, read);
    }
    return read;
  }

  #handOn(packet: Packet): void {
    this.#head = packet.seq;
    let delivered = 0;
    for (const subscription of this.subscriptions) {
      if (!subscription.live) continue;
      this.#pass(subscription, packet);
      delivered++;
    }
    const { ends } = packet.header;
    if (ends !== undefined) this.#endReading(ends);
    if (delivered > 0) this.#metrics.count('events_delivered', delivered);
  }

  #endReading(whose: string): void {
    for (const subscription of [...this.subscriptions]) {
      if (whose !== '*' && subscription.memberId !== whose) continue;
      subscription.end(ended());
    }
  }

  /** What is not stored carries the place where it was heard: clients resume from what they saw last. */
  #passUnstored(packet: Packet): void {
    const head = this.#head;
    if (head === null) return;
    const placed = packet.resumingFrom(head);
    for (const subscription of this.subscriptions) {
      if (subscription.live && subscription.position === head) this.#pass(subscription, placed);
    }
  }

  #pass(subscription: Subscription, packet: Packet): void {
    // A reader that was brought up to date from rows may be ahead of the hub.
    if (packet.seq !== null && packet.seq <= subscription.position) return;
    subscription.write(packet);
    if (subscription.sink?.congested()) {
      subscription.live = false;
      this.#metrics.count('slow_readers');
      void this.catchUp(subscription);
    }
  }

  #handOnWaiting(): void {
    if (this.#head === null) return;
    for (const seq of this.#waiting.keys()) if (seq <= this.#head) this.#waiting.delete(seq);
    let next = this.#waiting.get(this.#head + 1);
    while (next) {
      this.#waiting.delete(this.#head + 1);
      this.#handOn(next);
      next = this.#waiting.get(this.#head + 1);
    }
    if (this.#waiting.size > 0) this.#healSoon();
  }

  #healSoon(inMs = reorderMs): void {
    this.#healTimer ??= setTimeout(() => {
      this.#healTimer = null;
      void this.#heal();
    }, inMs);
  }

  /** Reads from rows what never came. */
  async #heal(): Promise<void> {
    if (this.#healing || this.#head === null || this.idle) return;
    this.#healing = true;
    try {
      this.#handOnWaiting();
      const target = Math.max(await this.source.head(), this.#head);
      while (this.#head < target) {
        const packets = await this.source.read(this.#head, pageSize);
        if (packets.length === 0) {
          this.#head = target;
          break;
        }
        this.#metrics.count('gaps_healed');
        for (const packet of packets) {
          if (packet.seq === null || packet.seq <= this.#head) continue;
          if (!this.#waiting.has(packet.seq)) for (const hear of this.followers) hear(packet);
          this.#handOn(packet);
        }
      }
    } catch (error) {
      this.#report(error);
      this.#healSoon(1_000);
    } finally {
      this.#healing = false;
      this.#handOnWaiting();
    }
  }
}
