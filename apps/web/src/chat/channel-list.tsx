import type { ChannelListItem } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import { IconHash, IconLock } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import styles from './channel-list.module.css';

/** The channels one has joined: unread in bold, mentions as a badge. */
export function ChannelList({ channels }: { channels: readonly ChannelListItem[] }) {
  const say = useSay();
  const { channelId } = useParams({ strict: false });
  const sorted = channels.toSorted((a, b) => a.name.localeCompare(b.name, say.locale));
  const stop = sorted.some(({ id }) => id === channelId) ? channelId : sorted[0]?.id;
  if (sorted.length === 0) {
    return (
      <p className={styles.empty}>
        {say('channels.none')} <Link to="/browse">{say('channels.none.browse')}</Link>
      </p>
    );
  }
  return (
    <ul className={styles.list} aria-label={say('shell.channels')} {...roving}>
      {sorted.map((channel) => (
        <li key={channel.id}>
          <ChannelLink channel={channel} isStop={channel.id === stop} />
        </li>
      ))}
    </ul>
  );
}

function ChannelLink({ channel, isStop }: { channel: ChannelListItem; isStop: boolean }) {
  const say = useSay();
  const { unread, mentions } = channel;
  const Icon = channel.type === 'private' ? IconLock : IconHash;
  return (
    <Link
      to="/c/$channelId"
      params={{ channelId: channel.id }}
      className={styles.channel}
      data-unread={unread > 0 || undefined}
      data-rove
      tabIndex={isStop ? 0 : -1}
    >
      <Icon size={16} stroke={1.7} aria-hidden className={styles.icon} />
      <span className={styles.name}>{channel.name}</span>
      {channel.type === 'private' && (
        <span className="visually-hidden"> ({say('channel.private')})</span>
      )}
      {mentions > 0 ? (
        <span className={styles.badge}>
          {mentions > 99 ? '99+' : mentions}
          <span className="visually-hidden"> {say('channels.mentions', { count: mentions })}</span>
        </span>
      ) : (
        unread > 0 && (
          <span className={styles.count}>
            {unread > 99 ? '99+' : unread}
            <span className="visually-hidden"> {say('channels.unread', { count: unread })}</span>
          </span>
        )
      )}
    </Link>
  );
}
