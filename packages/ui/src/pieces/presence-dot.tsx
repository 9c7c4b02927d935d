import { useSay } from '../i18n/say.ts';
import styles from './presence-dot.module.css';

export type PresenceState = 'online' | 'away' | 'busy' | 'offline';

/** Shape and colour tell the presence, and a word does for screen readers. */
export function PresenceDot({ presence, size = 9 }: { presence: PresenceState; size?: number }) {
  const say = useSay();
  return (
    <span
      className={styles.dot}
      data-presence={presence}
      role="img"
      aria-label={say(`presence.${presence}`)}
      style={{ width: size, height: size }}
    />
  );
}
