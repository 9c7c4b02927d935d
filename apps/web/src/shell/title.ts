import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { joinedChannels } from '../chat/channels.ts';
import { useDirect } from '../chat/direct.ts';
import { unreadNotices } from '../notices/notices.ts';

/** Puts the unread notices and messages and the open channel into the tab's title, and their number on the icon. */
export function useTitle(): void {
  const { channelId } = useParams({ strict: false });
  const { data: channels = [] } = useQuery(joinedChannels);
  const { data: notices = 0 } = useQuery(unreadNotices);
  const direct = useDirect();
  const called = channels.reduce((sum, channel) => sum + channel.mentions, notices);
  const mentions = direct.reduce((sum, { unread }) => sum + unread, called);
  const hasUnread = channels.some((channel) => channel.unread > 0);
  const name = [...channels, ...direct].find(({ id }) => id === channelId)?.name;
  useEffect(() => {
    const badge = mentions > 0 ? `(${mentions > 99 ? '99+' : mentions}) ` : hasUnread ? '• ' : '';
    document.title = `${badge}${name ? `${name} · ` : ''}Atalaya`;
    return () => {
      document.title = 'Atalaya';
    };
  }, [mentions, hasUnread, name]);
  // The same number on the icon of the installed program, where the system shows one.
  useEffect(() => {
    void navigator.setAppBadge?.(mentions).catch(() => {});
    return () => void navigator.clearAppBadge?.().catch(() => {});
  }, [mentions]);
}
