import { useSay } from '@atalaya/ui/i18n';
import { Failure, Logo, RowsSkeleton } from '@atalaya/ui/pieces';
import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBell,
  IconBookmark,
  IconCompass,
  IconMessageSearch,
  IconMessages,
  IconPlus,
  IconSearch,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../app/session.ts';
import { ChannelList } from '../chat/channel-list.tsx';
import { joinedChannels } from '../chat/channels.ts';
import { CreateChannel } from '../chat/create-channel.tsx';
import { DirectList } from '../chat/direct-list.tsx';
import { UnreadThreads } from '../chat/unread-threads.tsx';
import { UnreadNotices } from '../notices/bell.tsx';
import { ConnectionDot } from './connection-dot.tsx';
import { openSwitcher } from './keys.ts';
import { MeButton } from './me-button.tsx';
import styles from './sidebar.module.css';

/** Organisation, channels, people, oneself. */
export function Sidebar() {
  const say = useSay();
  const me = useMe();
  const channels = useQuery(joinedChannels);
  const [isCreating, setCreating] = useState(false);
  return (
    <nav className={styles.sidebar} data-sidebar aria-label={say('shell.navigation')}>
      <header className={styles.head}>
        <Logo size={22} />
        <span className={styles.organisation}>{me.organisation.name}</span>
        <ConnectionDot />
      </header>
      <button type="button" className={styles.jump} onClick={openSwitcher}>
        <IconSearch size={16} stroke={1.7} aria-hidden />
        <span>{say('switcher.open')}</span>
        <Kbd size="xs" aria-hidden>
          Ctrl K
        </Kbd>
      </button>
      <div className={styles.links}>
        <Link to="/search" className={styles.link} data-phone>
          <IconMessageSearch size={17} stroke={1.6} aria-hidden />
          {say('search.title')}
        </Link>
        <Link to="/threads" className={styles.link} data-phone>
          <IconMessages size={17} stroke={1.6} aria-hidden />
          {say('threads.title')}
          <UnreadThreads />
        </Link>
        <Link to="/saved" className={styles.link} data-phone>
          <IconBookmark size={17} stroke={1.6} aria-hidden />
          {say('saved.title')}
        </Link>
        <Link to="/people" className={styles.link}>
          <IconUsers size={17} stroke={1.6} aria-hidden />
          {say('shell.people')}
        </Link>
        <Link to="/browse" className={styles.link}>
          <IconCompass size={17} stroke={1.6} aria-hidden />
          {say('shell.browse')}
        </Link>
        <Link to="/notices" className={styles.link}>
          <IconBell size={17} stroke={1.6} aria-hidden />
          {say('shell.notices')}
          <UnreadNotices />
        </Link>
      </div>
      <div className={styles.section}>
        <h2>{say('shell.channels')}</h2>
        <Menu position="bottom-end">
          <Menu.Target>
            <Tooltip label={say('channels.add')}>
              <ActionIcon aria-label={say('channels.add')} className={styles.add}>
                <IconPlus size={17} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setCreating(true)}>{say('createChannel.title')}</Menu.Item>
            <Menu.Item component={Link} to="/browse">
              {say('browse.title')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={styles.scroll}>
        {channels.isPending && <RowsSkeleton rows={8} />}
        {channels.isError && (
          <Failure
            icon={IconAlertTriangle}
            error={channels.error}
            onRetry={() => void channels.refetch()}
          />
        )}
        {channels.data && <ChannelList channels={channels.data} />}
        {channels.data && <DirectList />}
      </div>
      <MeButton />
      {isCreating && <CreateChannel onClose={() => setCreating(false)} />}
    </nav>
  );
}
