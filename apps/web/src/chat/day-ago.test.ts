import { expect, test } from 'vitest';
import { dayAgo } from './day-ago.ts';

test('CHAT-11: a month ago of a longer month is the last day of the shorter one', () => {
  expect(dayAgo(0, 1, new Date(2026, 2, 31, 17))).toEqual(new Date(2026, 1, 28));
  expect(dayAgo(0, 1, new Date(2026, 0, 15, 9))).toEqual(new Date(2025, 11, 15));
  expect(dayAgo(7, 0, new Date(2026, 2, 3, 9))).toEqual(new Date(2026, 1, 24));
});
