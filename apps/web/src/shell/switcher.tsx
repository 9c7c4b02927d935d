import '@mantine/spotlight/styles.css';
import type { ChannelListItem } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { paletteLook } from '@atalaya/ui/palette';
import { Avatar } from '@atalaya/ui/pieces';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import {
  IconBookmark,
  IconCompass,
  IconHash,
  IconLock,
  IconMessageSearch,
  IconMessages,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { channelsToJoin } from '../chat/channels.ts';
import { peopleMatching } from '../people/people-queries.ts';
import { channelsInOrder, closeOverlays } from './keys.ts';
import styles from './switcher.module.css';

/** Ctrl+K: a channel, joined or not, a person or a page in a few letters. */
export function Switcher() {
  const say = useSay();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 120);
  const enabled = settled.length > 0;
  const people = useQuery({ ...peopleMatching(settled), enabled });
  const toJoin = useQuery({ ...channelsToJoin(settled), enabled });
  const isSearching = settled !== query.trim() || people.isFetching || toJoin.isFetching;

  const field = useRef<HTMLInputElement>(null);

  useEffect(() => spotlight.open(), []);
  // The first entry is chosen as one writes; what the server finds comes when the writing is done, and
  // may stand above it. Whoever has walked on by then stays where they are.
  const hasWalked = useRef(false);
  useEffect(() => {
    const entries = field.current?.closest('[role=dialog]')?.querySelectorAll('[data-action]');
    if (!entries?.length || hasWalked.current) return;
    const at = [...entries].findIndex((one) => one.hasAttribute('data-selected'));
    if (at > 0) for (const key of ['ArrowDown', 'ArrowUp']) press(field.current, key);
    if (at < 0) press(field.current, 'ArrowDown');
  }, [people.data, toJoin.data]);

  const open = (channelId: string) => void navigate({ to: '/c/$channelId', params: { channelId } });
  const actions: SpotlightActionGroupData[] = [
    {
      group: say('shell.channels'),
      actions: channelsInOrder().map((channel) => ({
        id: channel.id,
        label: channel.name,
        leftSection: <ChannelIcon type={channel.type} />,
        onClick: () => open(channel.id),
      })),
    },
    {
      group: say('switcher.join'),
      actions: (toJoin.data ?? []).map((channel) => ({
        id: channel.id,
        label: channel.name,
        description: channel.topic,
        // Found by the server: the words may stand in the topic, or be written otherwise.
        keywords: [settled],
        leftSection: <ChannelIcon type={channel.type} />,
        rightSection: <span className={styles.join}>{say('channel.join')}</span>,
        onClick: () => open(channel.id),
      })),
    },
    {
      group: say('shell.people'),
      actions: (people.data ?? []).map((person) => ({
        id: person.id,
        label: person.displayName,
        description: `@${person.username}`,
        keywords: [settled],
        leftSection: <Avatar id={person.id} name={person.displayName} size={24} />,
        onClick: () => void navigate({ to: '/people', search: { who: person.id } }),
      })),
    },
    {
      group: say('switcher.pages'),
      actions: [
        {
          id: 'search',
          label: settled ? say('search.for', { words: settled }) : say('search.title'),
          keywords: [settled],
          leftSection: <IconMessageSearch size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/search', search: settled ? { q: settled } : {} }),
        },
        {
          id: 'threads',
          label: say('threads.title'),
          leftSection: <IconMessages size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/threads' }),
        },
        {
          id: 'saved',
          label: say('saved.title'),
          leftSection: <IconBookmark size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/saved' }),
        },
        {
          id: 'browse',
          label: say('browse.title'),
          leftSection: <IconCompass size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/browse' }),
        },
        {
          id: 'people',
          label: say('people.title'),
          leftSection: <IconUsers size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/people' }),
        },
        {
          id: 'me',
          label: say('me.title'),
          leftSection: <IconSettings size={16} stroke={1.6} aria-hidden />,
          onClick: () => void navigate({ to: '/me' }),
        },
      ],
    },
  ];

  return (
    <Spotlight
      {...paletteLook}
      actions={actions}
      query={query}
      onQueryChange={(written) => {
        hasWalked.current = false;
        setQuery(written);
      }}
      onSpotlightClose={closeOverlays}
      nothingFound={say(isSearching ? 'state.loading' : 'switcher.nothing')}
      limit={24}
      maxHeight={420}
      searchProps={{
        ref: field,
        onKeyDown: ({ key, isTrusted }) => {
          if (isTrusted && /^Arrow(Up|Down)$/.test(key)) hasWalked.current = true;
        },
        placeholder: say('switcher.placeholder'),
        'aria-label': say('switcher.open'),
      }}
    />
  );
}

/** A key as if the person had pressed it: the palette has no other way to be told. */
const press = (field: HTMLElement | null, key: string) =>
  field?.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }));

function ChannelIcon({ type }: Pick<ChannelListItem, 'type'>) {
  const Icon = type === 'private' ? IconLock : IconHash;
  return <Icon size={16} stroke={1.6} aria-hidden />;
}
