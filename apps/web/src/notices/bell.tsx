import { useSay } from '@atalaya/ui/i18n';
import { useQuery } from '@tanstack/react-query';
import styles from './bell.module.css';
import { unreadNotices } from './notices.ts';

/** How many notices are unread; nothing when none are. */
export function UnreadNotices() {
  const say = useSay();
  const count = useQuery(unreadNotices).data?.unread ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">({say('notices.unread', { count })})</span>
    </span>
  );
}
