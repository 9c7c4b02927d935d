import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, type UploadSpace } from '@atalaya/api';
import { FileStore } from '@tus/file-store';
import { createDiskStore } from './files-disk.ts';

/** Uploads in a folder, and the tus protocol's way to them. */
export interface DiskUploads extends UploadSpace {
  tus: FileStore;
}

/** Ids are made by the server; anything else leads nowhere. */
const validId = /^[0-9a-f-]{36}$/;

/** Uploads grow in a folder, where they are still after a restart. Several nodes share the folder. */
export function createDiskUploads(folder: string): DiskUploads {
  const tus = new FileStore({ directory: folder });
  const whole = createDiskStore(folder);
  const pathOf = (id: string) => {
    if (!validId.test(id)) throw new DomainError('notFound', { reason: 'file' });
    return join(folder, id);
  };
  return {
    tus,
    async create(id, size) {
      pathOf(id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { Upload } = await import('@tus/server');
      await tus.create(new Upload({ id, size, offset: 0 }));
    },
    async size(id) {
      const found = await stat(pathOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return found?.isFile() ? found.size : null;
    },
    async read(id, range) {
      pathOf(id);
      return whole.read(id, range);
    },
    async delete(id) {
      await rm(pathOf(id), { force: true });
      await rm(`${pathOf(id)}.json`, { force: true });
    },
  };
}
