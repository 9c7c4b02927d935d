import type { DirectConversation, MineEvent } from '@atalaya/api/types';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { takeCards } from '../people/presence.ts';
import { channelDetail, joinedChannels } from './channels.ts';

/** Conversations of two, the last written to first. */
export const directConversations = infiniteQueryOptions({
  queryKey: ['direct'],
  queryFn: async ({ pageParam }) => {
    const page = await api.chat.direct.list.query({ limit: 20, cursor: pageParam });
    takeCards(page.items.flatMap((item) => item.with ?? []));
    return page;
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  // Live events keep it right from the first moment on.
  staleTime: Number.POSITIVE_INFINITY,
});

const refreshDirect = () => void queries.invalidateQueries({ queryKey: ['direct'] });

/** What is in memory of the list. */
export const knownDirect = (): DirectConversation[] =>
  queries.getQueryData(directConversations.queryKey)?.pages.flatMap(({ items }) => items) ?? [];

/** The list as far as it was read, live. */
export function useDirect(): DirectConversation[] {
  const { data } = useInfiniteQuery(directConversations);
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

/** The conversation with one person, begun if there is none. Gives its channel. */
export async function openDirect(memberId: string): Promise<string> {
  const channel = await api.chat.direct.open.mutate({ memberId });
  queries.setQueryData(channelDetail(channel.id).queryKey, channel);
  return channel.id;
}

/** Takes in what happened in any of this person's channels. */
export function takeDirectEvent(event: MineEvent): void {
  switch (event.type) {
    case 'activity': {
      const channels = queries.getQueryData(joinedChannels.queryKey);
      if (!channels?.some(({ id }) => id === event.channelId)) refreshDirect();
      return;
    }
    case 'read': {
      const { channelId, lastReadSeq, unread, mentions } = event.state;
      if (!knownDirect().some(({ id }) => id === channelId)) return;
      queries.setQueryData(
        directConversations.queryKey,
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((item) =>
                item.id === channelId ? { ...item, lastReadSeq, unread, mentions } : item,
              ),
            })),
          },
      );
      // A list that is on its way was made before this.
      refreshDirect();
      return;
    }
    case 'channel.added':
    case 'channel.removed':
    case 'refresh':
      refreshDirect();
  }
}
