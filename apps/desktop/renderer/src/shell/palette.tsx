import '@mantine/spotlight/styles.css';
import { useSay } from '@atalaya/ui/i18n';
import { paletteLook } from '@atalaya/ui/palette';
import { Avatar } from '@atalaya/ui/pieces';
import { type Preferences, preferences } from '@atalaya/ui/theme';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconBookmark } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useKeyGroups } from '../app/keys.ts';
import { signOut, useMe } from '../app/session.ts';
import { peopleMatching } from '../people/people-queries.ts';
import { showView, textOfView, viewsQuery } from '../queue/views.ts';
import { closeOverlays } from './overlays.ts';
import styles from './palette.module.css';
import { screens } from './screens.ts';
import { chooseLanguage } from './top-bar.tsx';

/** Ctrl K: every screen, every command of the screen that is open, and people. */
export function Palette() {
  const say = useSay();
  const navigate = useNavigate();
  const { permissions } = useMe();
  const groups = useKeyGroups();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 150);
  const people = useQuery({
    ...peopleMatching(settled),
    enabled: settled.length > 1 && permissions.includes('people:read'),
  });
  const { data: views = [] } = useQuery({
    ...viewsQuery,
    enabled: permissions.includes('moderation:read'),
  });
  useEffect(() => spotlight.open(), []);

  const commands = groups.flatMap(({ keys }) => keys).filter(({ keys }) => keys.length > 0);
  const theme = (value: Preferences['theme']) => ({
    id: `theme.${value}`,
    label: say(`palette.theme.${value}`),
    onClick: () => preferences.set({ theme: value }),
  });
  const density = (value: Preferences['density']) => ({
    id: `density.${value}`,
    label: say(`palette.density.${value}`),
    onClick: () => preferences.set({ density: value }),
  });
  const actions: SpotlightActionGroupData[] = [
    {
      group: say('palette.screens'),
      actions: screens
        .filter(({ needs }) => permissions.includes(needs))
        .map(({ name, to, key, icon: Icon }) => ({
          id: `screen.${name}`,
          label: say(`rail.${name}`),
          leftSection: <Icon size={17} stroke={1.6} aria-hidden />,
          rightSection: <span className={styles.keys}>G {key.toUpperCase()}</span>,
          onClick: () => void navigate({ to }),
        })),
    },
    {
      group: say('palette.views'),
      actions: views.map((view) => ({
        id: `view.${view.id}`,
        label: view.name,
        ...(view.mine ? {} : { description: view.by.displayName }),
        leftSection: <IconBookmark size={17} stroke={1.6} aria-hidden />,
        onClick: () => {
          showView(view);
          void navigate({ to: '/queue', search: { filter: textOfView(view) } });
        },
      })),
    },
    {
      group: say('palette.people'),
      actions: (people.data ?? []).map(({ id, displayName, username }) => ({
        id: `person.${id}`,
        label: displayName,
        description: `@${username}`,
        keywords: [settled],
        leftSection: <Avatar id={id} name={displayName} size={24} />,
        onClick: () => void navigate({ to: '/people', search: { who: id } }),
      })),
    },
    {
      group: say('palette.commands'),
      actions: [
        ...commands.map(({ does, label, press }) => ({
          id: `command.${does}`,
          label: say(does),
          rightSection: <span className={styles.keys}>{label}</span>,
          // After the palette has gone: what is done may want the focus.
          onClick: () => setTimeout(press),
        })),
        theme('light'),
        theme('dark'),
        theme('auto'),
        density('compact'),
        density('normal'),
        density('comfortable'),
        {
          id: 'language',
          label: say('palette.language'),
          onClick: () => void chooseLanguage(say.language === 'es' ? 'en' : 'es'),
        },
        { id: 'signOut', label: say('me.signOut'), onClick: signOut },
      ],
    },
  ];
  return (
    <Spotlight
      {...paletteLook}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={closeOverlays}
      nothingFound={say('switcher.nothing')}
      limit={30}
      maxHeight={460}
      searchProps={{
        placeholder: say('palette.placeholder'),
        'aria-label': say('palette.placeholder'),
      }}
    />
  );
}
