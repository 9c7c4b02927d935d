import { closeCodes, type FrameSocket } from './connection.ts';
import type { Packet } from './packet.ts';

/** Where a subscription's packets go, and how full that is. */
export interface Sink {
  write(packet: Packet): void;
  /** True when more must not be written now. */
  congested(): boolean;
  /** Resolves to true when there is room again, to false when it was given up. */
  drained(): Promise<boolean>;
}

const highWater = 512 * 1024;
const lowWater = 64 * 1024;
const pollMs = 50;
/** A reader that takes nothing for so long is dropped; it comes back and resumes. */
const patienceMs = 30_000;

/** Writes tRPC's messages straight to a socket. */
export class SocketSink implements Sink {
  readonly #socket: FrameSocket;
  readonly #subscriptionId: number | string;

  constructor(socket: FrameSocket, subscriptionId: number | string) {
    this.#socket = socket;
    this.#subscriptionId = subscriptionId;
  }

  write(packet: Packet): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.sendFrame(packet.frame(this.#subscriptionId));
  }

  congested(): boolean {
    return this.#socket.bufferedAmount > highWater;
  }

  async drained(): Promise<boolean> {
    let least = this.#socket.bufferedAmount;
    let until = performance.now() + patienceMs;
    while (this.#socket.bufferedAmount > lowWater) {
      if (this.#socket.readyState !== this.#socket.OPEN) return false;
      if (performance.now() > until) {
        this.#socket.close(closeCodes.tooSlow, 'too slow');
        // Whoever takes nothing does not take the farewell either.
        setTimeout(() => this.#socket.terminate(), pollMs);
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      if (this.#socket.bufferedAmount < least) {
        least = this.#socket.bufferedAmount;
        until = performance.now() + patienceMs;
      }
    }
    return this.#socket.readyState === this.#socket.OPEN;
  }
}

/** Keeps packets for a reader that takes them one by one (server-sent events, callers in process). */
export class QueueSink implements Sink {
  readonly #limit = 1000;
  #packets: Packet[] = [];
  #wake: (() => void) | null = null;
  #room: (() => void) | null = null;
  #closed = false;

  write(packet: Packet): void {
    this.#packets.push(packet);
    this.#wake?.();
  }

  congested(): boolean {
    return this.#packets.length >= this.#limit;
  }

  async drained(): Promise<boolean> {
    while (!this.#closed && this.#packets.length > this.#limit / 10) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    return !this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
    this.#room?.();
  }

  /** Packets as they come; ends when the sink is closed and empty. */
  async *packets(): AsyncGenerator<Packet> {
    for (;;) {
      const packet = this.#packets.shift();
      if (packet) {
        this.#room?.();
        yield packet;
      } else if (this.#closed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
