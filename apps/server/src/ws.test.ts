import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './testing/server.ts';
import { mostWaiting } from './ws/socket.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ demo: true });
  // Whoever floods a channel here is not to be stopped by the demo's rules.
  const headers = { authorization: `Bearer ${await server.signIn('diego@faro.example')}` };
  await server.post('settings.update', { moderation: { autoModeration: false } }, headers);
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

test('OPS-31, OPS-32: a frame that no client may send is counted, and is no error of the server', async () => {
  const broken = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^atalaya_broken_frames_total (\d+)$/m.exec(text)?.[1] ?? -1);
  };
  const before = await broken();
  expect(before).toBeGreaterThanOrEqual(0);
  const errors = vi.spyOn(server.log, 'error');
  for (const token of [undefined, await server.signIn('ana@faro.example')]) {
    const socket = await open(token);
    const closed = ended(socket);
    socket.send('x'.repeat(1024 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
  }
  expect(await broken()).toBe(before + 2);
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});

test('Q-04: sockets are not deflated: that would cost each of them its own memory', async () => {
  const socket = await open();
  expect(socket.extensions).toBe('');
  socket.close();
});

/** Sends many messages in as few frames as the server takes. */
function sendAll(socket: WebSocket, messages: object[]): void {
  for (let from = 0; from < messages.length; from += 50) {
    socket.send(JSON.stringify(messages.slice(from, from + 50)));
  }
}

async function aChannelWith(token: string, messages: number, content: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const made = await server.post(
    'chat.channels.create',
    { name: `attacked ${crypto.randomUUID()}` },
    headers,
  );
  const { result } = (await made.json()) as { result: { data: { json: { id: string } } } };
  const channelId = result.data.json.id;
  for (let n = 0; n < messages; n++) {
    const input = { channelId, content, clientId: `attack-${n}` };
    expect((await server.post('chat.messages.send', input, headers)).status).toBe(200);
  }
  return channelId;
}

const subscription = (id: number | string, channelId: string, more: object = {}) => ({
  id,
  method: 'subscription',
  params: { path: 'chat.onChannel', input: { json: { channelId, ...more } } },
});

test('CHAT-26: who asks and asks and takes no answer is cut off before the memory fills', async () => {
  const token = await server.signIn('ana@faro.example');
  const channelId = await aChannelWith(token, 60, 'x'.repeat(3_900));
  const greedy = await open(token);
  await ask(greedy, 'auth.me');
  const [here] = [...server.services.connections.all()].filter(({ actor }) => actor !== null);
  greedy.pause();
  const closed = vi.waitFor(() => expect(server.services.connections.count).toBe(0), 20_000);
  const question = { path: 'chat.messages.history', input: { json: { channelId, limit: 200 } } };
  const questions = Array.from({ length: 200 }, (_, id) => ({
    id,
    method: 'query',
    params: question,
  }));
  sendAll(greedy, questions);
  await closed;
  expect(here?.socket.bufferedAmount ?? 0).toBeLessThan(2 * mostWaiting);
  greedy.terminate();
}, 30_000);

test('CHAT-26: a socket has so many subscriptions and no more, and a closed one makes room', async () => {
  const token = await server.signIn('ana@faro.example');
  const channelId = await aChannelWith(token, 0, '');
  const socket = await open(token);
  const ready = new Set<number>();
  const refused = new Set<number>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as {
      id: number;
      error?: { json: { data: { error: string } } };
      result?: { type: string };
    };
    if (message.error?.json.data.error === 'tooMany') refused.add(message.id);
    if (message.result?.type === 'data') ready.add(message.id);
  });
  const most = 1_000;
  const ids = Array.from({ length: most + 10 }, (_, n) => n + 1);
  sendAll(
    socket,
    ids.map((id) => subscription(id, channelId)),
  );
  await vi.waitFor(() => expect(ready.size + refused.size).toBe(most + 10), 20_000);
  expect(ready.size).toBe(most);
  const [stopped] = ready;
  socket.send(JSON.stringify({ id: stopped, method: 'subscription.stop' }));
  socket.send(JSON.stringify(subscription(most + 11, channelId)));
  await vi.waitFor(() => expect(ready.has(most + 11)).toBe(true));
  socket.close();
  await vi.waitFor(() => expect(server.services.connections.count).toBe(0));
  expect(server.services.hub.topics).toBe(0);
}, 30_000);

