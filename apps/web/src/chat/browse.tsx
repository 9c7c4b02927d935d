import type { ChannelListItem } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconCompass,
  IconHash,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { Page } from '../app/page.tsx';
import { toastFailure } from '../app/toast.tsx';
import { useTask } from '../app/use-task.ts';
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
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 180);
  const [shelf, setShelf] = useState<Shelf>('discover');
  const [isCreating, setCreating] = useState(false);
  const list = useInfiniteQuery(shelfOf(shelf, settled));
  const channels = list.data?.pages.flatMap((page) => page.items);
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
      <TextInput
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
        placeholder={say('browse.search')}
        aria-label={say('browse.search')}
        maxLength={80}
      />
      {list.isPending && <RowsSkeleton rows={8} />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {channels?.length === 0 && (
        <Empty
          icon={IconCompass}
          title={say(
            settled
              ? 'browse.nothing'
              : shelf === 'discover'
                ? 'browse.allJoined'
                : 'browse.noneArchived',
          )}
          text={say(
            settled
              ? 'browse.nothing.text'
              : shelf === 'discover'
                ? 'browse.allJoined.text'
                : 'browse.noneArchived.text',
          )}
        />
      )}
      {channels && channels.length > 0 && (
        <ul className={styles.list}>
          {channels.map((channel) => (
            <Found key={channel.id} channel={channel} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {say('action.more')}
        </Button>
      )}
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
        <Link to="/c/$channelId" params={{ channelId: channel.id }} className={styles.name}>
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
