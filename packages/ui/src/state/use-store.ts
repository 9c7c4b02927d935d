import { useSyncExternalStore } from 'react';

interface Readable<Value> {
  get(): Value;
  subscribe(listener: () => void): () => void;
}

/** The store's value; the component renders again when it changes. */
export const useStore = <Value>(store: Readable<Value>): Value =>
  useSyncExternalStore(store.subscribe, store.get);
