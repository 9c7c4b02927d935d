import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, startTestServer, type TestServer } from './testing/server.ts';

const listed = 'https://bot.example.org';
let server: TestServer;
let webFolder: string;
let consoleFolder: string;
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

beforeAll(async () => {
  webFolder = mkdtempSync(join(tmpdir(), 'atalaya-web-'));
  mkdirSync(join(webFolder, 'assets'));
  mkdirSync(join(webFolder, '.vite'));
  const page = '<meta property="csp-nonce" nonce="__CSP_NONCE__"><div id="root"></div>';
  writeFileSync(join(webFolder, 'index.html'), page);
  writeFileSync(join(webFolder, 'icon.svg'), '<svg/>');
  writeFileSync(join(webFolder, '.vite/manifest.json'), '{}');
  writeFileSync(join(webFolder, 'assets/app-abc123.js'), 'plain');
  writeFileSync(join(webFolder, 'assets/app-abc123.js.br'), 'brotli');
  writeFileSync(join(webFolder, 'assets/app-abc123.js.gz'), 'gzip');
  consoleFolder = mkdtempSync(join(tmpdir(), 'atalaya-console-'));
  mkdirSync(join(consoleFolder, 'assets'));
  writeFileSync(join(consoleFolder, 'index.html'), '<div id="console"></div>');
  writeFileSync(join(consoleFolder, 'assets/desk-abc123.js'), 'desk');
  const settings = { demo: true, corsOrigins: [listed], metricsToken: 'a-token-for-metrics' };
  server = await startTestServer(
    { ...settings, trustProxy: { addresses: ['127.0.0.1'] } },
    { webFolder, consoleFolder },
  );
});
afterAll(() => server[Symbol.asyncDispose]());

