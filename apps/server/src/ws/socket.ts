import type { Duplex } from 'node:stream';
import type { FrameSocket } from '@atalaya/api';
import { WebSocket } from 'ws';

/**
 * Most bytes that wait for one peer. Events stop far below it; it is for those who ask and ask and
 * do not take the answers.
 */
export const mostWaiting = 8 * 1024 * 1024;

/** Sockets that were written to in this turn of the event loop and hold it back until the end of it. */
const held: AtalayaSocket[] = [];

function letGo(): void {
  for (const socket of held.splice(0)) socket.release();
}

/**
 * A socket that remembers of its upgrade request what is needed later, so that the request can go,
 * and that hands everything written in one turn of the event loop to the system at once: system
 * calls are the dearest part of telling many people something.
 */
export class AtalayaSocket extends WebSocket implements FrameSocket {
  ip = '';
  userAgent = '';
  readonly openedAt = performance.now();
  /** Set once it is known who is behind it, or that nobody is. */
  admitted = false;
  /** The tick at which it was asked if it is still there; 0: never, or it has shown a sign of life since. */
  askedAt = 0;
  /** Which tick of a round asks it. */
  turn = 0;
  /** The line below, once it is known. */
  line: Duplex | null = null;
  #holding = false;

  override send(...parameters: unknown[]): void {
    if (this.#takes()) super.send(...(parameters as Parameters<WebSocket['send']>));
  }

  /** Nothing of `ws` waits between the two ways: without compression it writes at once, too. */
  sendFrame(frame: Buffer): void {
    if (this.#takes()) this.line?.write(frame);
  }

  /** Holds the line until the end of the turn. False: too much waits already. */
  #takes(): boolean {
    // It comes back and asks again.
    if (this.bufferedAmount > mostWaiting) {
      this.terminate();
      return false;
    }
    if (this.line && !this.#holding) {
      this.#holding = true;
      this.line.cork();
      if (held.push(this) === 1) setImmediate(letGo);
    }
    return true;
  }

  /** Hands over what was held back. */
  release(): void {
    this.#holding = false;
    this.line?.uncork();
  }
}
