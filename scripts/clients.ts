import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository, runQuietly } from './run.ts';

interface Client {
  name: string;
  folder: string;
  /** What the build is made of: when none of it changes, the build is the same. */
  sources: string[];
}

const shared = [
  'packages/ui/src',
  'packages/ui/public',
  'packages/ui/build',
  'packages/ui/package.json',
  'packages/client/src',
  'packages/client/package.json',
  'pnpm-lock.yaml',
];
const clients: Client[] = [
  {
    name: 'web client',
    folder: 'apps/web',
    sources: ['src', 'index.html', 'vite.config.ts', 'package.json'],
  },
  {
    name: 'console',
    folder: 'apps/desktop',
    sources: ['renderer', 'shared', 'vite.config.ts', 'package.json'],
  },
];

/** Builds web client and console, as far as their builds are not current. Throws with what a build said when it fails. */
export async function buildClients(): Promise<void> {
  for (const client of clients) await buildClient(client);
}

async function buildClient({ name, folder, sources }: Client): Promise<void> {
  const home = join(repository, folder);
  const stamp = join(home, 'dist/.stamp');
  const wanted = fingerprint([...sources.map((source) => join(folder, source)), ...shared]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write(`Building the ${name} …\n`);
  // A build that fails must not be taken for a current one.
  rmSync(stamp, { force: true });
  const vite = join(home, 'node_modules/vite/bin/vite.js');
  const { code, output } = await runQuietly(process.execPath, [vite, 'build'], {
    cwd: home,
    environment: { NO_COLOR: '1' },
  });
  if (code !== 0) throw new Error(`The ${name} could not be built:\n${output}`);
  writeFileSync(stamp, wanted);
}

function fingerprint(sources: readonly string[]): string {
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

if (import.meta.main) await buildClients();
