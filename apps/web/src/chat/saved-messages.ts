import type { MineEvent } from '@atalaya/api/types';
import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

/** Which of a channel's messages this person put aside. */
const savedInChannel = (channelId: string) =>
  queryOptions({
    queryKey: ['saved', channelId],
    queryFn: async () => (await api.chat.saved.inChannel.query({ channelId })).messageIds,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What this person put aside, the last first. */
export const savedList = infiniteQueryOptions({
  queryKey: ['saved', 'list'],
  queryFn: ({ pageParam }) => api.chat.saved.list.query({ limit: 30, cursor: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

/** The ids of a channel's messages that this person put aside. */
export function useSaved(channelId: string): ReadonlySet<string> {
  const { data } = useQuery(savedInChannel(channelId));
  return useMemo(() => new Set(data), [data]);
}

function show(channelId: string, messageId: string, saved: boolean): void {
  queries.setQueryData(savedInChannel(channelId).queryKey, (ids) => {
    if (!ids || ids.includes(messageId) === saved) return ids;
    return saved ? [messageId, ...ids] : ids.filter((id) => id !== messageId);
  });
}

/** Takes in that something was put aside, or taken off the list, on any of this person's devices. */
export function takeSavedEvent(event: Extract<MineEvent, { type: 'saved' }>): void {
  show(event.channelId, event.messageId, event.saved);
  void queries.invalidateQueries(savedList);
}

/** What was missed is read afresh. */
export const refreshSaved = (): void => void queries.invalidateQueries({ queryKey: ['saved'] });

/** Puts a message aside or takes it off the list: here at once, then on the server. */
export async function setSaved(
  channelId: string,
  messageId: string,
  saved: boolean,
): Promise<void> {
  show(channelId, messageId, saved);
  try {
    if (saved) await api.chat.saved.add.mutate({ messageId });
    else await api.chat.saved.remove.mutate({ messageId });
  } catch (error) {
    show(channelId, messageId, !saved);
    throw error;
  }
  void queries.invalidateQueries(savedList);
}
