import type { LiveChannel } from './channel-stream.ts';
import type { AtalayaError } from './errors.ts';
import { Follower, type SubscriptionHandlers } from './follower.ts';
import type { Runtime } from './runtime.ts';

/** A subscription of `api`. */
export interface Procedure {
  subscribe: (...parts: never[]) => unknown;
}
export type InputOf<P extends Procedure> = Parameters<P['subscribe']>[0];
/** What a subscription tells, out of the envelope that numbers it. */
export type EventOf<P extends Procedure> =
  ReturnType<P['subscribe']> extends AsyncIterable<infer Value>
    ? Value extends { data: infer Event }
      ? Event
      : Value
    : never;

export interface StreamHandlers<Event> {
  onEvent: (event: Event) => void;
  /** The stream is over, such as `forbidden` or `sessionEnded`. */
  onEnd?: (error: AtalayaError) => void;
}

interface Stream {
  restart(): void;
  end(error: AtalayaError): void;
  close(): void;
}

/** Every stream that is open, so that all can begin again or end together. */
export class Streams {
  readonly #options: { runtime: Runtime; renew: () => Promise<boolean> };
  readonly #streams = new Set<Stream>();
  readonly #channels = new Map<string, number>();

  constructor(options: { runtime: Runtime; renew: () => Promise<boolean> }) {
    this.#options = options;
  }

  add(
    channelId: string,
    make: (closed: (stream: LiveChannel) => void) => LiveChannel,
  ): LiveChannel {
    this.#count(channelId, 1);
    const stream = make((closed) => {
      if (this.#streams.delete(closed)) this.#count(channelId, -1);
    });
    this.#streams.add(stream);
    return stream;
  }

  follow<P extends Procedure>(
    procedure: P,
    input: InputOf<P>,
    handlers: StreamHandlers<EventOf<P>>,
  ): { close(): void } {
    const subscribe = procedure.subscribe as unknown as (
      input: unknown,
      handlers: SubscriptionHandlers<EventOf<P> | { data: EventOf<P> }>,
    ) => { unsubscribe(): void };
    const follower = new Follower<EventOf<P> | { data: EventOf<P> }>({
      ...this.#options,
      subscribe: (receive) => subscribe(input, receive),
      onValue: (value) => handlers.onEvent(contents(value)),
      onEnd: (error) => {
        this.#streams.delete(stream);
        handlers.onEnd?.(error);
      },
    });
    const stream: Stream = {
      restart: () => follower.start(),
      end: (error) => follower.end(error),
      close: () => {
        follower.stop();
        this.#streams.delete(stream);
      },
    };
    this.#streams.add(stream);
    follower.start();
    return stream;
  }

  /** Whether a channel's stream is open. */
  has(channelId: string): boolean {
    return this.#channels.has(channelId);
  }

  restart(): void {
    for (const stream of [...this.#streams]) stream.restart();
  }

  end(error: AtalayaError): void {
    for (const stream of [...this.#streams]) stream.end(error);
  }

  stop(): void {
    for (const stream of [...this.#streams]) stream.close();
  }

  #count(channelId: string, change: 1 | -1): void {
    const count = (this.#channels.get(channelId) ?? 0) + change;
    if (count > 0) this.#channels.set(channelId, count);
    else this.#channels.delete(channelId);
  }
}

/** Events come as `{ id, data }`, where `id` is the transport's affair. */
function contents<Event>(value: Event | { data: Event }): Event {
  const wrapped = typeof value === 'object' && value !== null && 'data' in value;
  return wrapped ? value.data : (value as Event);
}
