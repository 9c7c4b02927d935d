import type { AlertEvent } from '@atalaya/api/types';
import type { Spoken } from '@atalaya/ui/i18n';
import { createStore } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { api } from '../app/atalaya.ts';
import { native } from '../app/native.ts';
import { queries } from '../app/queries.ts';
import { alertText } from './alert-text.ts';

/** Alerts that nobody looks after. */
export const alertCount = createStore({ open: 0, critical: 0 });

const listeners = new Set<(event: AlertEvent) => void>();

/** Calls back with every event of the alerts. Gives the way to stop. */
export function onAlertEvent(listener: (event: AlertEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** In a raid alerts count up many times a second; the numbers need not be read as often. */
const pauseMs = 400;
let isCounting = false;
let again = false;

async function recount(): Promise<void> {
  again = isCounting;
  if (isCounting) return;
  isCounting = true;
  try {
    void queries.invalidateQueries({ queryKey: ['alerts'] });
    const { open, critical } = await api.alerts.list.query({ state: 'open', limit: 1 });
    alertCount.set({ open, critical });
  } catch {
    // Without an answer the old number stands; coming back begins with `refresh`.
  }
  setTimeout(() => {
    isCounting = false;
    if (again) void recount();
  }, pauseMs);
}

/** Passes one on to the lists, counts afresh, and tells of what is new where it is wanted. */
export function takeAlertEvent(event: AlertEvent, say: Spoken, tell: boolean): void {
  for (const listener of listeners) listener(event);
  void recount();
  if (event.type !== 'raised' || !tell) return;
  const text = alertText(say, event.alert);
  toastFailure(say('alerts.raised', { text }));
  void native?.notify({
    id: `alert:${event.alert.id}`,
    title: say(`alertSeverity.${event.alert.severity}`),
    body: text.slice(0, 300),
    target: { type: 'alerts' },
    actions: [{ id: 'open', text: say('notice.open') }],
    urgent: event.alert.severity === 'critical',
  });
}
