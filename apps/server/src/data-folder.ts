import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFolderError } from './start-errors.ts';

/** Makes the data folder where it is missing and tries whether it can be written. Throws `StartError`. */
export async function openDataFolder(folder: string): Promise<string> {
  try {
    // As root, the database's own user must be able to walk through it; what is secret is 0600.
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const real = await realpath(folder);
    const probe = join(real, `.probe-${randomUUID()}`);
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    await rm(probe);
    return real;
  } catch (error) {
    throw explainFolderError(error, folder);
  }
}
