import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository, runQuietly } from './run.ts';

const web = join(repository, 'apps/web');
const stamp = join(web, 'dist/.stamp');

/** What the built web client is made of: when none of it changes, the build is the same. */
const sources = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/ui/src',
  'packages/ui/package.json',
  'packages/client/src',
  'packages/client/package.json',
  'pnpm-lock.yaml',
];

/** Builds the web client unless the build is current. Throws with what the build said when it fails. */
export async function buildWebClient(): Promise<void> {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Building the web client …\n');
  // A build that fails must not be taken for a current one.
  rmSync(stamp, { force: true });
  const vite = join(web, 'node_modules/vite/bin/vite.js');
  const { code, output } = await runQuietly(process.execPath, [vite, 'build'], {
    cwd: web,
    environment: { NO_COLOR: '1' },
  });
  if (code !== 0) throw new Error(`The web client could not be built:\n${output}`);
  writeFileSync(stamp, wanted);
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of filesOf(join(repository, source))) {
      hash.update(`\0${relative(repository, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
