import { createStore } from '@atalaya/ui/state';
import { isWide } from '../app/media.ts';

const key = 'atalaya.panel';

function kept(): boolean {
  try {
    return isWide() && localStorage.getItem(key) === 'open';
  } catch {
    return false;
  }
}

const store = createStore(kept());

/** Whether the panel beside the conversation is open; remembered on this device. */
export const panelChoice = {
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
