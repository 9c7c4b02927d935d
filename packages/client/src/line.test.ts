import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createAtalaya, overHttp, type TokenClientOptions } from './atalaya.ts';
import { closeCodes } from './close-codes.ts';
import { AtalayaError } from './errors.ts';
import { until } from './subscribable.ts';
import { ManualRuntime } from './testing/manual-runtime.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { Refusal, type SmallServer, startSmallServer } from './testing/server.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

// Node has no page that goes offline and online; a browser's global object is an EventTarget.
const page = new EventTarget();
beforeAll(() => {
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterAll(() => vi.unstubAllGlobals());
const networkReturns = () => page.dispatchEvent(new Event('online'));

let server: SmallServer;
let proxy: TestProxy;
const clients: { close(): void }[] = [];

beforeEach(async () => {
  server = await startSmallServer();
  proxy = await startProxy(server.url);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await proxy.close();
  await server.stop();
});

function connect(options: Partial<TokenClientOptions> = {}) {
  const client = createAtalaya({
    url: proxy.url,
    token: server.issue(),
    runtime: swiftRuntime,
    ...options,
  });
  clients.push(client);
  return client;
}
type Client = ReturnType<typeof connect>;

const reaches = (client: Client, status: string) =>
  until(client.connection, (state) => state.status === status);

test('CHAT-24: the state goes from connecting to online, offline since when, and back', async () => {
  const client = connect();
  const seen = [client.connection.get().status];
  client.connection.subscribe(() => seen.push(client.connection.get().status));
  await reaches(client, 'online');
  proxy.refuse();
  proxy.sever();
  const offline = await reaches(client, 'offline');
  expect(offline).toMatchObject({ since: expect.any(Date) });
  proxy.allow();
  await reaches(client, 'online');
  expect(seen).toEqual(['connecting', 'online', 'offline', 'online']);
});

test('CHAT-24: one socket carries all calls', async () => {
  const client = connect();
  await Promise.all(Array.from({ length: 5 }, () => client.api.auth.me.query()));
  expect(server.handles.connections).toBe(1);
  expect(proxy.connections).toBe(1);
});

test('CHAT-24: a query that was cut off is asked again on the next line', async () => {
  const client = connect();
  await reaches(client, 'online');
  proxy.freeze();
  const asked = client.api.auth.me.query();
  await new Promise<void>((resolve) => setImmediate(resolve));
  proxy.sever();
  proxy.thaw();
  expect(await asked).toMatchObject({ id: 'ana' });
});

test('CHAT-24: a call without an answer fails in time and says that the line is down', async () => {
  const client = connect({ timeoutMs: 300 });
  await reaches(client, 'online');
  proxy.refuse();
  proxy.sever();
  await reaches(client, 'offline');
  const refused = await client.api.auth.me.query().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AtalayaError);
  expect(refused).toMatchObject({
    code: 'unavailable',
    messageKey: 'error.unavailable.offline',
    answered: false,
  });
});

test('CHAT-24: a refusal arrives as a typed error with what people and support need', async () => {
  const client = connect();
  server.handles.beforeSend = async () => {
    throw new Refusal('muted', 30);
  };
  const input = { channelId: 'harbour', content: 'hello', clientId: 'c1' };
  await expect(client.api.chat.messages.send.mutate(input)).rejects.toMatchObject({
    name: 'AtalayaError',
    code: 'muted',
    messageKey: 'error.muted',
    retryAfter: 30,
    requestId: 'request-1',
    answered: true,
  });
});

test('ID-03: asked to sign in afresh (4001), a service gets another token and comes back', async () => {
  let asked = 0;
  const client = connect({
    token: () => {
      asked++;
      return server.issue();
    },
  });
  await reaches(client, 'online');
  const first = await client.api.auth.me.query();
  server.revokeAll();
  server.closeSockets(closeCodes.reauthenticate, 'role');
  await reaches(client, 'offline');
  await reaches(client, 'online');
  expect(asked).toBe(2);
  expect(await client.api.auth.me.query()).not.toEqual(first);
});

test('ID-03: a token that is refused inside a call is renewed once and the call repeated', async () => {
  let asked = 0;
  const client = connect({
    token: () => {
      asked++;
      return server.issue();
    },
  });
  await reaches(client, 'online');
  server.revokeAll();
  const answers = await Promise.all([client.api.auth.me.query(), client.api.auth.me.query()]);
  expect(answers).toHaveLength(2);
  expect(asked).toBe(2);
});

test('ID-03: a line that is refused at the door asks for another token', async () => {
  const stale = server.issue();
  server.revoke(stale);
  const offered = [stale, server.issue()];
  const client = connect({ token: () => offered.shift() ?? '' });
  expect(await client.api.auth.me.query()).toMatchObject({ id: 'ana' });
});

test('ID-03: a fixed token that is refused ends the client with a word', async () => {
  const ended = Promise.withResolvers<string | null>();
  const client = connect({ token: 'never-valid', onSignedOut: ended.resolve });
  expect(await ended.promise).toBe('refused');
  expect(client.connection.get()).toEqual({ status: 'idle' });
});

test('CHAT-25: a closed session (4003) ends the client with the reason and without retries', async () => {
  const ended = Promise.withResolvers<string | null>();
  const client = connect({ onSignedOut: ended.resolve });
  const streamEnd = Promise.withResolvers<AtalayaError>();
  client.channel('harbour', { onEvent: () => {}, onEnd: streamEnd.resolve });
  await reaches(client, 'online');
  server.closeSockets(closeCodes.sessionEnded, 'banned');
  expect(await ended.promise).toBe('banned');
  expect(await streamEnd.promise).toMatchObject({ code: 'sessionEnded' });
  expect(client.connection.get()).toEqual({ status: 'idle' });
  await expect(client.api.auth.me.query()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('CHAT-24: calls by HTTP and over the socket speak for the same person', async () => {
  const client = connect();
  await reaches(client, 'online');
  expect(await client.api.auth.me.query(undefined, overHttp)).toEqual(
    await client.api.auth.me.query(),
  );
  expect(server.handles.connections).toBe(1);
});

test('CHAT-24: tries double their spread from 1 s to 10 s, and a wake-up tries at once', async () => {
  const runtime = new ManualRuntime();
  runtime.chance = 1;
  proxy.refuse();
  const client = connect({ runtime });
  const waits = () => runtime.delays.filter((ms) => ms <= 10_000 && ms !== 5_000);
  for (let tries = 1; tries <= 6; tries++) {
    await vi.waitFor(() => expect(waits()).toHaveLength(tries));
    if (tries < 6) await runtime.advance(waits().at(-1) ?? 0);
  }
  expect(waits()).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  proxy.allow();
  // What a browser does when the network returns.
  networkReturns();
  await reaches(client, 'online');
  expect(waits()).toHaveLength(6);
});

test('CHAT-27: when the server stops (1001), the way back is spread over 10 s', async () => {
  const runtime = new ManualRuntime();
  const client = connect({ runtime });
  await reaches(client, 'online');
  runtime.delays.length = 0;
  server.closeSockets(closeCodes.goingAway);
  await vi.waitFor(() => expect(runtime.delays).toContain(5_100));
  await runtime.advance(5_100);
  await reaches(client, 'online');
});

test('CHAT-24: a dead line that nobody closed is found out after a wake-up', async () => {
  const client = connect();
  await reaches(client, 'online');
  proxy.freeze();
  networkReturns();
  await reaches(client, 'offline');
  proxy.sever();
  proxy.thaw();
  await reaches(client, 'online');
});

test('ID-03: calls that wait when a fixed token is refused fail at once, as nobody is signed in', async () => {
  const client = connect({ token: 'never-valid' });
  const calls = [
    client.api.auth.me.query(),
    client.api.chat.messages.send.mutate({ channelId: 'a', content: 'b', clientId: 'c' }),
  ];
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(outcomes[0]).toHaveProperty('reason.code', 'unauthenticated');
  expect(client.connection.get()).toEqual({ status: 'idle' });
});
