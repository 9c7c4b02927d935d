import { useSay } from '@atalaya/ui/i18n';
import { Empty } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useIsWide } from '../app/media.ts';
import { lastChannel } from '../shell/last-channel.ts';
import { joinedChannels } from './channels.ts';

/** The start page: the channel that was open last, or how to find the first one. */
export function ChannelsHome() {
  const say = useSay();
  const router = useRouter();
  const isWide = useIsWide();
  const { data: channels } = useQuery(joinedChannels);
  const last = lastChannel.get();
  const begin =
    channels?.find(({ id }) => id === last) ??
    channels?.find(({ unread }) => unread > 0) ??
    channels?.[0];
  const channelId = begin?.id;
  useEffect(() => {
    // On a phone the start page is the list itself.
    if (!isWide || !channelId) return;
    // Whoever is on the way to another screen already is not called back.
    if (router.latestLocation.pathname !== '/') return;
    void router.navigate({ to: '/c/$channelId', params: { channelId }, replace: true });
  }, [isWide, channelId, router]);
  if (!channels || begin) return null;
  return (
    <main style={{ flex: 1 }}>
      <Empty icon={IconMessages} title={say('home.empty.title')} text={say('home.empty.text')}>
        <Button component={Link} to="/browse">
          {say('browse.title')}
        </Button>
      </Empty>
    </main>
  );
}
