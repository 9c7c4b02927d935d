import type { FileView } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';

/** The pictures that are looked at in full, and which of them; null: none. */
export const lightbox = createStore<{ files: readonly FileView[]; index: number } | null>(null);
