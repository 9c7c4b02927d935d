import type { Dashboard } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { memo } from 'react';
import { server } from '../app/native.ts';
import { Card } from './card.tsx';
import styles from './top-channels.module.css';

/** Where the most is said; each name opens the channel itself, in the web app. */
export const TopChannels = memo(function TopChannels({
  channels,
}: {
  channels: Dashboard['topChannels'];
}) {
  const say = useSay();
  const most = Math.max(1, ...channels.map(({ messages }) => messages));
  return (
    <Card title={say('dashboard.channels')}>
      {channels.length === 0 && <p className={styles.none}>{say('dashboard.channels.none')}</p>}
      <ol className={styles.channels}>
        {channels.map(({ id, name, messages }) => (
          <li key={id}>
            <a href={`${server ?? ''}/c/${id}`} target="_blank" rel="noreferrer">
              # {name}
            </a>
            <span>{say('dashboard.channels.messages', { count: messages })}</span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${(messages / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
});
