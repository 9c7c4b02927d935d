import type { ChannelEvent } from '@atalaya/api/types';
import type { AtalayaError } from './errors.ts';
import { Follower, type FollowerOptions, type SubscriptionHandlers } from './follower.ts';

/** What happens in a channel, without what is said about the stream itself. */
export type ChannelNews = Exclude<ChannelEvent, { type: 'ready' | 'resuming' | 'reset' }>;

export interface ChannelHandlers {
  /** Number of the last event that is known, such as `headSeq` of the history; absent: from now on. */
  lastSeq?: number | undefined;
  /** Every event once, in order. */
  onEvent: (event: ChannelNews) => void;
  /** Everything that was missed has been told. */
  onReady?: (seq: number) => void;
  /** Too much was missed: read the history afresh. Events after `seq` follow. */
  onReset?: (seq: number) => void;
  /** The stream is over, such as `notMember`, `notFound` or `sessionEnded`. */
  onEnd?: (error: AtalayaError) => void;
}

export interface ChannelStream {
  /** Number of the last event that was told; what a service keeps to go on from after a restart. */
  readonly lastSeq: number | null;
  close(): void;
}

export interface TrackedEvent {
  data: ChannelEvent;
}

export interface StreamOptions extends Pick<FollowerOptions<TrackedEvent>, 'runtime' | 'renew'> {
  subscribe: (
    lastEventId: string | null,
    handlers: SubscriptionHandlers<TrackedEvent>,
  ) => { unsubscribe(): void };
  fellBehind: (stream: object) => void;
  caughtUp: (stream: object) => void;
  /** Told of every event before its handler, and whether it came as it happened, not from what was missed. */
  overhear: (event: ChannelNews, asItHappened: boolean) => void;
  closed: (stream: LiveChannel) => void;
}

/** One channel's events, each once and in order, whatever happens to the line. */
export class LiveChannel implements ChannelStream {
  readonly #options: StreamOptions;
  readonly #handlers: ChannelHandlers;
  readonly #follower: Follower<TrackedEvent>;
  #lastSeq: number | null;
  /** Number after which a gap was seen; the second time it is taken for what the server has. */
  #gapAfter: number | null = null;
  #ready = false;
  /** What comes now happens now. */
  #live = false;

  constructor(options: StreamOptions, handlers: ChannelHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#lastSeq = handlers.lastSeq ?? null;
    this.#follower = new Follower({
      runtime: options.runtime,
      renew: options.renew,
      // The number that was told last, not the one that the transport remembers.
      subscribe: (receive) =>
        options.subscribe(this.#lastSeq === null ? null : String(this.#lastSeq), receive),
      onValue: ({ data }) => this.#hear(data),
      onEnd: (error) => {
        this.#leave();
        handlers.onEnd?.(error);
      },
    });
    this.#follower.start();
  }

  get lastSeq(): number | null {
    return this.#lastSeq;
  }

  close(): void {
    this.#follower.stop();
    this.#leave();
  }

  /** The line was lost: begin again from the last event. */
  restart(): void {
    this.#live = false;
    if (this.#ready) this.#options.fellBehind(this);
    this.#follower.start();
  }

  end(error: AtalayaError): void {
    this.#follower.end(error);
  }

  #leave(): void {
    this.#options.caughtUp(this);
    this.#options.closed(this);
  }

  #hear(event: ChannelEvent): void {
    switch (event.type) {
      case 'resuming':
        this.#live = false;
        if (this.#ready) this.#options.fellBehind(this);
        return;
      case 'reset':
        this.#lastSeq = event.seq;
        this.#handlers.onReset?.(event.seq);
        return;
      case 'ready':
        if (this.#missedSome(event.seq)) return;
        this.#lastSeq = Math.max(this.#lastSeq ?? 0, event.seq);
        this.#ready = true;
        this.#live = true;
        this.#options.caughtUp(this);
        this.#handlers.onReady?.(event.seq);
        return;
      default:
        // Of the moment, such as who is writing: no part of the log.
        if (!('seq' in event)) {
          this.#tell(event);
          return;
        }
        if (this.#lastSeq !== null && event.seq <= this.#lastSeq) return;
        if (this.#missedSome(event.seq - 1)) return;
        this.#lastSeq = event.seq;
        this.#tell(event);
    }
  }

  #tell(event: ChannelNews): void {
    this.#options.overhear(event, this.#live);
    this.#handlers.onEvent(event);
  }

  /** Whether events up to `seq` should have come but did not; then the stream begins again. */
  #missedSome(seq: number): boolean {
    if (this.#lastSeq === null || seq <= this.#lastSeq || this.#gapAfter === this.#lastSeq) {
      return false;
    }
    this.#gapAfter = this.#lastSeq;
    this.restart();
    return true;
  }
}
