/** A value that can be watched; fits React's `useSyncExternalStore(x.subscribe, x.get)`. */
export interface Subscribable<T> {
  readonly get: () => T;
  /** Calls the listener after each change; gives the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A subscribable value that its owner sets. */
export class Value<T> implements Subscribable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Resolves as soon as the value passes the test. */
export function until<T>(
  value: Subscribable<T>,
  test: (value: T) => boolean,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const now = value.get();
      if (!test(now)) return;
      stop();
      resolve(now);
    };
    const giveUp = () => {
      stop();
      reject(signal?.reason);
    };
    const unsubscribe = value.subscribe(look);
    const stop = () => {
      unsubscribe();
      signal?.removeEventListener('abort', giveUp);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
    else look();
  });
}
