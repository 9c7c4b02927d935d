import { WebSocket } from 'ws';

/** A socket that remembers of its upgrade request what is needed later, so that the request can go. */
export class AtalayaSocket extends WebSocket {
  ip = '';
  userAgent = '';
  readonly openedAt = performance.now();
  /** Set once it is known who is behind it, or that nobody is. */
  admitted = false;
  /** Whether it was asked if it is still there, and has shown no sign of life since. */
  asked = false;
  /** Which tick of a round asks it. */
  turn = 0;
}
