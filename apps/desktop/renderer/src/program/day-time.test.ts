import { expect, test } from 'vitest';
import { minutesOf, timeOf, weekdays } from './day-time.ts';

test('UI-10: quiet hours are written and read as the time of the day', () => {
  for (const [minutes, time] of [
    [0, '00:00'],
    [510, '08:30'],
    [1_439, '23:59'],
  ] as const) {
    expect(timeOf(minutes)).toBe(time);
    expect(minutesOf(time)).toBe(minutes);
  }
  expect(minutesOf('')).toBeNull();
  expect(minutesOf('8:3')).toBeNull();
});

test('UI-10: the week begins on Monday, in words of the language', () => {
  expect(weekdays('es').map(({ long }) => long)).toEqual([
    'lunes',
    'martes',
    'miércoles',
    'jueves',
    'viernes',
    'sábado',
    'domingo',
  ]);
  expect(weekdays('en')[6]).toMatchObject({ day: 0, short: 'Sun' });
});
