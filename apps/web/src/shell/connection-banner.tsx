import { clock } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { useStore } from '../app/use-store.ts';
import styles from './connection.module.css';

/** A line that comes back within this time is not worth a word. */
const patienceMs = 800;

/** Says in words that the line is gone or catching up; nothing while all is well. */
export function ConnectionBanner() {
  const say = useSay();
  const state = useStore(atalaya.connection);
  const waiting = useStore(atalaya.outbox.items).filter(({ state }) => state !== 'failed').length;
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