describe('OPS-36: security headers', () => {
  test.each([
    '/',
    '/channels/1',
    '/assets/app-abc123.js',
    '/assets/missing.js',
    '/icon.svg',
    '/trpc/system.health',
    '/trpc/no.such',
    '/health/live',
    '/health/ready',
    '/metrics',
    '/no-such-path',
  ])('OPS-36: %s carries all of them', async (path) => {
    const { headers } = await get(path, { accept: 'text/html' });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  test('OPS-36: behind TLS the browser is told to stay there', async () => {
    const { headers } = await get('/health/live', { 'x-forwarded-proto': 'https' });
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
  });

  test('OPS-36: every page has a nonce of its own, in its header and in its text', async () => {
    const nonces = await Promise.all(
      ['/', '/channels/1'].map(async (path) => {
        const response = await get(path, { accept: 'text/html,*/*' });
        const [, nonce = ''] = (await response.text()).match(/nonce="([^"]+)"/) ?? [];
        const policy = response.headers.get('content-security-policy');
        expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(response.headers.get('cache-control')).toBe('no-store');
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(nonces[0]?.length).toBeGreaterThanOrEqual(22);
  });
});

describe('the web client', () => {
  test('built files are compressed as the browser likes, and kept for ever', async () => {
    const compressed = await get('/assets/app-abc123.js', { 'accept-encoding': 'gzip, br' });
    expect(compressed.headers.get('content-encoding')).toBe('br');
    expect(compressed.headers.get('vary')).toContain('accept-encoding');
    expect(compressed.headers.get('content-type')).toMatch(/javascript/);
    await compressed.body?.cancel();
    const plain = await get('/assets/app-abc123.js', { 'accept-encoding': 'identity' });
    expect(await plain.text()).toBe('plain');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/icon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  test('addresses of screens get the page, all others an error that a program understands', async () => {
    for (const path of ['/', '/index.html', '/people/7', '/join?code=x.y']) {
      for (const encoding of ['identity', 'br']) {
        const headers = { accept: 'text/html', 'accept-encoding': encoding };
        const response = await get(path, headers);
        expect(response.status, path).toBe(200);
        expect(await response.text()).toContain('id="root"');
      }
    }
    for (const path of [
      '/people/7',
      '/assets/gone.js',
      '/health/nothing',
      '/.vite/manifest.json',
    ]) {
      const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
      const response = await get(path, headers);
      expect(response.status, path).toBe(404);
      expect(await errorOf(response)).toMatchObject({ messageKey: 'error.notFound.path' });
    }
    for (const path of ['/assets', '/assets/', '/assets/gone.js', '/assets/app-abc123.js.br']) {
      expect((await get(path, { accept: 'text/html' })).status, path).toBe(404);
    }
  });
});

describe('the console', () => {
  test('UI-12: it is served beside the web client, with its own page and files', async () => {
    for (const path of ['/console', '/console/', '/console/queue?case=x']) {
      const response = await get(path, { accept: 'text/html' });
      expect(response.status, path).toBe(200);
      expect(await response.text(), path).toContain('id="console"');
    }
    // Such as curl: it takes anything and names nothing.
    for (const headers of [{ accept: '*/*' }, { accept: '' }]) {
      for (const path of ['/console', '/console/', '/console/queue']) {
        const response = await get(path, headers);
        expect(response.status, path).toBe(200);
        expect(await response.text(), path).toContain('id="console"');
      }
      for (const path of ['/console/gone.js', '/console/.vite/manifest.json']) {
        expect((await get(path, headers)).status, path).toBe(404);
      }
    }
    for (const path of ['/consoles', '/people/7']) {
      expect(await (await get(path, { accept: 'text/html' })).text(), path).toContain('id="root"');
    }
    const file = await get('/console/assets/desk-abc123.js', { 'accept-encoding': 'identity' });
    expect(await file.text()).toBe('desk');
    expect(file.headers.get('cache-control')).toContain('immutable');
    for (const path of ['/console/assets/gone.js', '/console/assets/app-abc123.js']) {
      expect((await get(path, { accept: 'text/html' })).status, path).toBe(404);
    }
  });
});

describe('OPS-36: calls from other sites', () => {
  test('UI-12: the desktop program’s own pages may call, without any list', async () => {
    const origin = 'atalaya-app://console';
    const { headers } = await get('/trpc/system.health', { origin });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  const cookie = { cookie: 'atalaya_session=whatever' };
  const call = async (headers: Record<string, string>) => {
    const response = await server.post('auth.logout', {}, headers);
    return response.status === 403 ? (await errorOf(response)).messageKey : 'reached';
  };
  const own = () => server.url;

  test('OPS-36: with the cookie a call must prove that it comes from our own page', async () => {
    const refused = 'error.forbidden.origin';
    expect(await call({ ...cookie })).toBe(refused);
    expect(await call({ ...cookie, origin: 'https://evil.example' })).toBe(refused);
    expect(await call({ ...cookie, origin: 'null' })).toBe(refused);
    expect(await call({ ...cookie, origin: listed })).toBe(refused);
    expect(await call({ ...cookie, 'sec-fetch-site': 'same-site' })).toBe(refused);
    expect(await call({ ...cookie, 'sec-fetch-site': 'cross-site', origin: own() })).toBe(refused);
    expect(await call({ ...cookie, origin: own() })).toBe('reached');
    expect(await call({ ...cookie, 'sec-fetch-site': 'same-origin' })).toBe('reached');
  });

  test('OPS-36: without the cookie programs and listed sites may call, other sites may not', async () => {
    expect(await call({})).toBe('reached');
    expect(await call({ origin: listed })).toBe('reached');
    expect(await call({ origin: 'https://evil.example' })).toBe('error.forbidden.origin');
  });

  test('OPS-36: browsers learn that only listed sites may call', async () => {
    const ask = (origin: string) =>
      fetch(`${server.url}/trpc/auth.login`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await ask(listed)).headers.get('access-control-allow-origin')).toBe(listed);
    const foreign = await ask('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(foreign.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('ID-03: the session cookie is out of reach of scripts and other sites, and secure behind TLS', async () => {
    const input = { email: 'ana@faro.example', password: 'demo-atalaya', session: 'cookie' };
    const set = async (headers: Record<string, string>) =>
      (await server.post('auth.login', input, headers)).headers.get('set-cookie') ?? '';
    const plain = await set({});
    expect(plain).toMatch(
      /^atalaya_session=[^;]+; Max-Age=\d+; Path=\/trpc; HttpOnly; SameSite=Strict$/,
    );
    expect(await set({ 'x-forwarded-proto': 'https' })).toContain('; Secure');
  });
});

describe('bad requests', () => {
  test('a body that is too large is told so in the words of the API', async () => {
    const response = await server.post('auth.login', { email: 'x'.repeat(1024 * 1024) });
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ messageKey: 'error.tooLarge.request' });
  });

  test.each([
    ['no JSON', '{"json":', 'application/json'],
    ['no known type', 'a=b', 'application/x-www-form-urlencoded'],
    ['empty', '', 'application/json'],
  ])('a body that is %s is refused without a stack', async (_, body, type) => {
    const response = await fetch(`${server.url}/trpc/auth.login`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect([400, 415]).toContain(response.status);
    const text = await response.text();
    expect(JSON.parse(text)).toHaveProperty('error');
    expect(text).not.toMatch(/node_modules|\bat .*\.[jt]s|stack/);
  });

  test('a batch may have so many calls and no more', async () => {
    const paths = (count: number) => Array(count).fill('system.health').join(',');
    expect((await get(`/trpc/${paths(50)}?batch=1&input={}`)).status).toBe(200);
    expect((await get(`/trpc/${paths(51)}?batch=1&input={}`)).status).toBe(400);
  });

  test('OPS-32: a sane request id is taken over, any other replaced', async () => {
    const idFor = async (id: string) =>
      (await get('/trpc/no.such', { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('proxy-7f3a:12')).toBe('proxy-7f3a:12');
    expect(await idFor('a"}{"level":"error')).toMatch(/^[\w-]{36}$/);
    const response = await get('/trpc/no.such', { 'x-request-id': 'proxy-7f3a:12' });
    expect((await errorOf(response)).requestId).toBe('proxy-7f3a:12');
  });
});

describe('OPS-30: health and OPS-31: metrics', () => {
  test('OPS-30: alive and ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok', version: '0.1.0' });
    const ready = await get('/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', migrations: 'ok', bus: 'ok' },
    });
    expect(ready.headers.get('cache-control')).toBe('no-store');
  });

  test('OPS-31: metrics count calls, sockets, jobs and the database pool', async () => {
    await get('/trpc/system.health');
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(
      /atalaya_procedure_seconds_count\{path="system\.health",outcome="ok"\} \d/,
    );
    expect(text).toContain('atalaya_sockets 0');
    expect(text).toContain('atalaya_queue_depth 0');
    expect(text).toMatch(/atalaya_database_pool\{state="idle"\} \d/);
    expect(text).toContain('atalaya_messages_written_total');
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
  });

  test('OPS-31: from elsewhere, metrics need the token', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
    expect((await get('/metrics', elsewhere)).status).toBe(401);
    const wrong = { ...elsewhere, authorization: 'Bearer another-token-0' };
    expect((await get('/metrics', wrong)).status).toBe(403);
    const right = { ...elsewhere, authorization: 'Bearer a-token-for-metrics' };
    expect((await get('/metrics', right)).status).toBe(200);
  });
});

describe('operations', () => {
  const call = async (path: string, email?: string) => {
    const token = email === undefined ? undefined : await server.signIn(email);
    return get(`/trpc/${path}`, token === undefined ? {} : { authorization: `Bearer ${token}` });
  };

  test('OPS-30: staff see how the system is doing, members do not', async () => {
    const response = await call('system.status', 'elena@faro.example');
    const { result } = (await response.json()) as { result: { data: { json: object } } };
    expect(result.data.json).toMatchObject({
      node: { version: '0.1.0' },
      sockets: 0,
      queueDepth: 0,
      deadLetters: 0,
      database: { slowQueries: [], pool: { waiting: 0 } },
      bus: { spansNodes: false, connected: true },
    });
    expect((await call('system.status', 'ana@faro.example')).status).toBe(403);
    expect((await call('system.status')).status).toBe(401);
  });

  test('OPS-04: who may change settings sees which secrets are set, and no value', async () => {
    const response = await call('system.secrets', 'diego@faro.example');
    const text = await response.text();
    expect(text).toContain('{"name":"METRICS_TOKEN","status":"weak","source":"environment"}');
    expect(text).not.toContain('a-token-for-metrics');
    expect((await call('system.secrets', 'elena@faro.example')).status).toBe(403);
  });
});

test('Q-13: a procedure that does not exist is not found, by whatever name it is asked for', async () => {
  for (const path of [
    'no.such',
    'chat',
    'constructor',
    '__proto__',
    'chat.__proto__.x',
    'auth..me',
  ]) {
    const response = await get(`/trpc/${path}`);
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({
      error: 'notFound',
      messageKey: 'error.notFound.path',
    });
  }
});

test('CHAT-25: events that come by HTTP end when the person is deactivated', async () => {
  const token = await server.signIn('ana@faro.example');
  const staff = { authorization: `Bearer ${await server.signIn('carmen@faro.example')}` };
  const response = await get('/trpc/chat.onMine', {
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const whole = response.text();
  const actor = await server.services.tokens.verify(token);
  await server.post('members.deactivate', { memberId: actor?.memberId }, staff);
  expect(await whole).toContain('sessionEnded');
  await server.post('members.reactivate', { memberId: actor?.memberId }, staff);
});
