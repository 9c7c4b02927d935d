import type { Alert } from '@atalaya/api/types';

/** Which alerts the list shows. */
export type Shown = Alert['state'] | 'all';
export const shownStates = ['open', 'acknowledged', 'resolved', 'all'] as const satisfies Shown[];

export const belongs = (shown: Shown, { state }: Pick<Alert, 'state'>): boolean =>
  shown === 'all' || shown === state;

/** What happened last comes first; the same rule as the server's. */
const inOrder = (a: Alert, b: Alert): number =>
  b.lastAt.getTime() - a.lastAt.getTime() || (a.id < b.id ? 1 : -1);

/** The rows with some more at their places; whoever is there already is replaced. */
export function mergeAlerts(rows: readonly Alert[], more: readonly Alert[]): Alert[] {
  const byId = new Map([...rows, ...more].map((row) => [row.id, row]));
  return [...byId.values()].toSorted(inOrder);
}

interface Lists {
  rows: readonly Alert[];
  waiting: readonly Alert[];
}

/**
 * The lists after news of one alert. A row that is shown changes where it stands, also when it
 * belongs there no more; what is new waits, so that nothing moves under the eyes.
 */
export function withNews({ rows, waiting }: Lists, alert: Alert, shown: Shown): Lists {
  const others = waiting.filter(({ id }) => id !== alert.id);
  if (rows.some(({ id }) => id === alert.id)) {
    return { rows: rows.map((row) => (row.id === alert.id ? alert : row)), waiting: others };
  }
  if (!belongs(shown, alert)) return { rows, waiting: others };
  // Into an empty list it may go at once.
  if (rows.length === 0) return { rows: mergeAlerts(others, [alert]), waiting: [] };
  return { rows, waiting: mergeAlerts(others, [alert]) };
}

/** The lists after the first page was read again: as far as it reaches, it is right. */
export function withPage({ rows, waiting }: Lists, page: readonly Alert[], isAll: boolean): Lists {
  const fresh = new Map(page.map((alert) => [alert.id, alert]));
  const kept = rows.flatMap((row) => fresh.get(row.id) ?? (isAll ? [] : [row]));
  const shownIds = new Set(kept.map(({ id }) => id));
  const unseen = page.filter(({ id }) => !shownIds.has(id));
  if (kept.length === 0) return { rows: page, waiting: [] };
  const newest = kept[0]?.lastAt.getTime() ?? 0;
  // What is older than the top of the list was there all along: only what came since waits.
  const [news, old] = [
    unseen.filter(({ lastAt }) => lastAt.getTime() >= newest),
    unseen.filter(({ lastAt }) => lastAt.getTime() < newest),
  ];
  const stillWaiting = isAll ? [] : waiting.filter(({ id }) => !fresh.has(id));
  return {
    rows: old.length > 0 ? mergeAlerts(kept, old) : kept,
    waiting: mergeAlerts(stillWaiting, news),
  };
}
