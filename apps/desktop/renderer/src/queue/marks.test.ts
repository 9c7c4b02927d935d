import type { CaseRow } from '@atalaya/api/types';
import { beforeEach, expect, test } from 'vitest';
import { commonActions, summaryOf } from './bulk-choice.ts';
import { clearMarks, markAll, markedOf, marks, markTo, settleMarks, toggleMark } from './marks.ts';

const rowOf = (id: string, more: Partial<CaseRow> = {}) =>
  ({
    id,
    version: 1,
    subjectType: 'message',
    claim: null,
    concerns: { id: 'ana', displayName: 'Ana', username: 'ana' },
    ...more,
  }) as CaseRow;
const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => rowOf(id));
const [a, , c, , e] = rows;
if (!a || !c || !e) throw new Error('no rows');
const marked = () => markedOf(rows, marks.get()).map(({ id }) => id);

beforeEach(clearMarks);

test('TRUST-06: a range is drawn from where it began, and drawn back; what was marked before stays', () => {
  toggleMark(e);
  toggleMark(a);
  markTo(rows, 'c', null);
  expect(marked()).toEqual(['a', 'b', 'c', 'e']);
  markTo(rows, 'b', null);
  expect(marked()).toEqual(['a', 'b', 'e']);
  toggleMark(a);
  expect(marked()).toEqual(['b', 'e']);
  clearMarks();
  // With nothing marked it begins at the open one.
  markTo(rows, 'b', 'd');
  expect(marked()).toEqual(['b', 'c', 'd']);
});

test('TRUST-06: a mark rests on the version that was seen, until it is looked at again', () => {
  markAll(rows);
  const changed = rows.map((row) => ({ ...row, version: 2 }));
  expect(markedOf(changed, marks.get()).map(({ version }) => version)).toEqual([1, 1, 1, 1, 1]);
  settleMarks(new Set(['a', 'b']), changed);
  expect(markedOf(changed, marks.get())).toMatchObject([
    { id: 'c', version: 2 },
    { id: 'd', version: 2 },
    { id: 'e', version: 2 },
  ]);
});

test('TRUST-06: only what can be decided about all of them; whom it touches, and who holds some', () => {
  const me = { permissions: ['users:ban'] } as Parameters<typeof commonActions>[1];
  expect(commonActions(rows, me)).toContain('hide');
  const channel = rowOf('f', { subjectType: 'channel' });
  expect(commonActions([...rows, channel], me)).toEqual(['dismiss', 'warn', 'mute', 'ban', 'note']);
  expect(commonActions([rowOf('g', { concerns: null })], me)).toEqual(['dismiss', 'note']);
  expect(commonActions(rows, { permissions: [] })).not.toContain('ban');
  const now = new Date();
  const claim = { by: { id: 'carmen', displayName: 'Carmen' }, since: now };
  const held = rowOf('h', { claim: { ...claim, until: new Date(now.getTime() + 1_000) } });
  const over = rowOf('i', { claim: { ...claim, until: now } });
  expect(summaryOf([a, held, over, rowOf('j', { concerns: null })], 'me', now)).toEqual({
    cases: 4,
    people: ['Ana'],
    several: 1,
    heldBy: [{ name: 'Carmen', count: 1 }],
  });
});
