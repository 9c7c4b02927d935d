/** How this person wants the screens on this device. Kept by the browser. */
export interface Preferences {
  theme: 'auto' | 'light' | 'dark';
  density: 'compact' | 'normal' | 'comfortable';
  /** Null until the person chooses: then the browser's language decides. */
  language: 'es' | 'en' | null;
}
export type Language = NonNullable<Preferences['language']>;

// The same key is read by theme-at-start.js before the first paint.
const key = 'atalaya.preferences';
const standard: Preferences = { theme: 'auto', density: 'normal', language: null };
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { ...standard, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    // A browser that forbids storage still gets a working screen.
    return standard;
  }
}

export const preferences = {
  get: () => current,
  set(change: Partial<Preferences>): void {
    current = { ...current, ...change };
    try {
      localStorage.setItem(key, JSON.stringify(current));
    } catch {
      // Kept for as long as the page is open.
    }
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** The language in force: chosen, else the browser's, else Spanish. */
  language(): Language {
    if (current.language) return current.language;
    return navigator.languages.find((tag) => /^(es|en)\b/.test(tag))?.startsWith('en')
      ? 'en'
      : 'es';
  },
};

globalThis.addEventListener?.('storage', (event) => {
  if (event.key !== key) return;
  current = read();
  for (const listener of listeners) listener();
});
