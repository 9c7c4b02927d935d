import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { permissionsOf } from '../packages/api/src/identity/permissions.ts';
import { roles } from '../packages/api/src/identity/schemas.ts';
import { appRouter } from '../packages/api/src/router.ts';
import { describePermissions, proceduresOf } from './permissions/document.ts';
import { repository } from './run.ts';

/** `pnpm permissions [--check]`: writes docs/permissions.md from the router, or sees whether it is current. */

const path = join(repository, 'docs/permissions.md');
const wanted = describePermissions(proceduresOf(appRouter), roles, permissionsOf);
if (process.argv.includes('--check')) {
  const current = existsSync(path) ? await readFile(path, 'utf8') : '';
  if (current !== wanted) {
    console.error('docs/permissions.md does not fit the router: run `pnpm permissions`.');
    process.exitCode = 1;
  }
} else {
  await writeFile(path, wanted);
  console.log('docs/permissions.md is written.');
}
// The router's modules keep timers; nothing here waits for them.
process.exit();
