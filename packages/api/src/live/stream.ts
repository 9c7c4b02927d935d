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
  /** Resolves when the stream is over: with the error to tell, or null. */
  outcome(): Promise<DomainError | null>;
  /** The reader has gone. */
  close(): void;
}

/**
 * Makes a tRPC subscription of a source. Over a WebSocket the packets go straight to the socket;
 * elsewhere (server-sent events, callers in process) through the generator, one by one.
 */
export async function* stream<Event>(
  ctx: Context,
  source: StreamSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrackedEnvelope<Event>, void, void> {
  const leave = () => source.close();
  signal?.addEventListener('abort', leave, { once: true });
  try {
    if (signal?.aborted) return;
    const { connection } = ctx;
    if (connection) {
      const attachment = new Attachment((subscriptionId) => {
        const sink = new SocketSink(connection.socket, subscriptionId);
        const text = source.first().frame(subscriptionId).toString();
        // What the source writes at once must come after the first packet.
        queueMicrotask(() => source.begin(sink));
        return text;
      });
      // Only the encoder ever sees it, see wire.ts.
      yield attachment as unknown as TrackedEnvelope<Event>;
    } else {
      yield* queued<Event>(source);
    }
    const error = await source.outcome();
    if (error) throw toTRPCError(error);
  } finally {
    signal?.removeEventListener('abort', leave);
    source.close();
  }
}

async function* queued<Event>(source: StreamSource): AsyncGenerator<TrackedEnvelope<Event>> {
  const sink = new QueueSink();
  sink.write(source.first());
  source.begin(sink);
  void source.outcome().then(() => sink.close());
  for await (const packet of sink.packets()) {
    const event = packet.event() as Event;
    // Untracked events have the same shape, but must not become what the reader resumes from.
    yield packet.trackedId === null
      ? ({ id: '', data: event } as unknown as TrackedEnvelope<Event>)
      : tracked(packet.trackedId, event);
  }
}
