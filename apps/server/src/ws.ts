import { IncomingMessage, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type AppRouter,
  appRouter,
  type CallInfo,
  type Connection,
  closeCodes,
  DomainError,
  type Log,
  type Metrics,
  type RequestContext,
  type Services,
  toTRPCError,
  wireEncoder,
} from '@atalaya/api';
import { type CreateWSSContextFnOptions, getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { uuidv7 } from 'uuidv7';
import { WebSocketServer } from 'ws';
import { largestBatch, largestMessage, userAgentOf } from './http/limits.ts';
import type { Peers } from './http/peers.ts';
import type { Readiness } from './http/readiness.ts';
import { keepAlive } from './ws/keep-alive.ts';
import { AtalayaSocket } from './ws/socket.ts';

interface SocketsOptions {
  readiness: Readiness;
  peers: Peers;
  metrics: Metrics;
  log: Log;
  /** How often a part of the sockets is asked whether they are still there. */
  pingEveryMs?: number;
}

export interface Sockets {
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly count: number;
  /** Says goodbye to everyone; who does not answer is cut off. No new ones from now on. */
  close(patienceMs: number): Promise<void>;
}

/** The API by WebSocket at `/trpc`. */
export function createSockets({
  readiness,
  peers,
  metrics,
  log,
  pingEveryMs,
}: SocketsOptions): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: AtalayaSocket,
    perMessageDeflate: false,
    maxPayload: largestMessage,
  });
  const stopKeepingAlive = keepAlive(server, pingEveryMs);
  const serve = getWSConnectionHandler<AppRouter>({
    wss: server,
    router: appRouter,
    createContext: (options) => admit(readiness, options),
    experimental_encoder: wireEncoder,
    maxBatchSize: largestBatch,
    onError({ error, path, ctx }) {
      if (error.code !== 'INTERNAL_SERVER_ERROR' || (ctx && path !== undefined)) return;
      const requestId = ctx?.info.requestId;
      const frameError = frameErrorOf(error.cause);
      if (frameError) {
        metrics.count('broken_frames');
        log.debug({ code: frameError, requestId }, 'socket closed for a broken frame');
        return;
      }
      log.error({ err: error.cause ?? error, path, requestId }, 'socket failed');
    },
  });
  let closing = false;

  return {
    get count() {
      return server.clients.size;
    },
    upgrade(request, socket, head) {
      socket.on('error', ignoreBrokenSocket);
      const refusal = refusalOf(request, { readiness, peers, closing });
      if (refusal !== null) return refuse(socket, refusal);
      const ip = peers.ip(request);
      const userAgent = userAgentOf(request.headers['user-agent']);
      const plain = request.url?.includes('connectionParams=1') ? announcing : anonymous;
      server.handleUpgrade(request, socket, head, (opened) => {
        socket.off('error', ignoreBrokenSocket);
        opened.ip = ip;
        opened.userAgent = userAgent;
        opened.line = socket;
        server.emit('connection', opened, plain);
        serve(opened, plain);
      });
    },
    async close(patienceMs) {
      closing = true;
      stopKeepingAlive();
      const all = [...server.clients].map((socket) => {
        const closed = new Promise((resolve) => socket.once('close', resolve));
        socket.close(closeCodes.goingAway, 'server stops');
        return closed;
      });
      const axe = setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, patienceMs);
      await Promise.all(all);
      clearTimeout(axe);
      server.close();
    },
  };
}

/** What is wrong with a frame that the other side sent, and that `ws` closes the socket for; or null. */
function frameErrorOf(cause: unknown): string | null {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('WS_ERR_') ? code : null;
}

/** Who calls on this socket, for as long as it is open. */
async function admit(
  readiness: Readiness,
  { res, info }: CreateWSSContextFnOptions,
): Promise<RequestContext> {
  const { services } = readiness;
  if (!(res instanceof AtalayaSocket) || !services) {
    throw toTRPCError(new DomainError('unavailable', { reason: 'starting', retryAfter: 1 }));
  }
  const actor = await actorOf(services, res, info.connectionParams?.['token']);
  const { ip, userAgent } = res;
  const id = uuidv7();
  const connection: Connection = {
    id,
    socket: res,
    actor,
    ip,
    userAgent,
    away: false,
    calls: 0,
    streams: 0,
  };
  if (res.readyState === res.OPEN) {
    services.connections.opened(connection);
    res.once('close', () => services.connections.closed(connection));
  }
  res.admitted = true;
  const call: CallInfo = {
    requestId: connection.id,
    ip,
    userAgent,
    actor,
    connection,
    cookies: null,
  };
  return { services, info: call };
}

async function actorOf(services: Services, socket: AtalayaSocket, token: string | undefined) {
  if (token === undefined || token === '') return null;
  const actor = await services.tokens.verify(token);
  if (actor && !services.revocations.refuses(actor)) return actor;
  // Perhaps the token is only too old, or the person's role has changed: a new one will tell.
  const code = closeCodes.reauthenticate;
  const error = new DomainError(actor ? 'sessionEnded' : 'unauthenticated');
  // The error goes out first, then the close that says whether to come back.
  setImmediate(() => socket.close(code, error.code));
  throw toTRPCError(error);
}

interface Gate {
  readiness: Readiness;
  peers: Peers;
  closing: boolean;
}

/** The status with which an upgrade is refused; null when it is welcome. */
function refusalOf(request: IncomingMessage, { readiness, peers, closing }: Gate): number | null {
  if (!/^\/trpc\/?(?:\?|$)/.test(request.url ?? '')) return 404;
  const { origin } = request.headers;
  if (origin && !peers.isOwnOrigin(origin, request) && !peers.isListedOrigin(origin)) return 403;
  return closing || readiness.stopping || !readiness.services ? 503 : null;
}

function refuse(socket: Duplex, status: number): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Length: 0',
    'X-Content-Type-Options: nosniff',
    ...(status === 503 ? ['Retry-After: 1'] : []),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}

const ignoreBrokenSocket = () => {};

/** tRPC only reads whether a first message with the token follows; real requests would stay in memory. */
const announcing = requestTo('/trpc?connectionParams=1');
const anonymous = requestTo('/trpc');

function requestTo(url: string): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { url });
}
