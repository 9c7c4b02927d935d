import type { Runtime } from './runtime.ts';

/** Addresses of a file, good for this person and for a while. */
export interface FileAddresses {
  original: string;
  /** Of pictures only. */
  medium: string | null;
  small: string | null;
}

interface Answer {
  items: (FileAddresses & { fileId: string })[];
  expiresAt: Date;
}

interface FileUrlOptions {
  /** Address of the installation. */
  url: string;
  runtime: Runtime;
  ask: (fileIds: string[]) => Promise<Answer>;
}

export interface FileUrls {
  /** Null: this person may not read it, or it is not ready. What is asked for together is one call. */
  of(fileId: string): Promise<FileAddresses | null>;
  /** Something about the file changed: its addresses are asked for again. */
  forget(fileId: string): void;
}

const together = 200;
/** Whoever gets an address has at least that long to use it. */
const leastMs = 60_000;

/** Asks for addresses of files, many at once, and keeps them as long as they are good. */
export class CachedFileUrls implements FileUrls {
  readonly #options: FileUrlOptions;
  readonly #known = new Map<string, { addresses: FileAddresses; until: number }>();
  #waiting = new Map<string, PromiseWithResolvers<FileAddresses | null>>();

  constructor(options: FileUrlOptions) {
    this.#options = options;
  }

  of(fileId: string): Promise<FileAddresses | null> {
    const known = this.#known.get(fileId);
    if (known && known.until > this.#options.runtime.now()) return Promise.resolve(known.addresses);
    const asked = this.#waiting.get(fileId);
    if (asked) return asked.promise;
    const waiting = Promise.withResolvers<FileAddresses | null>();
    if (this.#waiting.size === 0) queueMicrotask(() => void this.#askAll());
    this.#waiting.set(fileId, waiting);
    return waiting.promise;
  }

  forget(fileId: string): void {
    this.#known.delete(fileId);
  }

  /** Somebody else is here now, or nobody. */
  clear(): void {
    this.#known.clear();
  }

  async #askAll(): Promise<void> {
    const all = [...this.#waiting];
    this.#waiting = new Map();
    for (let start = 0; start < all.length; start += together) {
      await this.#ask(all.slice(start, start + together));
    }
  }

  async #ask(
    asked: (readonly [string, PromiseWithResolvers<FileAddresses | null>])[],
  ): Promise<void> {
    const { url, ask } = this.#options;
    try {
      const { items, expiresAt } = await ask(asked.map(([fileId]) => fileId));
      const whole = (path: string | null) => (path === null ? null : `${url}${path}`);
      const found = new Map(items.map((item) => [item.fileId, item]));
      for (const [fileId, { resolve }] of asked) {
        const item = found.get(fileId);
        if (!item) {
          resolve(null);
          continue;
        }
        const { original, medium, small } = item;
        const addresses = {
          original: `${url}${original}`,
          medium: whole(medium),
          small: whole(small),
        };
        this.#known.set(fileId, { addresses, until: expiresAt.getTime() - leastMs });
        resolve(addresses);
      }
    } catch (error) {
      for (const [, { reject }] of asked) reject(error);
    }
  }
}
