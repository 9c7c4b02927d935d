import type { MineEvent, RouterOutputs } from '@atalaya/api/types';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

export type ThreadItem = RouterOutputs['chat']['threads']['list']['items'][number];
export type ThreadState = ThreadItem['state'];

/** The threads that this person follows, those with the newest replies first. */
export const threadList = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['threads', 'list', unread],
    queryFn: ({ pageParam }) =>
      api.chat.threads.list.query({ unread, limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** In how many of them something is unread. */
export const unreadThreads = queryOptions({
  queryKey: ['threads', 'unread'],
  queryFn: async () => (await api.chat.threads.unreadCount.query()).threads,
  // Live events keep it right from the first moment on.
  staleTime: Number.POSITIVE_INFINITY,
});

const listeners = new Set<(event: MineEvent) => void>();

/** Hears what happens to the threads that this person follows; call the result to stop. */
export function listenToThreads(listener: (event: MineEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes in what may have changed them. */
export function takeThreadEvent(event: MineEvent): void {
  void queries.invalidateQueries({ queryKey: ['threads'] });
  for (const tell of listeners) tell(event);
}
