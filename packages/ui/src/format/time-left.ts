const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `4 minutos y 32 segundos`, `2 days and 1 hour`: what is left, in its two largest units. */
export function timeLeft(language: string, milliseconds: number): string {
  let seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const found = units.findIndex(([, size]) => seconds >= size);
  const largest = found < 0 ? units.length - 1 : found;
  const parts = units.slice(largest, largest + 2).map(([unit, size], index) => {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    const text = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
    return count > 0 || index === 0 ? text.format(count) : '';
  });
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts.filter(Boolean));
}

/** Day and time without the weekday: `21 de noviembre de 2026, 14:05`. */
export const moment = (language: string, date: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(date);
