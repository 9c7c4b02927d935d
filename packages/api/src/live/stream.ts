import { type TrackedEnvelope, tracked } from '@trpc/server';
import type { Context } from '../context.ts';
import { toTRPCError } from '../error-mapping.ts';
import type { DomainError } from '../errors.ts';
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
  if (connection) return new DirectStream<Event>(source, connection.socket);
  return queued<Event>(source, signal);
}

/**
 * Gives one value, the attachment, and then nothing until the end. Written by hand: a generator per
 * open subscription, waiting, would be a tenth of what a socket costs in memory.
 */
class DirectStream<Event>
  implements AsyncIterableIterator<TrackedEnvelope<Event>, void, undefined>
{
  readonly #source: StreamSource;
  #socket: ConstructorParameters<typeof SocketSink>[0] | null;

  constructor(source: StreamSource, socket: ConstructorParameters<typeof SocketSink>[0]) {
    this.#source = source;
    this.#socket = socket;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next(): Promise<IteratorResult<TrackedEnvelope<Event>, void>> {
    const socket = this.#socket;
    if (!socket) return this.#end();
    this.#socket = null;
    const attachment = new Attachment((subscriptionId) => {
      const sink = new SocketSink(socket, subscriptionId);
      const text = this.#source.first().frame(subscriptionId).toString();
      // What the source writes at once must come after the first packet.
      queueMicrotask(() => this.#source.begin(sink));
      return text;
    });
    // Only the encoder ever sees it, see wire.ts.
    return Promise.resolve({ done: false, value: attachment as unknown as TrackedEnvelope<Event> });
  }

  return(): Promise<IteratorResult<TrackedEnvelope<Event>, void>> {
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

async function* queued<Event>(
  source: StreamSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrackedEnvelope<Event>, void, undefined> {
  const sink = new QueueSink();
  const leave = () => source.close();
  signal?.addEventListener('abort', leave, { once: true });
  let end: DomainError | null = null;
  source.onEnd((error) => {
    end = error;
    sink.close();
  });
  try {
    sink.write(source.first());
    source.begin(sink);
    for await (const packet of sink.packets()) {
      const event = packet.event() as Event;
      // Untracked events have the same shape, but must not become what the reader resumes from.
      yield packet.trackedId === null
        ? ({ id: '', data: event } as unknown as TrackedEnvelope<Event>)
        : tracked(packet.trackedId, event);
    }
    if (end) throw toTRPCError(end);
  } finally {
    signal?.removeEventListener('abort', leave);
    source.close();
  }
}
