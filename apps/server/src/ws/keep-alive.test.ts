import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from './keep-alive.ts';
import { AtalayaSocket } from './socket.ts';

const everyMs = 40;
let server: WebSocketServer;
let stop: () => void;
let address: string;
const clients: WebSocket[] = [];

beforeEach(async () => {
  const open = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: AtalayaSocket });
  stop = keepAlive(open, everyMs);
  open.on('connection', (socket, request) => {
    socket.admitted = request.url !== '/stranger';
  });
  await once(open, 'listening');
  server = open;
  address = `ws://127.0.0.1:${(open.address() as { port: number }).port}`;
});
afterEach(() => {
  stop();
  for (const client of clients.splice(0)) client.terminate();
  server.close();
});

async function open(path = '/', autoPong = true): Promise<WebSocket> {
  const client = new WebSocket(address + path, { autoPong });
  clients.push(client);
  await once(client, 'open');
  return client;
}

test('CHAT-24: who answers stays, who does not is ended, without knowing a word of the protocol', async () => {
  const dead = await Promise.all([open('/', false), open('/', false), open('/', false)]);
  const alive = await open();
  let pings = 0;
  alive.on('ping', () => pings++);
  await Promise.all(dead.map((client) => once(client, 'close')));
  await vi.waitFor(() => expect(pings).toBeGreaterThan(2), { timeout: 5_000 });
  expect(alive.readyState).toBe(WebSocket.OPEN);
  expect(server.clients.size).toBe(1);
});

test('Q-04: a socket that never says who it is does not stay', async () => {
  const stranger = await open('/stranger');
  const [code] = (await once(stranger, 'close')) as [number];
  expect(code).toBe(1006);
});
