import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { IconBell, IconCompass, IconMessages, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '../app/session.ts';
import { joinedChannels } from '../chat/channels.ts';
import { useDirect } from '../chat/direct.ts';
import { UnreadNotices } from '../notices/bell.tsx';
import styles from './bottom-bar.module.css';

/** The way between panes on a phone. */
export function BottomBar() {
  const say = useSay();
  const me = useMe();
  const { data: channels = [] } = useQuery(joinedChannels);
  const direct = useDirect().reduce((sum, { unread }) => sum + unread, 0);
  const mentions = channels.reduce((sum, channel) => sum + channel.mentions, direct);
  const hasUnread = channels.some(({ unread }) => unread > 0);
  return (
    <nav className={styles.bar} data-bottom aria-label={say('shell.bottomBar')}>
      <Link to="/" activeOptions={{ exact: true }} className={styles.item}>
        <span className={styles.icon}>
          <IconMessages size={22} stroke={1.6} aria-hidden />
          {mentions > 0 ? (
            <span className={styles.badge}>{mentions > 99 ? '99+' : mentions}</span>
          ) : (
            hasUnread && <span className={styles.dot} />
          )}
        </span>
        {say('shell.chat')}
      </Link>
      <Link to="/browse" className={styles.item}>
        <IconCompass size={22} stroke={1.6} aria-hidden />
        {say('shell.browse')}
      </Link>
      <Link to="/people" className={styles.item}>
        <IconUsers size={22} stroke={1.6} aria-hidden />
        {say('shell.people')}
      </Link>
      <Link to="/notices" className={styles.item}>
        <IconBell size={22} stroke={1.6} aria-hidden />
        <span>
          {say('shell.notices')}
          <span className={styles.over}>
            <UnreadNotices />
          </span>
        </span>
      </Link>
      <Link to="/me" className={styles.item}>
        <Avatar id={me.id} name={me.displayName} size={22} />
        {say('shell.me')}
      </Link>
    </nav>
  );
}