test('CHAT-26: many readers on one socket that does not read share its bound', async () => {
  const token = await server.signIn('ana@faro.example');
  const channelId = await aChannelWith(token, 60, 'y'.repeat(3_900));
  const socket = await open(token);
  await ask(socket, 'auth.me');
  const [here] = [...server.services.connections.all()].filter(({ actor }) => actor !== null);
  socket.pause();
  const ids = Array.from({ length: 100 }, (_, n) => n + 1);
  sendAll(
    socket,
    ids.map((id) => subscription(id, channelId, { lastEventId: '0' })),
  );
  await vi.waitFor(() => expect(here?.streams).toBe(100));
  await vi.waitFor(() => expect(here?.socket.bufferedAmount).toBeGreaterThan(512 * 1024));
  expect(here?.socket.bufferedAmount).toBeLessThan(2 * 1024 * 1024);
  const got = new Map<number, number>();
  socket.on('message', (data) => {
    const { id, result } = JSON.parse(String(data)) as {
      id: number;
      result?: { data?: { json: { data: { type: string } } } };
    };
    if (result?.data?.json.data.type === 'message.created') got.set(id, (got.get(id) ?? 0) + 1);
  });
  socket.resume();
  await vi.waitFor(
    () => expect([...got.values()].filter((n) => n === 60)).toHaveLength(100),
    20_000,
  );
  socket.close();
  await vi.waitFor(() => expect(server.services.connections.count).toBe(0));
}, 40_000);

test('CHAT-26: what would stay in memory with every subscription is refused when it is long', async () => {
  const token = await server.signIn('ana@faro.example');
  const channelId = await aChannelWith(token, 0, '');
  const socket = await open(token);
  for (const message of [
    subscription('i'.repeat(100_000), channelId),
    subscription(1, channelId, { ballast: 'b'.repeat(100_000) }),
  ]) {
    socket.send(JSON.stringify(message));
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(String(data)).toContain('"error":"tooLarge"');
  }
  socket.close();
  await vi.waitFor(() => expect(server.services.connections.count).toBe(0));
});

test('CHAT-26: after a storm of sockets and subscriptions nothing is left of them', async () => {
  const token = await server.signIn('ana@faro.example');
  const channelId = await aChannelWith(token, 3, 'hello');
  const { hub, connections, db } = server.services;
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const timersBefore = timers();
  const live = (id: number, path: string) => ({
    id,
    method: 'subscription',
    params: { path, input: { json: null, meta: { values: ['undefined'], v: 1 } } },
  });
  for (let round = 0; round < 40; round++) {
    await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const socket = await open(token);
        const started = once(socket, 'message');
        sendAll(socket, [
          subscription(1, channelId, { lastEventId: '0' }),
          subscription(2, channelId),
          live(3, 'chat.onMine'),
          live(4, 'members.onPresence'),
          live(5, 'settings.onChange'),
        ]);
        // Some go while they are being brought up to date, some without a word.
        if (n % 3 !== 0) await started;
        if (n % 2 === 0) socket.terminate();
        else socket.close();
        if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
      }),
    );
  }
  await vi.waitFor(() => expect(connections.count).toBe(0), 10_000);
  expect([...connections.all()]).toEqual([]);
  await vi.waitFor(() => expect(hub.topics).toBe(0), 10_000);
  await vi.waitFor(async () => expect(await db.presenceLease.count()).toBe(0), 10_000);
  await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(timersBefore + 5), 10_000);
}, 60_000);
