import { createStore } from '@atalaya/ui/state';

const key = 'atalaya.formats';

function kept(): boolean {
  try {
    return localStorage.getItem(key) === 'open';
  } catch {
    return false;
  }
}

const store = createStore(kept());

/** Whether the bar of formats stands over the field; remembered on this device. */
export const formatChoice = {
  get: store.get,
  subscribe: store.subscribe,
  set(open: boolean): void {
    store.set(open);
    try {
      localStorage.setItem(key, open ? 'open' : 'closed');
    } catch {
      // Then it is closed after a reload.
    }
  },
};
