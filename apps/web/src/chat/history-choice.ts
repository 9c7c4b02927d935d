import type { Message } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';

/** The message whose former versions are looked at. */
export const historyChoice = createStore<Message | null>(null);
