/** The few things of a browser that are used where they exist. */
interface Surroundings {
  addEventListener?: (type: string, listener: () => void) => void;
  removeEventListener?: (type: string, listener: () => void) => void;
  document?: {
    visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
  performance?: {
    getEntriesByType?(type: 'navigation'): { loadEventEnd: number; startTime: number }[];
  };
  navigator?: {
    locks?: { request<T>(name: string, run: () => Promise<T>): Promise<T> };
  };
}

const here = globalThis as unknown as Surroundings;

/** Calls back when the network goes or returns, or the page is looked at again. Never in Node. */
export function onWake(wake: () => void): () => void {
  const { document } = here;
  const seen = () => {
    if (document?.visibilityState === 'visible') wake();
  };
  // Going, it may be another network than the server's: a question to the server decides.
  here.addEventListener?.('offline', wake);
  here.addEventListener?.('online', wake);
  document?.addEventListener('visibilitychange', seen);
  return () => {
    here.removeEventListener?.('offline', wake);
    here.removeEventListener?.('online', wake);
    document?.removeEventListener('visibilitychange', seen);
  };
}

/** Milliseconds that the page took to load; null: it has not yet, or there is no page. */
export function loadTimeMs(): number | null {
  const [entry] = here.performance?.getEntriesByType?.('navigation') ?? [];
  return entry && entry.loadEventEnd > 0 ? entry.loadEventEnd - entry.startTime : null;
}

/** Runs while no other tab runs under the same name, where the browser has locks. */
export function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  const locks = here.navigator?.locks;
  return locks ? locks.request(name, run) : run();
}
