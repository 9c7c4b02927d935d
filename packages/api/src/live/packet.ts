import superjson from 'superjson';
import { frameOf } from './frame.ts';
import { stringify } from './serialize.ts';

/** Facts of an event that the hub itself needs, beside the ready-made text. */
export interface PacketHeader {
  /** Place in the topic's log; null for what is never stored, such as typing. */
  seq: number | null;
  /** Node that published it. */
  node: string;
  /** What is told to those who follow the topic from afar (badges). */
  digest?: unknown;
  /** Whose reading ends with this event: a person's, or everyone's (`*`). */
  ends?: string;
}

/**
 * One event, serialised once: the same text goes to every subscriber, to other nodes, and is
 * wrapped in tRPC's envelope per subscription id (clients number their own subscriptions).
 */
export class Packet {
  readonly header: PacketHeader;
  /** superjson of `{ id, data }`, as tRPC sends a tracked event. */
  readonly text: string;
  /** What a client gives back as `lastEventId`; null where resuming from here means nothing. */
  readonly trackedId: string | null;
  #frames = new Map<number | string, Buffer>();

  private constructor(header: PacketHeader, trackedId: string | null, text: string) {
    this.header = header;
    this.trackedId = trackedId;
    this.text = text;
  }

  get seq(): number | null {
    return this.header.seq;
  }

  static of(header: PacketHeader, trackedId: string | null, event: unknown): Packet {
    return new Packet(header, trackedId, stringify({ id: trackedId ?? '', data: event }));
  }

  /** The same event, after which a reader resumes from `position`. */
  resumingFrom(position: number): Packet {
    return Packet.of(this.header, String(position), this.event());
  }

  /** The event itself; parsed again, so for quiet paths only. */
  event(): unknown {
    return superjson.parse<{ data: unknown }>(this.text).data;
  }

  /** tRPC's message for one subscription id. */
  message(subscriptionId: number | string): string {
    return envelope(subscriptionId, this.trackedId, this.text);
  }

  /** That message as a WebSocket's frame; shared by all sockets that use that id. */
  frame(subscriptionId: number | string): Buffer {
    let frame = this.#frames.get(subscriptionId);
    if (!frame) {
      frame = frameOf(this.message(subscriptionId));
      // Ids are chosen by clients: a hostile set of them must not fill the memory.
      if (this.#frames.size < 64) this.#frames.set(subscriptionId, frame);
    }
    return frame;
  }

  /** For other nodes. */
  encode(): string {
    return `${JSON.stringify({ ...this.header, id: this.trackedId })}\n${this.text}`;
  }

  static decode(encoded: string): Packet {
    const end = encoded.indexOf('\n');
    const { id, ...header } = JSON.parse(encoded.slice(0, end)) as PacketHeader & {
      id: string | null;
    };
    return new Packet(header, id, encoded.slice(end + 1));
  }
}

/** tRPC's WebSocket message for an event, tracked or not. */
function envelope(subscriptionId: number | string, trackedId: string | null, text: string): string {
  const tracked = trackedId === null ? '' : `"id":${JSON.stringify(trackedId)},`;
  return `{"id":${JSON.stringify(subscriptionId)},"result":{"type":"data",${tracked}"data":${text}}}`;
}
