import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, DatabaseSetupError } from '../errors.ts';
import { type Account, canEnter, canRun } from './account.ts';
import { type Binaries, copyBinaries, program } from './binaries.ts';

/** Where root puts what the database's user must reach when node_modules or the data folder lie below a closed folder. */
const SHARED = '/var/lib/atalaya';

/** Makes the data folder when it is missing and gives its real path. */
export async function openDataFolder(dataDir: string): Promise<string> {
  // As root, PostgreSQL's own user must be able to walk through it (not list it); everything in it that is secret is 0600.
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return realpath(dataDir);
}

/** The folder name in the data folder that holds the cluster, or links to it. */
export function clusterHome(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Gives the real folder of the cluster, owned by whom PostgreSQL runs as. It lies in the data folder; where that user cannot
 * get there it lies below /var/lib/atalaya and the data folder holds a link to it.
 */
export async function openClusterHome(
  dataDir: string,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  const home = clusterHome(dataDir);
  const found = await lstat(home).catch(() => undefined);
  if (!found) {
    if (account && !canEnter(account, dataDir)) return await placeElsewhere(dataDir, account, log);
    await makeHome(home, account);
    return home;
  }
  const real = await realpath(home).catch((cause: unknown) => {
    throw new DatabaseSetupError(
      `The database of ${dataDir} is missing, ${home} points to a folder that is gone: bring that folder back, or remove the link to start with an empty database.`,
      { cause },
    );
  });
  if (!(await stat(real)).isDirectory()) {
    throw new DatabaseSetupError(
      `The database cannot be placed at ${home} because a file is in its place: remove that file, or set DATA_DIR to another folder.`,
    );
  }
  if (account && !canEnter(account, real)) {
    // A folder that was copied or made by root: hand it over. If it still cannot be reached, a folder above it is closed.
    await chown(real, account.uid, account.gid);
    if (!canEnter(account, real)) {
      throw new DatabaseSetupError(
        `PostgreSQL's user (id ${account.uid}) cannot reach ${real} because a folder above it is closed to other users: open it with \`chmod o+x\`, or move the data folder to /srv/atalaya and set DATA_DIR.`,
      );
    }
  }
  return real;
}

/** Gives binaries that the database's user can run: those in node_modules, or a copy of them below /var/lib/atalaya. */
export async function reachableBinaries(
  binaries: Binaries,
  account: Account | undefined,
): Promise<Binaries> {
  if (!account || canRun(account, program(binaries, 'initdb'))) return binaries;
  const folder = join(SHARED, 'binaries');
  try {
    await mkdir(SHARED, { recursive: true, mode: 0o755 });
    return await copyBinaries(binaries, folder);
  } catch (error) {
    throw notShared(error, 'node_modules');
  }
}

async function placeElsewhere(
  dataDir: string,
  account: Account,
  log: (line: string) => void,
): Promise<string> {
  try {
    const clusters = join(SHARED, 'clusters');
    await mkdir(clusters, { recursive: true, mode: 0o711 });
    await chmod(clusters, 0o711);
    // A random name: a data folder that was deleted and made again must not find its predecessor's data.
    const home = join(clusters, `${basename(dataDir)}-${randomBytes(6).toString('hex')}`);
    await makeHome(home, account);
    await symlink(home, clusterHome(dataDir));
    log(`${dataDir} is closed to PostgreSQL's user, so the database lies in ${home}`);
    return home;
  } catch (error) {
    throw notShared(error, dataDir);
  }
}

async function makeHome(home: string, account: Account | undefined): Promise<void> {
  await mkdir(home, { mode: 0o700 });
  if (account) await chown(home, account.uid, account.gid);
}

function notShared(error: unknown, closed: string): unknown {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return error;
  return new DatabaseSetupError(
    `PostgreSQL's user cannot enter ${closed}, and ${SHARED} cannot be written either: move Atalaya and its data folder to where other users can go (such as /srv), or start it as another user than root.`,
    { cause: error },
  );
}
