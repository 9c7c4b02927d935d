import { type TrackedEnvelope, tracked } from '@trpc/server';
import type { Context } from '../context.ts';
import { toTRPCError } from '../error-mapping.ts';
import { DomainError } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { Packet } from './packet.ts';
import { QueueSink, type Sink, SocketSink } from './sink.ts';
import { Attachment } from './wire.ts';

/** What stands behind one reader's stream. */
export interface StreamSource {
  /** The first thing the reader is told. */
  first(): Packet;
  /** From now on packets may be written to the sink. */
  begin(sink: Sink): void;
  /** Calls the listener once when the stream is over: with the error to tell, or null. */
  onEnd(listener: (error: DomainError | null) => void): void;
  /** The reader has gone. */
  close(): void;
}

/** Most subscriptions on one socket: each costs memory, and every event is written once for each. */
const mostStreams = 1_000;

/** What a subscription of tRPC gives. */
export type Stream<Event> = AsyncIterable<TrackedEnvelope<Event>, void, undefined>;

/**
 * Makes a tRPC subscription of a source. Over a WebSocket the packets go straight to the socket;
 * elsewhere (server-sent events, callers in process) through the iterator, one by one.
 */
export function stream<Event>(
  ctx: Context,
  source: StreamSource,
  signal: AbortSignal | undefined,
): Stream<Event> {
  const { connection } = ctx;
  if (connection) {
    if (connection.streams >= mostStreams) {
      source.close();
      const params = { maximum: mostStreams, seconds: 60 };
      throw new DomainError('tooMany', { params, retryAfter: 60 });
    }
    return new DirectStream<Event>(source, connection);
  }
  return queued<Event>(ctx, source, signal);
}

/**
 * Gives one value, the attachment, and then nothing until the end. Written by hand: a generator per
 * open subscription, waiting, would be a tenth of what a socket costs in memory.
 */
class DirectStream<Event>
  implements AsyncIterableIterator<TrackedEnvelope<Event>, void, undefined>
{
  readonly #source: StreamSource;
  readonly #connection: Connection;
  #attached = false;
  #over = false;

  constructor(source: StreamSource, connection: Connection) {
    this.#source = source;
    this.#connection = connection;
    connection.streams++;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next(): Promise<IteratorResult<TrackedEnvelope<Event>, void>> {
    if (this.#attached) return this.#end();
    this.#attached = true;
    const { socket } = this.#connection;
    const attachment = new Attachment((subscriptionId) => {
      const sink = new SocketSink(socket, subscriptionId);
      const text = this.#source.first().message(subscriptionId);
      // What the source writes at once must come after the first packet.
      queueMicrotask(() => this.#source.begin(sink));
      return text;
    });
    // Only the encoder ever sees it, see wire.ts.
    return Promise.resolve({ done: false, value: attachment as unknown as TrackedEnvelope<Event> });
  }

  return(): Promise<IteratorResult<TrackedEnvelope<Event>, void>> {
    if (!this.#over) this.#connection.streams--;
    this.#over = true;
    this.#source.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  #end(): Promise<IteratorResult<TrackedEnvelope<Event>, void>> {
    return new Promise((resolve, reject) => {
      this.#source.onEnd((error) => {
        if (error) reject(toTRPCError(error));
        else resolve({ done: true, value: undefined });
      });
    });
  }
}

function queued<Event>(
  { actor, revocations }: Context,
  source: StreamSource,
  signal: AbortSignal | undefined,
): Stream<Event> {
  const sink = new QueueSink();
  let end: DomainError | null = null;
  const leave = () => source.close();
  // A socket is closed when its session ends; here there is none to close.
  const endIfRevoked = () => {
    if (!actor || !revocations.refuses(actor)) return;
    end = new DomainError('sessionEnded');
    source.close();
  };
  const stopWatching = revocations.onRevoked(endIfRevoked);
  signal?.addEventListener('abort', leave, { once: true });
  source.onEnd((error) => {
    end ??= error;
    signal?.removeEventListener('abort', leave);
    stopWatching();
    sink.close();
  });
  endIfRevoked();

  async function* events(): AsyncGenerator<TrackedEnvelope<Event>, void, undefined> {
    try {
      sink.write(source.first());
      source.begin(sink);
      for await (const packet of sink.packets()) {
        // What was waiting is not for someone whose session has ended.
        if (end?.code === 'sessionEnded') break;
        const event = packet.event() as Event;
        // Untracked events have the same shape, but must not become what the reader resumes from.
        yield packet.trackedId === null
          ? ({ id: '', data: event } as unknown as TrackedEnvelope<Event>)
          : tracked(packet.trackedId, event);
      }
      if (end) throw toTRPCError(end);
    } finally {
      source.close();
    }
  }
  return events();
}
