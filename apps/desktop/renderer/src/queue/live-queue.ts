import type { QueueEvent } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';

/** Cases that wait for a decision; null until the server has said. */
export const queueCounts = createStore<{ open: number; overdue: number } | null>(null);

const listeners = new Set<(event: QueueEvent) => void>();

/** Passes an event of the queue on to whoever listens. */
export function tellQueue(event: QueueEvent): void {
  if (event.type === 'counts') queueCounts.set({ open: event.open, overdue: event.overdue });
  for (const listener of listeners) listener(event);
}

/** Gives the way to stop. */
export function onQueueEvent(listener: (event: QueueEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
