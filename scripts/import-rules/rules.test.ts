import { expect, test } from 'vitest';
import { checkRepository, describeBreach } from './check.ts';
import { importsOf } from './graph.ts';
import { findBreaches } from './rules.ts';

const packages = new Map([
  ['@atalaya/api', { folder: 'packages/api', exports: { './types': './src/types.ts' } }],
  ['@atalaya/db', { folder: 'packages/db', exports: { './demo': './src/demo/index.ts' } }],
  ['@atalaya/server', { folder: 'apps/server', exports: { '.': './src/index.ts' } }],
]);

/** The rules that a file with this text would break. */
const broken = (files: Record<string, string>): string[] =>
  findBreaches(
    Object.entries(files).flatMap(([file, text]) =>
      importsOf({ repository: '/nowhere', packages }, file, text),
    ),
  ).map(({ rule }) => rule);

test('this repository keeps its import rules', () => {
  expect(checkRepository().map(describeBreach)).toEqual([]);
});

test('a screen takes types from the API, never code, and nothing from the database', () => {
  const file = 'apps/web/src/a.ts';
  expect(broken({ [file]: `import type { AppRouter } from '@atalaya/api/types';` })).toEqual([]);
  expect(broken({ [file]: `export type { AppRouter } from '@atalaya/api/types';` })).toEqual([]);
  for (const text of [
    `import { appRouter } from '@atalaya/api';`,
    `import { type AppRouter } from '@atalaya/api/types';`,
    `export * from '@atalaya/api/types';`,
    `const api = await import('@atalaya/api');`,
  ]) {
    expect(broken({ [file]: text }), text).toEqual(['clients know types only']);
  }
  expect(broken({ [file]: `import type { Prisma } from '@atalaya/db';` })).toEqual([
    'clients know types only',
  ]);
});

test('a domain uses another one through its index or its schemas', () => {
  const file = 'packages/api/src/chat/a.ts';
  expect(broken({ [file]: `import type { B } from '../identity/b.ts';` })).toEqual([
    'a domain has one door',
  ]);
  expect(
    broken({
      [file]: `import { b } from '../identity/index.ts'; import { s } from '../identity/schemas.ts';
        import { c } from './c.ts'; import { open } from '../trpc.ts'; import { live } from '../live/hub.ts';`,
      'packages/api/src/services.ts': `import { b } from './identity/b.ts';`,
      'packages/api/src/chat/a.test.ts': `import { b } from '../identity/b.ts';`,
    }),
  ).toEqual([]);
});

test('the API knows no adapter, by package or by path', () => {
  for (const specifier of [
    'fastify',
    '@fastify/cors',
    'ioredis',
    'pg-boss',
    'node:fs/promises',
    'ws',
  ]) {
    expect(broken({ 'packages/api/src/a.ts': `import x from '${specifier}';` }), specifier).toEqual(
      ['the API knows ports, not adapters'],
    );
  }
  expect(broken({ 'packages/api/src/a.ts': `import type { WebSocket } from 'ws';` })).toEqual([]);
  expect(broken({ 'packages/api/src/a.test.ts': `import { x } from '@atalaya/server';` })).toEqual(
    [],
  );
  expect(broken({ 'packages/client/src/a.ts': `import { x } from '@atalaya/server';` })).toEqual([
    'the host is the top',
  ]);
});

test('packages meet at their entries', () => {
  expect(
    broken({ 'apps/server/src/a.ts': `import { x } from '../../../packages/db/src/x.ts';` }),
  ).toEqual(['packages meet at their entries']);
});

test('schemas stay safe for browsers and the demo is loaded late', () => {
  expect(broken({ 'packages/api/src/chat/schemas.ts': `import { x } from './x.ts';` })).toEqual([
    'schemas are safe for browsers',
  ]);
  const late = `const { seedDemo } = await import('@atalaya/db/demo');`;
  expect(broken({ 'apps/server/src/a.ts': late })).toEqual([]);
  expect(
    broken({ 'apps/server/src/a.ts': `import { seedDemo } from '@atalaya/db/demo';` }),
  ).toEqual(['the demo is loaded when it is wanted']);
});

test('files and domains do not load each other in circles', () => {
  expect(
    broken({
      'packages/ui/src/a.ts': `import { b } from './b.ts';`,
      'packages/ui/src/b.ts': `import { c } from './c.ts';`,
      'packages/ui/src/c.ts': `export { a } from './a.ts';`,
    }),
  ).toEqual(['no circles']);
  expect(
    broken({
      'packages/ui/src/a.ts': `import { b } from './b.ts';`,
      'packages/ui/src/b.ts': `import type { A } from './a.ts';`,
    }),
  ).toEqual([]);
  const domains = (kind: string) => ({
    'packages/api/src/chat/a.ts': `import { x } from '../identity/index.ts';`,
    'packages/api/src/identity/b.ts': `import ${kind} { y } from '../chat/index.ts';`,
  });
  expect(broken(domains(''))).toEqual(['no circles']);
  expect(broken(domains('type'))).toEqual([]);
});
