import type { Server, WebSocket } from 'ws';
import { AtalayaSocket } from './socket.ts';

/**
 * Every socket is asked once in a round, a small part of them with each tick: asking a thousand at
 * once would hold up everybody's messages.
 */
const patienceMs = 10_000;
const ticksOfPatience = 10;
const ticksPerRound = 3 * ticksOfPatience;

/**
 * Asks sockets whether they are still there and ends those that do not answer within `everyMs`, and
 * those that do not say who they are. One timer for all: two per socket would be its dearest part.
 */
export function keepAlive(server: Server<typeof AtalayaSocket>, everyMs = patienceMs): () => void {
  let tick = 0;
  let turns = 0;
  server.on('connection', (socket) => {
    socket.turn = turns++ % ticksPerRound;
    socket.on('pong', signOfLife);
    socket.on('message', signOfLife);
  });
  const timer = setInterval(() => {
    tick++;
    const now = performance.now();
    for (const socket of server.clients) {
      const unknown = !socket.admitted && now - socket.openedAt > everyMs;
      if (unknown || isGone(socket, tick)) socket.terminate();
      else if (socket.turn === tick % ticksPerRound) ask(socket, tick);
    }
  }, everyMs / ticksOfPatience);
  timer.unref();
  return () => clearInterval(timer);
}

function ask(socket: AtalayaSocket, tick: number): void {
  if (socket.readyState !== socket.OPEN || socket.askedAt > 0) return;
  socket.askedAt = tick;
  socket.ping();
}

/** Asked, silent, and not because our own data is still on its way to it. */
function isGone(socket: AtalayaSocket, tick: number): boolean {
  const { askedAt, bufferedAmount } = socket;
  return askedAt > 0 && tick - askedAt >= ticksOfPatience && bufferedAmount === 0;
}

/** One function for all sockets: a closure each would add up. */
function signOfLife(this: WebSocket): void {
  if (this instanceof AtalayaSocket) this.askedAt = 0;
}
