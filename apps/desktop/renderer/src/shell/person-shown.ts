import { createStore } from '@atalaya/ui/state';

/** The person whom the open case is about: where `g p` leads. Null: to the list of people. */
export const personShown = createStore<string | null>(null);
