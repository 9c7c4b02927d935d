import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lchown,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, DatabaseSetupError, diskFull } from '../errors.ts';
import type { Account } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { cleanEnvironment, type Durability } from './settings.ts';

/** Name of the superuser and of the database. */
export const ATALAYA = 'atalaya';

export type ClusterPlace = {
  dataDir: string;
  home: string;
  binaries: Binaries;
  account: Account | undefined;
  durability: Durability;
};

/**
 * Makes the cluster when there is none, checks the one that is there.
 * @returns the folder of the cluster, the superuser's password, and whether the cluster is fresh.
 * @throws DatabaseSetupError for a cluster of another major version or owner, or when making one fails.
 */
export async function openCluster(
  place: ClusterPlace,
): Promise<{ pgdata: string; password: string; fresh: boolean }> {
  const pgdata = join(place.home, 'data');
  const existing = await readFile(join(pgdata, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (['EACCES', 'EPERM'].includes(codeOf(error))) throw wrongOwner(pgdata, error);
    throw error;
  });
  const saved = await readPassword(place.dataDir);
  const password = saved ?? randomBytes(32).toString('base64url');
  if (!saved) await writePassword(place.dataDir, password);
  if (existing === undefined) {
    await initialise(place, pgdata, password);
    return { pgdata, password, fresh: true };
  }
  if (existing.trim() !== place.binaries.major) {
    throw new DatabaseSetupError(
      `The database in ${pgdata} was made by PostgreSQL ${existing.trim()} and this Atalaya brings PostgreSQL ${place.binaries.major}: start the Atalaya that made it and take a backup, then restore that into an empty DATA_DIR.`,
    );
  }
  await checkOwner(place, pgdata);
  // Who lost the password file still owns the folder: give the superuser the new password.
  if (!saved) setPassword(place, pgdata, password);
  return { pgdata, password, fresh: false };
}

async function initialise(place: ClusterPlace, pgdata: string, password: string): Promise<void> {
  const { account, home } = place;
  // Built aside and renamed when whole: a crash half-way leaves nothing that looks like a cluster.
  const unfinished = join(home, 'data.unfinished');
  const passwordFile = join(home, 'initial-password');
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    if (account) await chown(passwordFile, account.uid, account.gid);
    let failure: unknown;
    // pg_trgm and full-text search ask the C library what a letter is: under plain `C` nothing but ASCII is one, and a search
    // for a Cyrillic or accented word finds nothing. So `C` comes last. Sorting and upper/lower case are PostgreSQL's own.
    for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      const options = [
        ...['-D', unfinished, '-U', ATALAYA, '--pwfile', passwordFile, '--encoding', 'UTF8'],
        ...[
          '--locale-provider',
          'builtin',
          '--builtin-locale',
          'C.UTF-8',
          '--locale',
          'C',
          '--lc-ctype',
          ctype,
        ],
        ...['--auth-host', 'scram-sha-256', '--auth-local', 'scram-sha-256', '--no-instructions'],
        ...(place.durability === 'throwaway' ? ['--no-sync', '--no-data-checksums'] : []),
      ];
      const run = promisify(execFile)(program(place.binaries, 'initdb'), options, {
        ...account,
        cwd: home,
        env: cleanEnvironment(),
      });
      failure = await run.then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!failure || !/invalid locale/.test(textOf(failure))) break;
    }
    if (failure) throw initdbFailed(failure, home);
    await rename(unfinished, pgdata);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function checkOwner({ account }: ClusterPlace, pgdata: string): Promise<void> {
  const { uid } = await stat(pgdata);
  if (account && uid !== account.uid) await giveTo(account, pgdata);
  else if (!account && process.getuid && uid !== process.getuid()) throw wrongOwner(pgdata);
  // Copying tools lose the mode, and PostgreSQL refuses a cluster that others may read.
  await chmod(pgdata, 0o700);
}

/** A cluster that root restored or copied belongs to root: PostgreSQL's user gets it. */
async function giveTo(account: Account, folder: string): Promise<void> {
  await lchown(folder, account.uid, account.gid);
  for (const name of await readdir(folder, { recursive: true }))
    await lchown(join(folder, name), account.uid, account.gid);
}

function setPassword(place: ClusterPlace, pgdata: string, password: string): void {
  const result = spawnSync(
    program(place.binaries, 'postgres'),
    ['--single', '-D', pgdata, '-c', 'unix_socket_directories=', 'postgres'],
    {
      ...place.account,
      cwd: place.home,
      env: cleanEnvironment(),
      input: `ALTER ROLE ${ATALAYA} PASSWORD '${password}'\n`,
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) {
    throw new DatabaseSetupError(
      `The password of the database (${passwordPath(place.dataDir)}) is missing and no new one could be set: bring the file back from a backup (${result.stderr.trim().split('\n').at(-1)}).`,
    );
  }
}

function passwordPath(dataDir: string): string {
  return join(dataDir, 'database.password');
}

async function readPassword(dataDir: string): Promise<string | undefined> {
  const text = await readFile(passwordPath(dataDir), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || undefined;
}

async function writePassword(dataDir: string, password: string): Promise<void> {
  const path = passwordPath(dataDir);
  // Renamed into place: after a crash there is the whole password or none.
  await writeFile(`${path}.new`, password, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

function wrongOwner(pgdata: string, cause?: unknown): DatabaseSetupError {
  return new DatabaseSetupError(
    `The database in ${pgdata} belongs to another user: start Atalaya as that user, or give the folder to this one with chown -R.`,
    { cause },
  );
}

function textOf(error: unknown): string {
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string };
  return stderr || message;
}

function initdbFailed(error: unknown, home: string): DatabaseSetupError {
  const text = textOf(error);
  if (/No space left|Disk quota/i.test(text)) return diskFull(home, error);
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'EACCES' || /error while loading shared libraries/.test(text)) {
    return new DatabaseSetupError(
      'The built-in PostgreSQL cannot run on this system (it needs glibc and a file system that allows programs): set DATABASE_URL to a PostgreSQL server of your own.',
      { cause: error },
    );
  }
  if (/Permission denied|Operation not permitted/i.test(text)) {
    return new DatabaseSetupError(
      `The database cannot be made in ${home} because its user may not write there: set DATA_DIR to a folder on a local disk.`,
      { cause: error },
    );
  }
  const detail =
    text.split('\n').find((line) => /error|fatal/i.test(line)) ??
    text.trim().split('\n').at(-1) ??
    '';
  return new DatabaseSetupError(
    `The database could not be made in ${home}: check that folder and disk (PostgreSQL says: ${detail.trim()}).`,
    { cause: error },
  );
}
