import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { permissionsOf } from '../../packages/api/src/identity/permissions.ts';
import { roles } from '../../packages/api/src/identity/schemas.ts';
import { appRouter } from '../../packages/api/src/router.ts';
import { repository } from '../run.ts';
import { describePermissions, proceduresOf } from './document.ts';

test('Q-14: docs/permissions.md fits the router (otherwise run `pnpm permissions`)', async () => {
  const page = await readFile(join(repository, 'docs/permissions.md'), 'utf8');
  expect(page).toBe(describePermissions(proceduresOf(appRouter), roles, permissionsOf));
});

test('Q-14: a procedure that declares nothing about itself is refused', () => {
  const procedures = { 'chat.peek': { _def: { type: 'query' } } };
  expect(() => proceduresOf({ _def: { procedures } })).toThrow('chat.peek');
});
