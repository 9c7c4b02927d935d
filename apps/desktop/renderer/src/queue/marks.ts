import type { CaseRow } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';

/** More are not decided in one go. */
const mostMarks = 500;

export interface Marks {
  /** Of each marked case the version that was on the screen. */
  versions: ReadonlyMap<string, number>;
  /** Where a range begins. */
  anchor: string | null;
  /** What was marked before the range that is being drawn. */
  before: ReadonlyMap<string, number>;
}

const none: Marks = { versions: new Map(), anchor: null, before: new Map() };

/** The cases that are to be decided together. */
export const marks = createStore<Marks>(none);
export const clearMarks = (): void => marks.set(none);

const versionsOf = (rows: readonly CaseRow[]) =>
  rows.map(({ id, version }): [string, number] => [id, version]);
const bounded = (versions: Iterable<[string, number]>) =>
  new Map([...versions].slice(0, mostMarks));

/** Marks a case, or no longer. */
export function toggleMark(row: CaseRow): void {
  const versions = new Map(marks.get().versions);
  if (!versions.delete(row.id)) versions.set(row.id, row.version);
  const kept = bounded(versions);
  marks.set({ versions: kept, before: kept, anchor: row.id });
}

/** Draws the range from where it began to a case; `from` is where it begins when nothing is marked. */
export function markTo(rows: readonly CaseRow[], to: string, from: string | null): void {
  const { anchor: known, before } = marks.get();
  const anchor = rows.some(({ id }) => id === known) ? known : (from ?? to);
  const at = (id: string | null) => rows.findIndex((row) => row.id === id);
  const [first, last] = [at(anchor), at(to)].toSorted((a, b) => a - b);
  if (first === undefined || last === undefined || last < 0) return;
  const range = versionsOf(rows.slice(Math.max(first, 0), last + 1));
  marks.set({ versions: bounded([...before, ...range]), before, anchor });
}

export function markAll(rows: readonly CaseRow[]): void {
  const versions = bounded(versionsOf(rows));
  marks.set({ versions, before: versions, anchor: rows[0]?.id ?? null });
}

/** Takes cases out that were decided, and brings those up to date that are looked at again. */
export function settleMarks(done: ReadonlySet<string>, again: readonly CaseRow[]): void {
  const { versions, anchor } = marks.get();
  const kept = new Map([...versions].filter(([id]) => !done.has(id)));
  for (const { id, version } of again) if (kept.has(id)) kept.set(id, version);
  marks.set({ versions: kept, before: kept, anchor });
}

/** Of the rows those that are marked, as they were when they were marked. */
export const markedOf = (rows: readonly CaseRow[], { versions }: Marks): CaseRow[] =>
  rows.flatMap((row) => {
    const version = versions.get(row.id);
    return version === undefined ? [] : [{ ...row, version }];
  });
