import { useSay } from '@atalaya/ui/i18n';
import { Empty } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useIsWide } from '../app/media.ts';
import { lastChannel } from '../shell/last-channel.ts';
import { joinedChannels } from './channels.ts';

/** The start page: the channel that was open last, or how to find the first one. */
export function ChannelsHome() {
  const say = useSay();
  const navigate = useNavigate();
  const isWide = useIsWide();
  const { data: channels } = useQuery(joinedChannels);
  const last = lastChannel.get();
  const begin =
    channels?.find(({ id }) => id === last) ??
    channels?.find(({ unread }) => unread > 0) ??
    channels?.[0];
  useEffect(() => {
    // On a phone the start page is the list itself.
    if (!isWide || !begin) return;
    void navigate({ to: '/c/$channelId', params: { channelId: begin.id }, replace: true });
  }, [isWide, begin, navigate]);
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
