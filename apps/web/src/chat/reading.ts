import { createStore } from '@atalaya/ui/state';

/** The channel whose newest messages are before the person's eyes right now, or null. */
export const reading = createStore<string | null>(null);
/** The same of a thread. */
export const readingThread = createStore<string | null>(null);
