import { createStore } from '../app/store.ts';

/** The channel whose newest messages are before the person's eyes right now, or null. */
export const reading = createStore<string | null>(null);
