import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError, type FileStore } from '@atalaya/api';

/** Segments that begin with a letter or digit: no `..`, no hidden file, no absolute path. */
const validKey = /^[a-z0-9][a-z0-9._-]{0,99}(?:\/[a-z0-9][a-z0-9._-]{0,99}){0,7}$/i;
const unfinished = '.unfinished';

/** Keeps files in a folder. A file is there whole and on the disk, or not at all. */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (key: string) => {
    if (!validKey.test(key)) throw new DomainError('invalidInput', { reason: 'fileKey' });
    return join(folder, key);
  };
  return {
    async write(key, data) {
      const path = pathOf(key);
      await mkdir(join(folder, unfinished), { recursive: true, mode: 0o700 });
      const draft = join(folder, unfinished, randomUUID());
      try {
        const bytes = await writeDurably(draft, data);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(draft, path);
        await syncFolder(dirname(path));
        return bytes;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async read(key, range) {
      const file = await openToRead(pathOf(key));
      if (!file) throw new DomainError('notFound', { reason: 'file' });
      return file.createReadStream(range ?? {});
    },
    async size(key) {
      const found = await stat(pathOf(key)).catch(missing);
      return found?.isFile() ? found.size : null;
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

async function writeDurably(path: string, data: Readable): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(data);
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** A rename is only safe from a power cut once the folder itself is written. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openToRead(path: string) {
  // A link in the store was put there by somebody else: it is not followed.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(missing);
  if (!file) return null;
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return null;
}

function missing(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return null;
  throw error;
}
