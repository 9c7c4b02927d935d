import type { KeyValueStorage } from './outbox-store.ts';

type Awaitable<T> = T | Promise<T>;

/** Where the refresh token of a session is kept between two starts. */
export interface SessionStore {
  /** `cookie`: the browser keeps it, out of reach of scripts. `token`: this store does. */
  readonly keeping: 'cookie' | 'token';
  /** The refresh token; with `cookie`, anything but null says that there may be one. */
  load(): Awaitable<string | null>;
  /** With `cookie` the token is null. */
  save(refreshToken: string | null): Awaitable<void>;
  clear(): Awaitable<void>;
}

/** For the web: the token stays in an httpOnly cookie, here is only a mark that there is one. */
export function cookieSession(storage: KeyValueStorage, key = 'atalaya.session'): SessionStore {
  return {
    keeping: 'cookie',
    load: () => storage.getItem(key),
    save: () => storage.setItem(key, 'cookie'),
    clear: () => storage.removeItem(key),
  };
}

/** For programs that sign in anew each time. */
export function memorySession(): SessionStore {
  let kept: string | null = null;
  return {
    keeping: 'token',
    load: () => kept,
    save: (refreshToken) => {
      kept = refreshToken;
    },
    clear: () => {
      kept = null;
    },
  };
}
