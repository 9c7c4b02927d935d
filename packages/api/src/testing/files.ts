import { Readable } from 'node:stream';
import { DomainError } from '../errors.ts';
import type { ByteRange, FileStore, UploadSpace } from '../ports/files.ts';

const missing = () => new DomainError('notFound', { reason: 'file' });

const part = (bytes: Buffer, range?: ByteRange) =>
  Readable.from([
    bytes.subarray(range?.start ?? 0, range?.end === undefined ? undefined : range.end + 1),
  ]);

/** A file store that forgets everything at the end of the test. */
export class MemoryFiles implements FileStore {
  readonly kept = new Map<string, Buffer>();

  async write(key: string, data: Readable): Promise<number> {
    const bytes = Buffer.concat(await data.toArray());
    this.kept.set(key, bytes);
    return bytes.length;
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const bytes = this.kept.get(key);
    if (!bytes) throw missing();
    return part(bytes, range);
  }

  size = async (key: string) => this.kept.get(key)?.length ?? null;
  delete = async (key: string) => void this.kept.delete(key);
}

/** Uploads without a line: a test puts their bytes there. */
export class MemoryUploads implements UploadSpace {
  readonly kept = new Map<string, Buffer>();

  create = async (id: string) => void this.kept.set(id, Buffer.alloc(0));
  size = async (id: string) => this.kept.get(id)?.length ?? null;
  delete = async (id: string) => void this.kept.delete(id);

  async read(id: string, range?: ByteRange): Promise<Readable> {
    const bytes = this.kept.get(id);
    if (!bytes) throw missing();
    return part(bytes, range);
  }

  /** What a sender would have sent. */
  fill(id: string, bytes: Buffer): void {
    if (!this.kept.has(id)) throw missing();
    this.kept.set(id, bytes);
  }
}
