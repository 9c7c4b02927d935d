import type { Alert, AlertEvent } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { api } from '../app/atalaya.ts';
import { onAlertEvent } from './alert-count.ts';
import { belongs, mergeAlerts, type Shown, withNews, withPage } from './rows.ts';

export interface AlertList {
  shown: Shown;
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  rows: readonly Alert[];
  /** Arrived since, and not in the list yet: the list does not move under the cursor. */
  waiting: readonly Alert[];
  nextCursor: string | null;
  loadingMore: boolean;
}

const pageSize = 50;
const empty = { rows: [], waiting: [], nextCursor: null, error: null, loadingMore: false } as const;
const store = createStore<AlertList>({ shown: 'open', status: 'loading', ...empty });
const set = (change: Partial<AlertList>) => store.set({ ...store.get(), ...change });

/** Handled here a moment ago: not in the list, whatever an older answer says. */
const leaving = new Map<string, Alert>();
const visible = (rows: readonly Alert[]) => rows.filter(({ id }) => !leaving.has(id));

/** Answers to questions that were asked before the latest one are of no use any more. */
let round = 0;

const pageOf = (shown: Shown, cursor?: string) =>
  api.alerts.list.query({ ...(shown !== 'all' && { state: shown }), limit: pageSize, cursor });

async function read(): Promise<void> {
  round += 1;
  const asked = round;
  try {
    const { items, nextCursor } = await pageOf(store.get().shown);
    if (asked !== round) return;
    const list = store.get();
    const isFirst = list.status !== 'ready';
    const lists = isFirst
      ? { rows: visible(items), waiting: [] }
      : withPage(list, visible(items), nextCursor === null);
    // Further pages that are open stay open where they were.
    const cursor = isFirst || list.rows.length <= pageSize ? nextCursor : list.nextCursor;
    set({ ...lists, status: 'ready', error: null, nextCursor: cursor });
  } catch (error) {
    if (asked === round && store.get().status !== 'ready') set({ status: 'failed', error });
  }
}

function take(event: AlertEvent): void {
  if (event.type === 'refresh') {
    void read();
    return;
  }
  const { alert } = event;
  if (leaving.has(alert.id)) leaving.set(alert.id, alert);
  else set(withNews(store.get(), alert, store.get().shown));
}

/** The list of alerts, kept fresh by what the server tells while it is open. */
export const alertList = {
  get: store.get,
  subscribe: store.subscribe,
  /** Begins to follow, from what is known of the last time. Gives the way to stop. */
  open(): () => void {
    const stop = onAlertEvent(take);
    alertList.show('open');
    return () => {
      stop();
      round += 1;
    };
  },
  show(shown: Shown): void {
    set({ ...empty, shown, status: 'loading' });
    void read();
  },
  retry: () => void read(),
  async more(): Promise<void> {
    const { shown, nextCursor, loadingMore } = store.get();
    if (nextCursor === null || loadingMore) return;
    const asked = round;
    set({ loadingMore: true });
    try {
      const page = await pageOf(shown, nextCursor);
      if (asked !== round) return;
      const known = new Set(store.get().rows.map(({ id }) => id));
      const rows = visible(page.items).filter(({ id }) => !known.has(id));
      set({ rows: [...store.get().rows, ...rows], nextCursor: page.nextCursor });
    } finally {
      set({ loadingMore: false });
    }
  },
  /** Lets in what waits, and takes out what belongs elsewhere by now. */
  showWaiting(): void {
    const { rows, waiting, shown } = store.get();
    if (waiting.length === 0) return;
    const staying = rows.filter((row) => belongs(shown, row));
    set({ rows: mergeAlerts(staying, waiting), waiting: [] });
  },
  /** Takes a row out at once, before the server has said yes. */
  leave(alert: Alert): void {
    leaving.set(alert.id, alert);
    set({ rows: store.get().rows.filter(({ id }) => id !== alert.id) });
  },
  /** The server has said yes: newer answers know it themselves. */
  left(id: string): void {
    leaving.delete(id);
  },
  /** Brings a row back to its place: the server said no, or it was undone. */
  bringBack(id: string): void {
    const alert = leaving.get(id);
    leaving.delete(id);
    const { shown, rows } = store.get();
    if (alert && belongs(shown, alert)) set({ rows: mergeAlerts(rows, [alert]) });
  },
  replace(alert: Alert): void {
    set({ rows: store.get().rows.map((row) => (row.id === alert.id ? alert : row)) });
  },
};
