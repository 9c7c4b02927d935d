import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconHash, IconInfoCircle, IconLock, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import styles from './channel-header.module.css';
import { panelChoice } from './panel-choice.ts';

/** What channel this is, and the way to what is known about it. */
export function ChannelHeader({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const isOpen = useStore(panelChoice);
  const Icon = channel.type === 'private' ? IconLock : IconHash;
  const toggle = () => panelChoice.set(!isOpen);
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.back} aria-label={say('shell.back')}>
        <IconArrowLeft size={22} stroke={1.7} aria-hidden />
      </Link>
      <Icon size={19} stroke={1.7} aria-hidden className={styles.icon} />
      <h1 className={styles.name}>{channel.name}</h1>
      {channel.archivedAt && <span className={styles.tag}>{say('channel.archived')}</span>}
      <p className={styles.topic} title={channel.topic}>
        {channel.topic}
      </p>
      <Tooltip label={say('channel.members')}>
        <button
          type="button"
          className={styles.members}
          onClick={toggle}
          aria-label={say('channel.memberCount', { count: channel.memberCount })}
        >
          <IconUsers size={16} stroke={1.6} aria-hidden />
          <span className="tabular">{channel.memberCount}</span>
        </button>
      </Tooltip>
      <Tooltip label={say('channel.info')}>
        <ActionIcon
          size={34}
          onClick={toggle}
          aria-label={say('channel.info')}
          aria-expanded={isOpen}
          className={styles.info}
        >
          <IconInfoCircle size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
