import type { Readable } from 'node:stream';

/** Where bytes are kept. Keys are made by the server, never taken from a client. */
export interface FileStore {
  /** Stores the whole stream or nothing; resolves with the number of bytes. */
  write(key: string, data: Readable): Promise<number>;
  /** Throws `notFound` when the key is unknown. `range` is in bytes, end inclusive. */
  read(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  size(key: string): Promise<number | null>;
  delete(key: string): Promise<void>;
}
