import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Actor } from '../context.ts';
import type { Connection, FrameSocket } from '../live/connection.ts';

/** A connection without a peer: for what only counts who is there. */
export const aConnection = (actor: Actor): Connection => ({
  id: randomUUID(),
  // A server's own sockets are made like this; its types do not say so.
  socket: Reflect.construct(WebSocket, [null, undefined, {}]) as FrameSocket,
  actor,
  ip: '127.0.0.1',
  userAgent: 'vitest',
  away: false,
  calls: 0,
  streams: 0,
});
