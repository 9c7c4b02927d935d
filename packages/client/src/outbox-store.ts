import type { Failure } from './errors.ts';

/** A message that has not arrived yet, as it is kept. */
export interface StoredMessage {
  /** Who wrote it: it is sent in nobody else's name. */
  owner: string;
  clientId: string;
  channelId: string;
  content: string;
  fileIds?: string[];
  threadId?: string;
  inChannel?: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Why the server refused it, if it did. */
  failure: Failure | null;
}

type Awaitable<T> = T | Promise<T>;

/** Where unsent messages are kept, one by one, so that two tabs do not overwrite each other. */
export interface OutboxStore {
  load(owner: string): Awaitable<StoredMessage[]>;
  put(message: StoredMessage): Awaitable<void>;
  remove(clientId: string): Awaitable<void>;
}

/** Keeps unsent messages as long as the program runs. */
export function memoryOutbox(): OutboxStore {
  const kept = new Map<string, StoredMessage>();
  return {
    load: (owner) => [...kept.values()].filter((message) => message.owner === owner),
    put: (message) => {
      kept.set(message.clientId, message);
    },
    remove: (clientId) => {
      kept.delete(clientId);
    },
  };
}

/** The part of the browser's `localStorage` that is used. */
export interface KeyValueStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Keeps unsent messages in the browser, over reloads. */
export function storageOutbox(storage: KeyValueStorage, prefix = 'atalaya.outbox.'): OutboxStore {
  return {
    load(owner) {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
      return keys
        .filter((key) => key?.startsWith(prefix))
        .map((key) => read(storage.getItem(key ?? '')))
        .filter((message) => message?.owner === owner)
        .filter((message) => message !== null)
        .sort((a, b) => a.createdAt - b.createdAt);
    },
    put: (message) => storage.setItem(prefix + message.clientId, JSON.stringify(message)),
    remove: (clientId) => storage.removeItem(prefix + clientId),
  };
}

/** What another version wrote, or a person, may not be readable. */
function read(text: string | null): StoredMessage | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<StoredMessage> | null;
    const whole =
      typeof kept?.owner === 'string' &&
      typeof kept.clientId === 'string' &&
      typeof kept.channelId === 'string' &&
      typeof kept.content === 'string' &&
      (kept.fileIds === undefined || Array.isArray(kept.fileIds)) &&
      typeof kept.createdAt === 'number';
    return whole ? { ...(kept as StoredMessage), failure: kept.failure ?? null } : null;
  } catch {
    return null;
  }
}
