import type { Readable } from 'node:stream';

/** Bytes of a file, the end inclusive. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** Where bytes are kept. Keys are made by the server, never taken from a client. */
export interface FileStore {
  /** Stores the whole stream or nothing; resolves with the number of bytes. */
  write(key: string, data: Readable): Promise<number>;
  /** Throws `notFound` when the key is unknown. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  size(key: string): Promise<number | null>;
  delete(key: string): Promise<void>;
}

/** Where uploads grow until they are whole: one place for all nodes. */
export interface UploadSpace {
  /** Makes room for an upload of so many bytes. */
  create(id: string, bytes: number): Promise<void>;
  /** How much of it is there; null for an unknown one. */
  size(id: string): Promise<number | null>;
  /** Throws `notFound` for an unknown one. */
  read(id: string, range?: ByteRange): Promise<Readable>;
  delete(id: string): Promise<void>;
}
