import { Tooltip } from '@mantine/core';
import { clock } from '../format/time.ts';
import { useSay } from '../i18n/index.ts';
import styles from './connection.module.css';
import type { LineState } from './state.ts';

/** The quiet dot that tells how the line stands. */
export function ConnectionDot({ state }: { state: LineState }) {
  const say = useSay();
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
