import { purgeDemo } from '@atalaya/db/demo';
import { expect, test } from 'vitest';
import { errorOf, startTestServer } from './testing/server.ts';

test('OPS-22: a first start has a queue with evidence, and the purge takes it away', async () => {
  await using server = await startTestServer({ demo: true });
  const { db, pool } = server.services;
  const token = await server.signIn('bruno@faro.example');
  const get = async (path: string, input: object) => {
    const query = encodeURIComponent(JSON.stringify({ json: input }));
    const response = await fetch(`${server.url}/trpc/${path}?input=${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status, path).toBe(200);
    return ((await response.json()) as { result: { data: { json: unknown } } }).result.data.json;
  };
  const { items } = (await get('moderation.cases.list', {})) as {
    items: { id: string; subjectType: string; excerpt: string; flagCount: number }[];
  };
  expect(items).toHaveLength(6);
  expect(new Set(items.map(({ subjectType }) => subjectType))).toEqual(
    new Set(['message', 'member']),
  );
  for (const { id: caseId, excerpt } of items) {
    expect(excerpt).not.toBe('');
    await get('moderation.cases.get', { caseId });
  }
  const banned = await server.post('auth.login', {
    email: 'ofertas.costa@faro.example',
    password: 'demo-atalaya',
  });
  expect(await errorOf(banned)).toMatchObject({
    messageKey: 'error.forbidden.banned',
    params: { policy: 'spam', until: null },
  });
  await purgeDemo({ pool });
  expect(await db.moderationCase.count()).toBe(0);
  expect(await db.moderationEvidence.count()).toBe(0);
  expect(await db.sanction.count()).toBe(0);
  expect(await db.notification.count()).toBe(0);
  expect(await db.alert.count()).toBe(0);
});
