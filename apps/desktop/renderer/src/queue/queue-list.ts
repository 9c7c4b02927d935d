import type { CaseRow, Me, QueueEvent } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { caseKey } from '../case/case-query.ts';
import { asInput, type Filters, isWanted, snoozedUntil, standardFilters } from './filters.ts';
import { onQueueEvent } from './live-queue.ts';
import { mergeRows, replaceRow, withoutRow } from './rows.ts';

export interface QueueList {
  filters: Filters;
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  rows: readonly CaseRow[];
  /** Arrived since, and not in the list yet: the list does not move under the cursor. */
  waiting: readonly CaseRow[];
  nextCursor: string | null;
  loadingMore: boolean;
}

const pageSize = 100;
/** With fewer rows than this left more are read: deciding without a pause never comes to an end too soon. */
const fewest = 20;
const store = createStore<QueueList>({
  filters: standardFilters,
  status: 'loading',
  error: null,
  rows: [],
  waiting: [],
  nextCursor: null,
  loadingMore: false,
});
const set = (change: Partial<QueueList>) => store.set({ ...store.get(), ...change });

/** Decided here a moment ago: not in the list, whatever an older answer says. */
const leaving = new Map<string, CaseRow>();
const visible = (rows: readonly CaseRow[]) => rows.filter(({ id }) => !leaving.has(id));

/** Who decided a case that was open on the screen, by case. */
export const decidedElsewhere = createStore<ReadonlyMap<string, string>>(new Map());

let reading = 0;
let me = '';
/** Whether one decides what was escalated: it comes first then. */
let escalatedFirst = false;
let overdue = 0;

/** Reads the list afresh; what is shown stays until it is there. */
async function read(): Promise<void> {
  const round = ++reading;
  const { filters, rows } = store.get();
  try {
    const items: CaseRow[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: CaseRow[]; nextCursor: string | null } =
        await api.moderation.cases.list.query({ ...asInput(filters), limit: pageSize, cursor });
      items.push(...page.items);
      cursor = page.nextCursor;
      // As far as it was shown before, and no further.
    } while (cursor !== null && items.length < rows.length);
    if (round !== reading) return;
    set({ status: 'ready', error: null, rows: visible(items), waiting: [], nextCursor: cursor });
  } catch (error) {
    if (round !== reading) return;
    set(store.get().status === 'ready' ? {} : { status: 'failed', error });
  }
}

function take(event: QueueEvent): void {
  const { rows, waiting, filters } = store.get();
  if (event.type === 'refresh') {
    void read();
    void queries.invalidateQueries({ queryKey: ['case'] });
  } else if (event.type === 'case.closed') {
    leaving.delete(event.id);
    if (filters.state === 'open') {
      set({ rows: withoutRow(rows, event.id), waiting: withoutRow(waiting, event.id) });
      refill();
    }
    if (event.by.id !== me) {
      decidedElsewhere.set(new Map(decidedElsewhere.get()).set(event.id, event.by.displayName));
    }
    void queries.invalidateQueries({ queryKey: caseKey(event.id) });
  } else if (event.type === 'counts') {
    // Time alone makes cases overdue: no event tells of each of them. They come last, nothing jumps.
    if (filters.overdue && event.overdue > overdue) void read();
    overdue = event.overdue;
  } else if (event.type === 'case.opened' || event.type === 'case.changed') {
    takeRow(event.row);
    void queries.invalidateQueries({ queryKey: caseKey(event.row.id) });
  }
}

const merged = (rows: readonly CaseRow[], more: readonly CaseRow[]) =>
  mergeRows(rows, more, { escalatedFirst });

function takeRow(row: CaseRow): void {
  const { rows, waiting, filters } = store.get();
  const isHere = rows.some(({ id }) => id === row.id);
  if (leaving.has(row.id)) return;
  const now = new Date();
  const isOpenHere = row.state === 'open' && filters.state === 'open';
  const isOff = isOpenHere && (snoozedUntil(row, now) !== null) !== (filters.snoozed === true);
  // Who moves through their own cases keeps what they just released in sight until the next reading.
  if (isOff) {
    set({ waiting: withoutRow(waiting, row.id), rows: withoutRow(rows, row.id) });
    refill();
  } else if (!isWanted(filters, row, me, now)) {
    set({ waiting: withoutRow(waiting, row.id), rows: isHere ? replaceRow(rows, row) : rows });
  } else if (isHere) {
    const before = rows.find(({ id }) => id === row.id);
    const isNewOnTop = escalatedFirst && row.escalatedAt !== null && before?.escalatedAt === null;
    // It goes up when that is wanted: until then it stays where it is.
    set({
      rows: replaceRow(rows, row),
      waiting: isNewOnTop ? merged(waiting, [row]) : waiting,
    });
  } else if (rows.length === 0) {
    set({ rows: [row] });
  } else {
    set({ waiting: merged(waiting, [row]) });
  }
}

/** Reads on; gives whether there was an answer. */
async function more(): Promise<boolean> {
  const { nextCursor, filters, loadingMore } = store.get();
  if (nextCursor === null || loadingMore) return false;
  set({ loadingMore: true });
  const round = reading;
  try {
    const page = await api.moderation.cases.list.query({
      ...asInput(filters),
      limit: pageSize,
      cursor: nextCursor,
    });
    if (round !== reading) return false;
    const known = new Set(store.get().rows.map(({ id }) => id));
    const rows = visible(page.items).filter(({ id }) => !known.has(id));
    set({ rows: [...store.get().rows, ...rows], nextCursor: page.nextCursor });
    return true;
  } finally {
    set({ loadingMore: false });
  }
}

/** Reads on where few are left. Without an answer what is there stands, and its button reads on. */
function refill(): void {
  if (store.get().rows.length >= fewest) return;
  more().then(
    (read) => read && refill(),
    () => {},
  );
}

/** The list of cases as it is shown. Its rows change with the server's, but never jump. */
export const queueList = {
  get: store.get,
  subscribe: store.subscribe,
  /** Begins to follow the queue for this person; gives the way to stop. */
  open(member: Pick<Me, 'id' | 'permissions'>): () => void {
    me = member.id;
    escalatedFirst = member.permissions.includes('moderation:escalated');
    leaving.clear();
    set({ status: 'loading', rows: [], waiting: [], nextCursor: null });
    void read();
    return onQueueEvent(take);
  },
  filter(filters: Filters): void {
    set({ filters, status: 'loading', rows: [], waiting: [], nextCursor: null });
    void read();
  },
  retry(): void {
    set({ status: 'loading', error: null });
    void read();
  },
  /** Reads it again; what is shown stays until it is there. */
  reread: (): void => void read(),
  showWaiting(): void {
    const { rows, waiting } = store.get();
    set({ rows: merged(rows, waiting), waiting: [] });
  },
  /** Reads on, for who comes to the end. */
  more: (): Promise<boolean> => more(),
  /** Takes a row out at once, before the server has said yes. */
  leave(row: CaseRow): void {
    leaving.set(row.id, row);
    set({ rows: withoutRow(store.get().rows, row.id) });
    refill();
  },
  /** The server has said yes: newer answers know it themselves. */
  left(id: string): void {
    leaving.delete(id);
  },
  /** Brings a row back to its place: the server said no, or it was undone. */
  bringBack(row: CaseRow): void {
    leaving.delete(row.id);
    const { filters, rows } = store.get();
    if (filters.state === row.state) set({ rows: merged(rows, [row]) });
  },
  replace: takeRow,
};
