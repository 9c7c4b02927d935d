import type { Server, WebSocket } from 'ws';
import { AtalayaSocket } from './socket.ts';

/** Every socket is asked once in a round, a part of them with each tick: no storm of pings. */
const tickMs = 10_000;
const ticksPerRound = 3;

/**
 * Asks sockets whether they are still there and ends those that do not answer until the next tick,
 * and those that do not say who they are. One timer for all: two per socket would be its dearest part.
 */
export function keepAlive(server: Server<typeof AtalayaSocket>, everyMs = tickMs): () => void {
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
      if (unknown || isGone(socket)) socket.terminate();
      else if (socket.turn === tick % ticksPerRound) ask(socket);
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function ask(socket: AtalayaSocket): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.asked = true;
  socket.ping();
}

/** Asked, silent, and not because our own data is still on its way to it. */
function isGone(socket: AtalayaSocket): boolean {
  return socket.asked && socket.bufferedAmount === 0;
}

/** One function for all sockets: a closure each would add up. */
function signOfLife(this: WebSocket): void {
  if (this instanceof AtalayaSocket) this.asked = false;
}
