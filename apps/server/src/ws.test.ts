import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ demo: true });
});
afterAll(() => server[Symbol.asyncDispose]());

const address = (query = '') => `${server.url.replace('http', 'ws')}/trpc${query}`;
const ended = async (socket: WebSocket) => (await once(socket, 'close')) as [number, Buffer];

async function open(token?: string): Promise<WebSocket> {
  const socket = new WebSocket(address(token === undefined ? '' : '?connectionParams=1'));
  await once(socket, 'open');
  if (token !== undefined) {
    socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }));
  }
  return socket;
}

/** Asks a query that takes no input. */
async function ask(socket: WebSocket, path: string) {
  const params = { path, input: { json: null, meta: { values: ['undefined'], v: 1 } } };
  socket.send(JSON.stringify({ id: 1, method: 'query', params }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(String(data)) as {
    result?: { data: { json: { [key: string]: unknown } } };
    error?: { json: { data: { error: string } } };
  };
}

test('CHAT-20: a socket is its member’s, once and for all its calls', async () => {
  const socket = await open(await server.signIn('ana@faro.example'));
  const answer = await ask(socket, 'auth.me');
  expect(answer.result?.data.json).toMatchObject({ username: 'ana' });
  expect(server.services.connections.count).toBe(1);
  socket.close();
  await vi.waitFor(() => expect(server.services.connections.count).toBe(0));
});

test('CHAT-20: without a token a socket reaches what is open to all, and nothing else', async () => {
  const socket = await open();
  expect((await ask(socket, 'system.health')).result?.data.json).toMatchObject({ status: 'ok' });
  expect((await ask(socket, 'auth.me')).error?.json.data.error).toBe('unauthenticated');
  socket.close();
});

test('ID-03: a token that is not valid gets an error and the close that says to ask for a new one', async () => {
  const socket = await open('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.bm90IHNpZ25lZA');
  const closed = ended(socket);
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(String(data)).toContain('"error":"unauthenticated"');
  const [code] = await closed;
  expect(code).toBe(4001);
});

test('OPS-36: pages of other sites get no socket, nor does any other path', async () => {
  const refusal = async (path: string, origin?: string) => {
    const headers = origin === undefined ? {} : { origin };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    socket.on('error', () => {});
    socket.terminate();
    return response.statusCode;
  };
  expect(await refusal('/trpc', 'https://evil.example')).toBe(403);
  expect(await refusal('/trpc', 'null')).toBe(403);
  expect(await refusal('/other')).toBe(404);
  expect(await refusal('/trpcx')).toBe(404);
  const own = new WebSocket(address(), { headers: { origin: server.url } });
  await once(own, 'open');
  own.close();
});

test('Q-13: a message that is too large or no message at all harms nobody else', async () => {
  const neighbour = await open();
  const large = await open();
  const closed = ended(large);
  large.send('x'.repeat(1024 * 1024 + 1));
  expect((await closed)[0]).toBe(1009);
  const confused = await open();
  for (const nonsense of ['', '[', 'null', '{"id":1}', '[[[]]]', '{"id":{},"method":"query"}']) {
    confused.send(nonsense);
  }
  confused.send(Buffer.from([0, 1, 2, 3]));
  await turn();
  expect((await ask(neighbour, 'system.health')).result?.data.json).toMatchObject({ status: 'ok' });
  confused.close();
  neighbour.close();
});

test('Q-04: sockets are not deflated: that would cost each of them its own memory', async () => {
  const socket = await open();
  expect(socket.extensions).toBe('');
  socket.close();
});
