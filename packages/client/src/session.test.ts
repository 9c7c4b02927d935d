import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAtalaya } from './atalaya.ts';
import { closeCodes } from './close-codes.ts';
import type { Runtime } from './runtime.ts';
import type { SessionState } from './session.ts';
import { cookieSession, memorySession, type SessionStore } from './session-store.ts';
import { until } from './subscribable.ts';
import { ManualRuntime } from './testing/manual-runtime.ts';
import { memoryStorage } from './testing/memory-storage.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { type SmallServer, startSmallServer } from './testing/server.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

const ana = { email: 'ana@faro.example', password: 'right' };
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

function people(session: SessionStore = memorySession(), runtime: Runtime = swiftRuntime) {
  const client = createAtalaya({ url: proxy.url, session, runtime });
  clients.push(client);
  return client;
}
type Client = ReturnType<typeof people>;

const signedOut = (client: Client) =>
  until(client.session.state, ({ status }) => status === 'signedOut') as Promise<
    Extract<SessionState, { status: 'signedOut' }>
  >;

test('ID-02: signing in opens the line; a wrong password is a typed error and opens none', async () => {
  const client = people();
  await expect(client.session.signIn({ ...ana, password: 'wrong' })).rejects.toMatchObject({
    code: 'wrongCredentials',
  });
  expect(client.connection.get()).toEqual({ status: 'idle' });
  expect(server.handles.connections).toBe(0);
  expect(await client.session.signIn(ana)).toMatchObject({ id: 'ana' });
  await until(client.connection, ({ status }) => status === 'online');
  expect(await client.api.auth.me.query()).toMatchObject({ id: 'ana' });
});

test('ID-03: many callers with a refused token share one refresh', async () => {
  const client = people();
  await client.session.signIn(ana);
  await client.api.auth.me.query();
  server.revokeAll();
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.api.auth.me.query()));
  expect(answers).toHaveLength(8);
  expect(server.handles.refreshes).toBe(1);
});

test('ID-03: the access token is renewed ahead of its end, the next time from the new one', async () => {
  const runtime = new ManualRuntime();
  const lifeMs = 600_000;
  server.handles.lifeMs = lifeMs + runtime.now() - Date.now();
  const client = people(memorySession(), runtime);
  await client.session.signIn(ana);
  const renewal = server.next('refresh');
  await runtime.advance(lifeMs * 0.7);
  expect(server.handles.refreshes).toBe(0);
  await runtime.advance(lifeMs * 0.1);
  await renewal;
  expect(server.handles.refreshes).toBe(1);
});

test('ID-03: a session goes on after a restart with the rotated refresh token', async () => {
  const store = memorySession();
  const first = people(store);
  await first.session.signIn(ana);
  const before = await store.load();
  first.close();
  const second = people(store);
  expect(await second.session.restore()).toMatchObject({ status: 'signedIn' });
  expect(await store.load()).not.toBe(before);
  expect(await second.api.auth.me.query()).toMatchObject({ id: 'ana' });
});

test('ID-03: without a kept session restoring asks nothing', async () => {
  const client = people();
  expect(await client.session.restore()).toMatchObject({ status: 'signedOut', reason: 'none' });
  expect(server.handles.refreshes).toBe(0);
});

test('ID-03: a refused refresh signs out with the reason and clears the store', async () => {
  const store = memorySession();
  await store.save('refresh-of-long-ago-that-was-rotated');
  const client = people(store);
  const state = await client.session.restore();
  expect(state).toMatchObject({ status: 'signedOut', reason: 'expired' });
  expect(state).toHaveProperty('error.code', 'sessionEnded');
  expect(await store.load()).toBeNull();
});

test('ID-03: a network that is away does not sign out; restoring goes on when it is back', async () => {
  const store = memorySession();
  const first = people(store);
  await first.session.signIn(ana);
  first.close();
  proxy.refuse();
  const client = people(store);
  const restored = client.session.restore();
  const waiting = await until(
    client.session.state,
    (state) => state.status === 'restoring' && state.error !== null,
  );
  expect(waiting).toHaveProperty('error.code', 'unavailable');
  proxy.allow();
  expect(await restored).toMatchObject({ status: 'signedIn' });
});

test('ID-03: signing out during a refresh leaves nothing behind', async () => {
  const store = memorySession();
  const client = people(store);
  await client.session.signIn(ana);
  await client.api.auth.me.query();
  const asked = server.next('refresh');
  const gate = Promise.withResolvers<void>();
  server.handles.beforeRefresh = () => gate.promise;
  server.revokeAll();
  const refused = client.api.auth.me.query().catch((error: unknown) => error);
  await asked;
  await client.session.signOut();
  gate.resolve();
  expect(await refused).toMatchObject({ code: 'sessionEnded' });
  expect(await store.load()).toBeNull();
  expect(client.session.state.get()).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
  expect(server.handles.logouts).toBe(1);
});

test('ID-03: signed out here at once, even if the server cannot be told', async () => {
  const store = memorySession();
  const client = people(store);
  await client.session.signIn(ana);
  proxy.refuse();
  proxy.sever();
  await expect(client.session.signOut()).rejects.toMatchObject({ code: 'unavailable' });
  expect(client.session.state.get()).toMatchObject({ status: 'signedOut' });
  expect(await store.load()).toBeNull();
});

test('CHAT-25: a closed session (4003) signs out with the word of the server', async () => {
  const client = people();
  await client.session.signIn(ana);
  await until(client.connection, ({ status }) => status === 'online');
  server.closeSockets(closeCodes.sessionEnded, 'banned');
  expect(await signedOut(client)).toMatchObject({ reason: 'ended', detail: 'banned' });
  expect(client.connection.get()).toEqual({ status: 'idle' });
});

test('ID-03: a clock that is hours ahead does not refresh without end', async () => {
  const ahead: Runtime = { ...swiftRuntime, now: () => Date.now() + 6 * 3_600_000 };
  const client = people(memorySession(), ahead);
  await client.session.signIn(ana);
  for (let call = 0; call < 5; call++) await client.api.auth.me.query();
  expect(server.handles.refreshes).toBe(0);
});

test('ID-04: with a cookie no script sees the refresh token; tabs refresh one after the other', async () => {
  const storage = memoryStorage();
  const tabs = [people(cookieSession(storage)), people(cookieSession(storage))];
  const [first] = tabs;
  await first?.session.signIn(ana);
  expect(storage.getItem('atalaya.session')).toBe('cookie');
  expect(server.handles.loginKeeping).toBe('cookie');
  let under = 0;
  let most = 0;
  server.handles.beforeRefresh = async () => {
    most = Math.max(most, ++under);
    // Time enough for the other tab to come in between, if it could.
    await new Promise((resolve) => setTimeout(resolve, 50));
    under--;
  };
  const again = [people(cookieSession(storage)), people(cookieSession(storage))];
  const states = await Promise.all(again.map((tab) => tab.session.restore()));
  expect(states.map(({ status }) => status)).toEqual(['signedIn', 'signedIn']);
  expect(server.handles.refreshes).toBe(2);
  expect(most).toBe(1);
});
