import '@mantine/spotlight/styles.css';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconCompass, IconHash, IconLock, IconSettings, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { peopleMatching } from '../people/people-queries.ts';
import { channelsInOrder, closeOverlays } from './keys.ts';
import styles from './switcher.module.css';

/** Ctrl+K: a channel, a person or a page in a few letters. */
export function Switcher() {
  const say = useSay();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 120);
  const people = useQuery({ ...peopleMatching(settled), enabled: settled.length > 0 });

  useEffect(() => spotlight.open(), []);

  const actions: SpotlightActionGroupData[] = [
    {
      group: say('shell.channels'),
      actions: channelsInOrder().map((channel) => ({
        id: channel.id,
        label: channel.name,
        leftSection:
          channel.type === 'private' ? (
            <IconLock size={16} stroke={1.6} aria-hidden />
          ) : (
            <IconHash size={16} stroke={1.6} aria-hidden />
          ),
        onClick: () => void navigate({ to: '/c/$channelId', params: { channelId: channel.id } }),
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
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={closeOverlays}
      nothingFound={say('switcher.nothing')}
      shortcut={null}
      lockScroll={false}
      limit={12}
      classNames={{ action: styles.action }}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 80 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      searchProps={{ placeholder: say('switcher.placeholder'), 'aria-label': say('switcher.open') }}
    />
  );
}
