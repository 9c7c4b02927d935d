import type { ChannelDetail, ChannelListItem, MineEvent } from '@atalaya/api/types';
import { allPages } from '@atalaya/ui/state';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { takeCards } from '../people/presence.ts';
import { isBlocked } from './blocks.ts';

/** Counts stop at this number; more is shown as «999+». */
const mostUnread = 1000;

/** The channels that this person has joined, with their unread counts. */
export const joinedChannels = queryOptions({
  queryKey: ['channels', 'joined'],
  queryFn: () =>
    allPages((cursor) => api.chat.channels.list.query({ scope: 'joined', limit: 100, cursor })),
  // Live events keep it right from the first moment on.
  staleTime: Number.POSITIVE_INFINITY,
});

/** The first few public channels with these letters that this person could join; for pickers. */
export const channelsToJoin = (search: string) =>
  queryOptions({
    queryKey: ['channels', 'toJoin', search],
    queryFn: async () =>
      (await api.chat.channels.list.query({ scope: 'discover', limit: 8, search })).items,
  });

/** One channel with what this person may do in it. */
export const channelDetail = (channelId: string) =>
  queryOptions({
    queryKey: ['channel', channelId],
    queryFn: () => api.chat.channels.get.query({ channelId }),
  });

function changeJoined(change: (channels: ChannelListItem[]) => ChannelListItem[]) {
  queries.setQueryData(joinedChannels.queryKey, (channels) => channels && change(channels));
}

const changeOne = (channelId: string, change: (item: ChannelListItem) => ChannelListItem) =>
  changeJoined((channels) => channels.map((item) => (item.id === channelId ? change(item) : item)));

/** The people in a channel, page by page. */
export const channelMembers = (channelId: string) =>
  infiniteQueryOptions({
    queryKey: ['channel', channelId, 'members'],
    queryFn: async ({ pageParam }) => {
      const page = await api.chat.channels.members.query({
        channelId,
        limit: 50,
        cursor: pageParam,
      });
      takeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Reads a channel and its people afresh. */
export function refreshChannel(channelId: string): void {
  void queries.invalidateQueries(channelDetail(channelId));
}

/** Asks again how long the wait is, in a channel where this person has to wait between messages. */
export function refreshSlowed(channelId: string): void {
  const { queryKey } = channelDetail(channelId);
  if (queries.getQueryData(queryKey)?.slowed) {
    void queries.invalidateQueries({ queryKey, exact: true });
  }
}

/** Reads lists of channels afresh: something changed that no event tells in full. */
export function refreshChannels(): void {
  void queries.invalidateQueries({ queryKey: ['channels'] });
}

/** Puts a channel's new state everywhere it is shown. */
export function takeDetail(detail: ChannelDetail): void {
  queries.setQueryData(channelDetail(detail.id).queryKey, detail);
  refreshChannels();
}

/** Takes in what happened in any of this person's channels. `reading` is the one being read now. */
export function takeMineEvent(event: MineEvent, myId: string, reading: string | null): void {
  switch (event.type) {
    case 'activity': {
      changeOne(event.channelId, (item) => {
        const others = event.messages.filter(
          ({ seq, authorId }) => authorId !== myId && seq > item.lastReadSeq && seq > item.lastSeq,
        );
        const isRead = reading === event.channelId;
        const mentions = others.filter(
          (message) => message.mentions.includes(myId) && !isBlocked(message.authorId),
        );
        return {
          ...item,
          lastSeq: Math.max(item.lastSeq, ...event.messages.map(({ seq }) => seq)),
          lastMessageAt: new Date(),
          unread: isRead ? item.unread : Math.min(mostUnread, item.unread + others.length),
          mentions: isRead ? item.mentions : Math.min(mostUnread, item.mentions + mentions.length),
        };
      });
      return;
    }
    case 'read': {
      const { lastReadSeq, unread, mentions } = event.state;
      changeOne(event.state.channelId, (item) => ({ ...item, lastReadSeq, unread, mentions }));
      return;
    }
    case 'channel.updated': {
      const { channel } = event;
      changeOne(channel.id, (item) => ({ ...item, ...channel }));
      void queries.invalidateQueries(channelDetail(channel.id));
      return;
    }
    case 'channel.removed':
      changeJoined((channels) => channels.filter(({ id }) => id !== event.channelId));
      void queries.invalidateQueries(channelDetail(event.channelId));
      refreshChannels();
      return;
    case 'channel.added':
      void queries.invalidateQueries(channelDetail(event.channelId));
      refreshChannels();
      return;
    case 'refresh':
      refreshChannels();
  }
}

/** Marks everything up to `seq` as read, at once on this screen and then on the server. */
export async function markRead(channelId: string, seq: number): Promise<void> {
  changeOne(channelId, (item) =>
    seq >= item.lastReadSeq && seq >= item.lastSeq
      ? { ...item, lastReadSeq: seq, unread: 0, mentions: 0 }
      : item,
  );
  const state = await api.chat.channels.markRead.mutate({ channelId, seq });
  takeMineEvent({ type: 'read', state }, '', null);
}
