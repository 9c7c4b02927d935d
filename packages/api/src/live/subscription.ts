import type { DomainError } from '../errors.ts';
import type { Packet } from './packet.ts';
import type { Sink } from './sink.ts';

/** One reader of a topic. `live`: gets packets as they come; else it is read up to from rows. */
export class Subscription {
  readonly memberId: string;
  /** Number of the last event that was written to the reader. */
  position: number;
  live = false;
  /** Set when the reader is ready to be written to. */
  sink: Sink | null = null;
  readonly #leave: (subscription: Subscription) => void;
  readonly #over = Promise.withResolvers<DomainError | null>();
  #ended = false;

  constructor(memberId: string, position: number, leave: (subscription: Subscription) => void) {
    this.memberId = memberId;
    this.position = position;
    this.#leave = leave;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves with null when the reader left, with the error when it was put out. */
  outcome(): Promise<DomainError | null> {
    return this.#over.promise;
  }

  /** Ends the subscription; with an error the reader is told why. */
  end(error: DomainError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.live = false;
    this.#leave(this);
    this.#over.resolve(error);
  }

  write(packet: Packet): void {
    this.sink?.write(packet);
    if (packet.seq !== null) this.position = packet.seq;
  }
}
