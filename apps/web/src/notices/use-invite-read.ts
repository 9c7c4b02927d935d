import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../app/atalaya.ts';
import { noticeList } from './notices.ts';

/**
 * Whoever opens a channel knows that they were brought in: reads the notice of that. Nothing there may be
 * new to them, so that no message tells the server that they are here.
 */
export function useInviteRead(channelId: string): void {
  const { data } = useInfiniteQuery(noticeList);
  const unread = data?.pages
    .flatMap(({ items }) => items)
    .find(
      ({ kind, readAt, params }) =>
        kind === 'channelInvite' && readAt === null && params.channelId === channelId,
    )?.id;
  useEffect(() => {
    // Whatever keeps it from the server, the next visit reads it.
    if (unread) api.notifications.markRead.mutate({ ids: [unread] }).catch(() => {});
  }, [unread]);
}
