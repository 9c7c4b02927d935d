import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `generate`: makes the Prisma client from the schema files, unless it is up to date already. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = join(root, 'prisma/schema');
const stamp = join(root, 'generated/.stamp');
const require = createRequire(import.meta.url);

const hash = createHash('sha256').update(readFileSync(require.resolve('prisma/package.json')));
for (const name of readdirSync(schema).sort())
  hash.update(`\0${name}\0`).update(readFileSync(join(schema, name)));
const wanted = hash.digest('hex');

const isCurrent =
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === wanted &&
  existsSync(join(root, 'generated/client.ts'));
if (!isCurrent) {
  const result = spawnSync(
    process.execPath,
    [require.resolve('prisma/build/index.js'), 'generate', '--schema', schema, '--no-hints'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        // Generating needs no engine, but Prisma downloads one unless this names a file that exists.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  if (result.status === 0) writeFileSync(stamp, wanted);
  else process.stderr.write(`${result.stdout}${result.stderr}`);
  process.exitCode = result.status ?? 1;
}
