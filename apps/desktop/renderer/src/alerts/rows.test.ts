import type { Alert } from '@atalaya/api/types';
import { expect, test } from 'vitest';
import { mergeAlerts, withNews, withPage } from './rows.ts';

const alert = (id: string, minute: number, state: Alert['state'] = 'open'): Alert => ({
  id,
  kind: 'flagBurst',
  severity: 'warning',
  state,
  params: {},
  count: 1,
  firstAt: new Date(0),
  lastAt: new Date(minute * 60_000),
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  escalatedAt: null,
  silencedUntil: null,
});
const ids = (rows: readonly Alert[]) => rows.map(({ id }) => id).join('');
const shown = { rows: [alert('b', 2), alert('a', 1)], waiting: [] };

test('TRUST-40: a row changes where it stands, what is new waits', () => {
  const counted = withNews(shown, alert('a', 9), 'open');
  expect([ids(counted.rows), ids(counted.waiting)]).toEqual(['ba', '']);
  const attended = withNews(shown, alert('b', 2, 'acknowledged'), 'open');
  expect([ids(attended.rows), attended.rows[0]?.state]).toEqual(['ba', 'acknowledged']);
  const raised = withNews(shown, alert('c', 3), 'open');
  expect([ids(raised.rows), ids(raised.waiting)]).toEqual(['ba', 'c']);
  const gone = withNews(raised, alert('c', 3, 'resolved'), 'open');
  expect([ids(gone.rows), ids(gone.waiting)]).toEqual(['ba', '']);
  expect(ids(withNews({ rows: [], waiting: [] }, alert('c', 3), 'open').rows)).toBe('c');
});

test('TRUST-40: after a gap the first page is right: changed in place, new ones wait, old ones leave', () => {
  const page = [alert('d', 5), alert('b', 4), alert('0', 0)];
  const all = withPage(shown, page, true);
  expect([ids(all.rows), ids(all.waiting)]).toEqual(['b0', 'd']);
  const part = withPage(shown, page, false);
  expect([ids(part.rows), ids(part.waiting)]).toEqual(['ba0', 'd']);
  expect(ids(mergeAlerts(all.rows, all.waiting))).toBe('db0');
});
