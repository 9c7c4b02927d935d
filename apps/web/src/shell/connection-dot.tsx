import { clock } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Tooltip } from '@mantine/core';
import { atalaya } from '../app/atalaya.ts';
import { useStore } from '../app/use-store.ts';
import styles from './connection.module.css';

/** The quiet dot that tells how the line stands. */
export function ConnectionDot() {
  const say = useSay();
  const state = useStore(atalaya.connection);
  const label =
    state.status === 'offline'
      ? say('connection.offlineSince', { time: clock(say.locale, state.since) })
      : say(`connection.${state.status === 'idle' ? 'connecting' : state.status}`);
  return (
    <Tooltip label={label}>
      <span className={styles.dot} data-status={state.status} role="img" aria-label={label} />
    </Tooltip>
  );
}
