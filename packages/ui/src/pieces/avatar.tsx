import { hueOf, initials } from '../format/person.ts';
import styles from './avatar.module.css';
import { PresenceDot, type PresenceState } from './presence-dot.tsx';

interface AvatarProps {
  id: string;
  name: string;
  /** In pixels; without it the density decides. */
  size?: number;
  presence?: PresenceState | undefined;
}

/** A person as initials on a quiet colour of their own. The name always stands beside it as text. */
export function Avatar({ id, name, size, presence }: AvatarProps) {
  return (
    <span
      className={styles.avatar}
      style={{ '--hue': hueOf(id), ...(size ? { '--size': `${size}px` } : {}) } as object}
      aria-hidden={presence ? undefined : true}
    >
      <span aria-hidden>{initials(name)}</span>
      {presence && (
        <span className={styles.dot}>
          <PresenceDot presence={presence} />
        </span>
      )}
    </span>
  );
}
