import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { DatabaseSetupError } from '../errors.ts';

/** The user that PostgreSQL runs as when it is not our own one. */
export type Account = { uid: number; gid: number };

const NAME = 'atalaya-db';

/**
 * PostgreSQL refuses to run as root. As root this gives the user it runs as instead: the owner of an existing cluster, else a
 * user of its own, made when needed. Gives undefined when we are not root: then it runs as we do.
 * @throws DatabaseSetupError where such a user can neither be found nor made.
 */
export function databaseAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(cluster);
  if (owner && owner.uid !== 0) return owner;
  const own = lookUp(NAME);
  if (own) return own;
  const made =
    spawnSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]).status === 0 ||
    spawnSync('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', NAME]).status === 0;
  // Two first starts may have raced: what counts is that the user is there now.
  const found = lookUp(NAME) ?? (made ? undefined : lookUp('postgres'));
  if (found) return found;
  throw new DatabaseSetupError(
    `PostgreSQL does not run as root and no user could be made for it: run \`useradd --system ${NAME}\`, start Atalaya as another user, or set DATABASE_URL.`,
  );
}

/** Whether that user can walk to `folder`. Asks the system itself, so that ACLs and mounts count too. */
export function canEnter(account: Account, folder: string): boolean {
  return attempt(account, 'cd "$1"', folder);
}

/** Whether that user can run the program at `path` (not below a closed folder, nor on a `noexec` mount). */
export function canRun(account: Account, path: string): boolean {
  return attempt(account, '"$1" --version >/dev/null', path);
}

function attempt(account: Account, script: string, argument: string): boolean {
  const result = spawnSync('/bin/sh', ['-c', script, 'sh', argument], {
    ...account,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  if (result.error && (result.error as NodeJS.ErrnoException).code === 'EPERM') {
    throw new DatabaseSetupError(
      'PostgreSQL does not run as root and this system does not let root change to another user: start Atalaya as another user, or set DATABASE_URL.',
      { cause: result.error },
    );
  }
  return result.status === 0;
}

function ownerOf(path: string): Account | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && { uid: stats.uid, gid: stats.gid };
}

function lookUp(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
