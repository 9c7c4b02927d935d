import { useSay } from '@atalaya/ui/i18n';
import { useQuery } from '@tanstack/react-query';
import styles from '../notices/bell.module.css';
import { unreadThreads } from './threads.ts';

/** In how many threads something is unread; nothing when in none. */
export function UnreadThreads() {
  const say = useSay();
  const { data: count = 0 } = useQuery(unreadThreads);
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">({say('threads.unreadCount', { count })})</span>
    </span>
  );
}
