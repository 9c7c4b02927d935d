import { createStore } from '@atalaya/ui/state';

const open = createStore(false);

/** Whether the evidence is shown in full: all of its context, and what is delicate unveiled. */
export const evidence = {
  get: open.get,
  subscribe: open.subscribe,
  toggle: (): void => open.set(!open.get()),
  /** Leaving a case veils the next one again. */
  veil: (): void => open.set(false),
};
