import type { WebSocket } from 'ws';
import type { Actor } from '../context.ts';

/** Close codes of Atalaya's sockets. Clients read them to know whether to come back. */
export const closeCodes = {
  /** Ask for a new access token, then come back. */
  reauthenticate: 4001,
  /** The session was closed, or the person banned or deactivated: sign in again. */
  sessionEnded: 4003,
  /** Too slow to take what was sent: come back and resume. */
  tooSlow: 4008,
  /** The server stops: come back after a random moment. */
  goingAway: 1001,
} as const;

/** A WebSocket that also takes whole frames, made once for all who get the same. */
export interface FrameSocket extends WebSocket {
  /** Sends a message that was framed before (see `frame.ts`). Open sockets only. */
  sendFrame(frame: Buffer): void;
}

/** One open WebSocket and who is behind it. */
export interface Connection {
  id: string;
  socket: FrameSocket;
  actor: Actor | null;
  ip: string;
  userAgent: string;
  /** The person has left the keyboard, as their client says. */
  away: boolean;
  /** Calls made through it so far; numbers their request ids. */
  calls: number;
  /** Subscriptions that are open on it. */
  streams: number;
}
