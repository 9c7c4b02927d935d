import type { Alert } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { toastDone } from '@atalaya/ui/toasts';
import { useNavigate } from '@tanstack/react-router';
import { type Key, useScreenKeys } from '../app/keys.ts';
import { alertList } from './alert-list.ts';
import { caseOf } from './alert-text.ts';
import { type Handling, silenceLeft } from './use-handling.ts';

const hourOfSilence = 60;

const rowOf = (id: string | undefined) =>
  document.querySelector<HTMLElement>(`[data-alert="${CSS.escape(id ?? '')}"]`);

export const focusAlert = (id: string | undefined): void => rowOf(id)?.focus();

const focusedId = () =>
  document.activeElement?.closest<HTMLElement>('[data-alert]')?.dataset['alert'];

/** Where the focus goes when a row leaves: to the next one, at the end to the one before. */
export function neighbourOf(id: string): string | undefined {
  const { rows } = alertList.get();
  const at = rows.findIndex((row) => row.id === id);
  return (rows[at + 1] ?? rows[at - 1])?.id;
}

/** Everything that can be done with alerts, without a mouse. */
export function useAlertKeys(handling: Handling | undefined): void {
  const say = useSay();
  const navigate = useNavigate();
  const move = (by: 1 | -1) => {
    const { rows } = alertList.get();
    const at = rows.findIndex(({ id }) => id === focusedId());
    focusAlert(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.id);
  };
  const withFocused = (work: (alert: Alert) => void) => () => {
    const alert = alertList.get().rows.find(({ id }) => id === focusedId());
    if (alert) work(alert);
    else toastDone(say('alerts.choose'));
  };
  const handle: Key[] = handling
    ? [
        {
          keys: ['a'],
          label: 'A',
          does: 'keys.acknowledge',
          press: withFocused(handling.acknowledge),
        },
        { keys: ['e'], label: 'E', does: 'keys.resolve', press: withFocused(handling.resolve) },
        {
          keys: ['s'],
          label: 'S',
          does: 'keys.silence',
          press: withFocused((alert) => {
            if (alert.state === 'resolved') return;
            handling.silence(alert, silenceLeft(alert) > 0 ? 0 : hourOfSilence);
          }),
        },
        { keys: ['z'], label: 'Z', does: 'keys.undoAlert', press: handling.undoLast },
      ]
    : [];
  useScreenKeys({
    title: 'keys.alerts',
    keys: [
      { keys: ['j', 'arrowdown'], label: 'J ↓', does: 'keys.next', press: () => move(1) },
      { keys: ['k', 'arrowup'], label: 'K ↑', does: 'keys.previous', press: () => move(-1) },
      { keys: ['n'], label: 'N', does: 'keys.showNewAlerts', press: alertList.showWaiting },
      {
        keys: ['enter'],
        label: 'Enter',
        does: 'keys.openAlert',
        press: withFocused((alert) => {
          const caseId = caseOf(alert);
          if (caseId) void navigate({ to: '/queue', search: { case: caseId } });
        }),
      },
      ...handle,
    ],
  });
}
