import { unlinkSync } from 'node:fs';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, DatabaseSetupError } from '../errors.ts';
import { birthOf } from './process.ts';

type Owner = { pid: number; birth: string };

/**
 * Takes the data folder for this process, so that a PostgreSQL still running in it can be told apart: left over by a server
 * that died (to be stopped), or in use by a living one (not to be touched).
 * @returns the function that gives it back; safe to call twice.
 * @throws DatabaseSetupError while another living process holds it.
 */
export async function ownDataFolder(dataDir: string): Promise<() => void> {
  const path = join(dataDir, 'database.lock');
  const mine = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      let held = true;
      return () => {
        if (held) release(path);
        held = false;
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const found = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found === undefined) continue;
    const owner = parse(found);
    // An empty file is a lock that is being written right now, or was when the power went: give it a moment.
    if (found === '' && attempt < 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      continue;
    }
    if (owner && birthOf(owner.pid) === owner.birth && owner.birth !== '') {
      throw new DatabaseSetupError(
        `The data folder ${dataDir} is in use by another Atalaya (process ${owner.pid}): stop that one first, or set DATA_DIR to another folder.`,
      );
    }
    await removeStale(path, found);
  }
  throw new DatabaseSetupError(
    `The data folder ${dataDir} could not be locked: make sure that no other Atalaya is starting in it, then start again.`,
  );
}

/** Moves the stale lock aside before removing it: if another starter was faster, what was moved is its fresh lock and goes back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path).catch(() => undefined);
  await unlink(aside);
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Removed by hand: nothing is left to give back.
  }
}

function parse(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Owner;
    return Number.isInteger(owner.pid) && typeof owner.birth === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}
