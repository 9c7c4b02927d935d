import type { CaseRow } from '@atalaya/api/types';

/**
 * What is due first comes first. What was escalated comes before all for who decides it, and after all
 * for the others; the same rule as the server's.
 */
const inOrder =
  (escalatedFirst: boolean) =>
  (a: CaseRow, b: CaseRow): number =>
    placeOf(a, escalatedFirst) - placeOf(b, escalatedFirst) ||
    a.dueAt.getTime() - b.dueAt.getTime() ||
    (a.id < b.id ? -1 : 1);

const placeOf = (row: CaseRow, escalatedFirst: boolean) =>
  row.state === 'open' && (row.escalatedAt !== null) !== escalatedFirst ? 1 : 0;

/** The rows with some more at their places; whoever is there already is replaced. */
export function mergeRows(
  rows: readonly CaseRow[],
  more: readonly CaseRow[],
  { escalatedFirst = false } = {},
): CaseRow[] {
  const byId = new Map([...rows, ...more].map((row) => [row.id, row]));
  return [...byId.values()].toSorted(inOrder(escalatedFirst));
}

/** The row replaced where it stands: nothing moves under the eyes. */
export const replaceRow = (rows: readonly CaseRow[], row: CaseRow): CaseRow[] =>
  rows.map((one) => (one.id === row.id ? row : one));

export const withoutRow = (rows: readonly CaseRow[], id: string): CaseRow[] =>
  rows.filter((row) => row.id !== id);

/** The neighbour of a row that is leaving: the next one, at the end the one before. */
export function neighbour(rows: readonly CaseRow[], id: string): CaseRow | undefined {
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? rows[0] : (rows[at + 1] ?? rows[at - 1]);
}
