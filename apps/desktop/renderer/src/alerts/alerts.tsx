import { useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconArrowUp, IconChecks } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { alertList } from './alert-list.ts';
import { AlertRow } from './alert-row.tsx';
import styles from './alerts.module.css';
import { shownStates } from './rows.ts';
import { focusAlert, neighbourOf, useAlertKeys } from './use-alert-keys.ts';
import { useHandling } from './use-handling.ts';

/** What wants attention, and who gives it. */
export function AlertsScreen() {
  const say = useSay();
  const may = useMay('alerts:read');
  return may ? <Alerts /> : <NoPermission title={say('alerts.title')} />;
}

function Alerts() {
  const say = useSay();
  const list = useStore(alertList);
  const all = useHandling();
  const handling = useMay('alerts:handle') ? all : undefined;
  useEffect(() => alertList.open(), []);
  useAlertKeys(handling);
  useAlertOfAddress(list.status === 'ready');
  return (
    <Screen
      title={say('alerts.title')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={say('alerts.title')}
          value={list.shown}
          onChange={alertList.show}
          data={shownStates.map((value) => ({ value, label: say(`alerts.state.${value}`) }))}
        />
      }
    >
      {list.waiting.length > 0 && (
        <Button
          className={styles.pill}
          size="xs"
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={alertList.showWaiting}
        >
          {say('alerts.new', { count: list.waiting.length })}
        </Button>
      )}
      <p className="visually-hidden" role="status">
        {list.waiting.length > 0 && say('alerts.arrived', { count: list.waiting.length })}
      </p>
      {list.status === 'loading' && <RowsSkeleton rows={8} />}
      {list.status === 'failed' && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={alertList.retry} />
      )}
      {list.status === 'ready' && list.rows.length === 0 && (
        <Empty
          icon={IconChecks}
          title={say(list.shown === 'all' ? 'alerts.none' : `alerts.none.${list.shown}`)}
          text={say('alerts.none.text')}
        />
      )}
      <Rows handling={handling} />
      {list.nextCursor !== null && (
        <Button
          variant="subtle"
          size="sm"
          fullWidth
          loading={list.loadingMore}
          onClick={() => void alertList.more()}
        >
          {say('action.more')}
        </Button>
      )}
    </Screen>
  );
}

/** The rows; when the one with the focus leaves, its neighbour has it. */
function Rows({ handling }: { handling: ReturnType<typeof useHandling> | undefined }) {
  const say = useSay();
  const { rows } = useStore(alertList);
  const focused = useRef<{ id: string; next: string | undefined } | null>(null);
  useLayoutEffect(() => {
    const last = focused.current;
    if (!last || rows.some(({ id }) => id === last.id)) return;
    focused.current = null;
    // Somewhere else by now: the focus is not taken from there.
    if (document.activeElement === document.body) focusAlert(last.next);
  }, [rows]);
  const remember = (target: Element | null) => {
    const id = target?.closest<HTMLElement>('[data-alert]')?.dataset['alert'];
    focused.current = id === undefined ? null : { id, next: neighbourOf(id) };
  };
  if (rows.length === 0) return null;
  return (
    <ul
      className={styles.list}
      aria-label={say('alerts.list')}
      onKeyDown={roving.onKeyDown}
      onFocus={(event) => {
        roving.onFocus(event);
        remember(event.target);
      }}
    >
      {rows.map((alert, at) => (
        <AlertRow key={alert.id} alert={alert} isStop={at === 0} handling={handling} />
      ))}
    </ul>
  );
}

/** A link to one alert leads to its row. */
function useAlertOfAddress(isReady: boolean): void {
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    if (isReady && hash !== '') focusAlert(hash);
  }, [isReady, hash]);
}
