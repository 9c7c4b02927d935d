import type { DomainError } from '../errors.ts';
import type { Packet } from './packet.ts';
import type { Sink } from './sink.ts';
import type { StreamSource } from './stream.ts';
import type { Topic } from './topic.ts';

/** One reader of a topic. `live`: gets packets as they come; else it is read up to from rows. */
export class Subscription implements StreamSource {
  readonly memberId: string;
  /** Number of the last event that was written to the reader. */
  position = 0;
  live = false;
  /** Set when the reader is ready to be written to. */
  sink: Sink | null = null;
  readonly #topic: Topic;
  readonly #release: () => void;
  #ended = false;
  #error: DomainError | null = null;
  #listener: ((error: DomainError | null) => void) | null = null;

  /** Joins the topic; `release` is called when the reader has left it. */
  constructor(memberId: string, topic: Topic, release: () => void) {
    this.memberId = memberId;
    this.#topic = topic;
    this.#release = release;
    topic.subscriptions.add(this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  first(): Packet {
    const { source, head } = this.#topic;
    return head === null || this.position >= head
      ? source.ready(this.position)
      : source.resuming(this.position, head);
  }

  begin(sink: Sink): void {
    this.sink = sink;
    void this.#topic.catchUp(this);
  }

  onEnd(listener: (error: DomainError | null) => void): void {
    if (this.#ended) listener(this.#error);
    else this.#listener = listener;
  }

  close(): void {
    this.end(null);
  }

  /** Ends the subscription; with an error the reader is told why. */
  end(error: DomainError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.live = false;
    this.#topic.subscriptions.delete(this);
    this.#release();
    this.#listener?.(error);
  }

  write(packet: Packet): void {
    this.sink?.write(packet);
    if (packet.seq !== null) this.position = packet.seq;
  }
}
