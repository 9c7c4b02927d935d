import { describe, expect, it } from 'vitest';
import { hueOf, initials } from './person.ts';
import { dayLine, relative, sameDay, shortDate, shortMoment } from './time.ts';

const now = new Date(2026, 10, 21, 10, 0);

describe('time and people as they are written', () => {
  it('UI-31: days are named by how near they are', () => {
    expect(dayLine('es', new Date(2026, 10, 21, 0, 5), now)).toBe('Hoy');
    expect(dayLine('en', new Date(2026, 10, 20, 23, 59), now)).toBe('Yesterday');
    expect(dayLine('es', new Date(2026, 10, 19), now)).toBe('Jueves, 19 de noviembre');
    expect(dayLine('en-GB', new Date(2025, 0, 2), now)).toMatch(/^Thursday,? 2 January 2025$/);
    expect(sameDay(now, new Date(2026, 10, 21, 23, 59))).toBe(true);
    expect(sameDay(now, new Date(2025, 10, 21, 10, 0))).toBe(false);
  });

  it('UI-31: what was today is named by its time, the rest by its date', () => {
    const now = new Date(2026, 10, 21, 12);
    expect(shortMoment('es', new Date(2026, 10, 21, 9, 5), now)).toBe('9:05');
    expect(shortMoment('es', new Date(2026, 10, 20, 23, 59), now)).toBe('20 nov');
    expect(shortMoment('en', new Date(2025, 10, 21, 12), now)).toBe('Nov 21, 2025');
  });

  it('UI-31: distances in time are rounded towards now', () => {
    expect(relative('es', new Date(now.getTime() - 90 * 60_000), now)).toBe('hace 1 hora');
    expect(relative('en', new Date(now.getTime() + 3 * 86_400_000), now)).toBe('in 3 days');
    expect(relative('es', new Date(now.getTime() + 7 * 86_400_000 - 900), now)).toBe(
      'dentro de 7 días',
    );
    expect(relative('en', now, now)).toBe('now');
    expect(shortDate('es', new Date(2026, 10, 3), now)).toBe('3 nov');
  });

  it('UI-31: a name becomes initials, an id a colour that stays', () => {
    expect(initials('Ana María Ruiz')).toBe('AR');
    expect(initials(' ñandú ')).toBe('Ñ');
    expect(initials('')).toBe('?');
    expect(hueOf('a')).toBe(hueOf('a'));
    expect(hueOf('a')).not.toBe(hueOf('b'));
  });
});
