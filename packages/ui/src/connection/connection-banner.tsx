import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { clock } from '../format/time.ts';
import { useSay } from '../i18n/index.ts';
import styles from './connection.module.css';
import type { LineState } from './state.ts';

/** A line that comes back within this time is not worth a word. */
const patienceMs = 800;

interface ConnectionBannerProps {
  state: LineState;
  /** What waits to be sent. */
  waiting?: number;
}

/** Says in words that the line is gone or catching up; nothing while all is well. */
export function ConnectionBanner({ state, waiting = 0 }: ConnectionBannerProps) {
  const say = useSay();
  const isWell = state.status === 'online' || state.status === 'idle';
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isWell) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWell]);

  const text =
    state.status === 'offline'
      ? say('connection.offlineSince', { time: clock(say.locale, state.since) })
      : say(state.status === 'catchingUp' ? 'connection.catchingUp' : 'connection.connecting');
  return (
    <div role="status" className={styles.place}>
      {isShown && !isWell && (
        <div className={styles.banner} data-status={state.status}>
          {state.status === 'offline' ? (
            <IconCloudOff size={16} stroke={1.6} aria-hidden />
          ) : (
            <IconRefresh size={16} stroke={1.6} aria-hidden />
          )}
          <span>
            {text}
            {waiting > 0 && ` ${say('connection.waiting', { count: waiting })}`}
          </span>
        </div>
      )}
    </div>
  );
}
