import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { joinedChannels } from '../chat/channels.ts';
import { directConversations } from '../chat/direct.ts';
import { unreadNotices } from '../notices/notices.ts';

/**
 * Puts the open channel and what waits for the person into the tab's title, and its number on the icon:
 * mentions, private messages, and notices of anything else. A mention that has a notice too is one.
 */
export function useTitle(): void {
  const { channelId } = useParams({ strict: false });
  const { data: channels } = useQuery(joinedChannels);
  const { data: notices } = useQuery(unreadNotices);
  const direct = useInfiniteQuery(directConversations).data?.pages.flatMap(({ items }) => items);
  const isKnown = channels && direct && notices;
  const waiting = isKnown
    ? notices.apart +
      channels.reduce((sum, { mentions }) => sum + mentions, 0) +
      direct.reduce((sum, { unread }) => sum + unread, 0)
    : null;
  const hasUnread = channels?.some((channel) => channel.unread > 0);
  const name = [...(channels ?? []), ...(direct ?? [])].find(({ id }) => id === channelId)?.name;
  useEffect(() => {
    const badge = waiting ? `(${waiting > 99 ? '99+' : waiting}) ` : hasUnread ? '• ' : '';
    document.title = `${badge}${name ? `${name} · ` : ''}Atalaya`;
    return () => {
      document.title = 'Atalaya';
    };
  }, [waiting, hasUnread, name]);
  // The same number on the icon of the installed program, where the system shows one.
  useEffect(() => {
    if (waiting === null) return;
    void navigator.setAppBadge?.(waiting).catch(() => {});
    return () => void navigator.clearAppBadge?.().catch(() => {});
  }, [waiting]);
}
