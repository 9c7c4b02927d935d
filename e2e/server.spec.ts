import { credentials } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test('OPS-04: after a crash the server comes back on the same address with its data', async ({
  request,
  server,
}) => {
  const headers = { origin: server.url };
  const signIn = await request.post('/trpc/auth.login', {
    headers,
    data: { json: { ...credentials('member'), session: 'cookie' } },
  });
  expect(signIn.ok()).toBe(true);
  const before = server.pid;
  await server.kill9();
  await expect(request.get('/health/live')).rejects.toThrow('ECONNREFUSED');
  await server.restart();
  expect(server.pid).not.toBe(before);
  const ready = await request.get('/health/ready');
  expect(ready.status()).toBe(200);
  // The cookie's session was a row, so it outlives the process.
  const refreshed = await request.post('/trpc/auth.refresh', { headers, data: {} });
  expect(refreshed.status(), await refreshed.text()).toBe(200);
});
