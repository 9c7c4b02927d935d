import type { FileView } from '@atalaya/api/types';
import type { Failure } from './errors.ts';
import type { Subscribable } from './subscribable.ts';

/** A file on its way. */
export interface FileItem {
  /** Made here; names it before the server does. */
  readonly key: string;
  readonly channelId: string;
  readonly name: string;
  readonly bytes: number;
  /**
   * `waiting`: for its turn or for the line. `checking`: all bytes are there and the server looks at
   * them; from here on it may be sent with a message. `failed`: try again or take it away.
   */
  readonly state: 'waiting' | 'sending' | 'checking' | 'ready' | 'failed';
  /** Bytes that have left here. */
  readonly sent: number;
  /** The server's name for it, as soon as it has one. */
  readonly fileId: string | null;
  /** As the server sees it, when `ready`. */
  readonly file: FileView | null;
  /** Why it failed; a refused file's sentence is `error.refused.<refusal>`. */
  readonly error: Failure | null;
}

export interface FileDraft {
  channelId: string;
  name: string;
  /** The `File` itself in a browser, `fs.openAsBlob` in Node: it is read a piece at a time. */
  source: Blob;
}

export interface Files {
  /** What is on its way, in the order in which it was added, until it is taken away. */
  readonly items: Subscribable<readonly FileItem[]>;
  /**
   * Adds a file; three are sent at once. `ready` resolves when it was looked at, and rejects with an
   * `AtalayaError` when it is refused.
   */
  send(draft: FileDraft): { key: string; ready: Promise<FileView> };
  /** Tries a failed one again; what has arrived is not sent twice. */
  retry(key: string): void;
  /** Takes it off the list, and back from the server unless a message carries it already. */
  remove(key: string): void;
  /** Takes off the list what a message carries now. */
  clear(fileIds: readonly string[]): void;
}
