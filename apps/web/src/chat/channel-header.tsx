import type { ChannelDetail, MemberCard } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconInfoCircle, IconPin, IconSearch, IconUsers } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { usePresence } from '../people/presence.ts';
import styles from './channel-header.module.css';
import { channelSign } from './channel-sign.ts';
import type { Conversation } from './conversation.ts';
import { JumpButton } from './jump-button.tsx';
import { panelChoice } from './panel-choice.ts';
import { pinsChoice } from './pins-panel.tsx';

interface ChannelHeaderProps {
  channel: ChannelDetail;
  conversation: Conversation;
}

/** What channel this is, and the way to what is known about it. */
export function ChannelHeader({ channel, conversation }: ChannelHeaderProps) {
  const say = useSay();
  const navigate = useNavigate();
  const isOpen = useStore(panelChoice);
  const isDirect = channel.type === 'direct';
  const Icon = channelSign(channel.type);
  const arePinsOpen = useStore(pinsChoice);
  const closeThread = () =>
    void navigate({ to: '/c/$channelId', params: { channelId: channel.id }, replace: true });
  const toggle = () => {
    closeThread();
    panelChoice.set(arePinsOpen || !isOpen);
    pinsChoice.set(false);
  };
  const togglePins = () => {
    closeThread();
    pinsChoice.set(!arePinsOpen);
  };
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.back} aria-label={say('shell.back')}>
        <IconArrowLeft size={22} stroke={1.7} aria-hidden />
      </Link>
      {channel.with ? (
        <Other person={channel.with} />
      ) : (
        <Icon size={19} stroke={1.7} aria-hidden className={styles.icon} />
      )}
      <h1 className={styles.name} title={channel.name}>
        {channel.name || say('direct.gone')}
      </h1>
      {channel.archivedAt && <span className={styles.tag}>{say('channel.archived')}</span>}
      <p className={styles.topic} title={channel.topic}>
        {channel.topic}
      </p>
      {!isDirect && (
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
      )}
      <JumpButton channel={channel} conversation={conversation} />
      <Tooltip label={say('search.inChannel')}>
        <Link
          to="/search"
          search={{ in: channel.id }}
          className={styles.search}
          aria-label={say('search.inChannel')}
        >
          <IconSearch size={19} stroke={1.6} aria-hidden />
        </Link>
      </Tooltip>
      <Tooltip label={say('pins.title')}>
        <ActionIcon
          size={34}
          onClick={togglePins}
          aria-label={say('pins.title')}
          aria-expanded={arePinsOpen}
          className={styles.info}
        >
          <IconPin size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say(isDirect ? 'person.title' : 'channel.info')}>
        <ActionIcon
          size={34}
          onClick={toggle}
          aria-label={say(isDirect ? 'person.title' : 'channel.info')}
          aria-expanded={isOpen}
          className={styles.info}
        >
          <IconInfoCircle size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function Other({ person }: { person: MemberCard }) {
  const { presence } = usePresence(person);
  return <Avatar id={person.id} name={person.displayName} size={26} presence={presence} />;
}
