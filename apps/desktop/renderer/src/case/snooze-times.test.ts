import { expect, test } from 'vitest';
import { snoozeEnd } from './snooze-times.ts';

test('TRUST-05: a case is put off for an hour, or until the morning of a day to come', () => {
  const now = new Date(2026, 11, 30, 23, 40);
  const until = (choice: Parameters<typeof snoozeEnd>[0]) => snoozeEnd(choice, now);
  expect(until('hour')).toEqual(new Date(2026, 11, 31, 0, 40));
  expect(until('tomorrow')).toEqual(new Date(2026, 11, 31, 9));
  expect(until('days')).toEqual(new Date(2027, 0, 2, 9));
  expect(until('week')).toEqual(new Date(2027, 0, 6, 9));
});
