import type { ChannelListItem } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList, SearchField, useSearchText } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button, SegmentedControl } from '@mantine/core';
import { IconCompass, IconHash, IconPlus } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import styles from './browse.module.css';
import { takeDetail } from './channels.ts';
import { CreateChannel } from './create-channel.tsx';

type Shelf = 'discover' | 'archived';

const shelfOf = (shelf: Shelf, search: string) =>
  infiniteQueryOptions({
    queryKey: ['channels', shelf, search],
    queryFn: ({ pageParam }) =>
      api.chat.channels.list.query({
        ...(shelf === 'discover' ? { scope: 'discover' } : { scope: 'joined', archived: true }),
        limit: 50,
        cursor: pageParam,
        ...(search ? { search } : {}),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Public channels that one has not joined, and one's own that were archived. */
export function Browse() {
  const say = useSay();
  const search = useSearchText();
  const [shelf, setShelf] = useState<Shelf>('discover');
  const [isCreating, setCreating] = useState(false);
  const list = useInfiniteQuery(shelfOf(shelf, search.settled));
  const nothing = search.settled
    ? 'browse.nothing'
    : shelf === 'discover'
      ? 'browse.allJoined'
      : 'browse.noneArchived';
  return (
    <Page
      title={say('browse.title')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          {say('createChannel.title')}
        </Button>
      }
    >
      <SegmentedControl<Shelf>
        value={shelf}
        onChange={setShelf}
        data={(['discover', 'archived'] as const).map((value) => ({
          value,
          label: say(`browse.${value}`),
        }))}
        aria-label={say('browse.shelf')}
        mb="sm"
      />
      <SearchField search={search} label={say('browse.search')} />
      <PagedList
        list={list}
        rows={8}
        empty={<Empty icon={IconCompass} title={say(nothing)} text={say(`${nothing}.text`)} />}
      >
        {(channels) => (
          <ul className={styles.list}>
            {channels.map((channel) => (
              <Found key={channel.id} channel={channel} />
            ))}
          </ul>
        )}
      </PagedList>
      {isCreating && <CreateChannel onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Found({ channel }: { channel: ChannelListItem }) {
  const say = useSay();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const join = useTask(async () => {
    try {
      takeDetail(await api.chat.channels.join.mutate({ channelId: channel.id }));
      await navigate({ to: '/c/$channelId', params: { channelId: channel.id } });
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <li className={styles.found}>
      <IconHash size={18} stroke={1.6} aria-hidden className={styles.icon} />
      <div className={styles.about}>
        <Link
          to="/c/$channelId"
          params={{ channelId: channel.id }}
          className={styles.name}
          title={channel.name}
        >
          {channel.name}
        </Link>
        <p className={styles.topic}>
          {say('channel.memberCount', { count: channel.memberCount })}
          {channel.topic && ` · ${channel.topic}`}
        </p>
      </div>
      {channel.role === null && (
        <Button
          size="xs"
          variant="default"
          loading={join.running}
          onClick={() => void join.run(undefined)}
          aria-label={say('channel.join.named', { name: channel.name })}
        >
          {say('channel.join')}
        </Button>
      )}
    </li>
  );
}
