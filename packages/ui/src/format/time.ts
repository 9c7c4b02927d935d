const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language, options);
    formats.set(key, made);
  }
  return made;
}

/** `14:05`, or `2:05 PM` where that is the custom. */
export const clock = (language: string, date: Date): string =>
  format(language, { hour: 'numeric', minute: '2-digit' }).format(date);

/** Day and time in full, for tooltips and screen readers. */
export const fullStamp = (language: string, date: Date): string =>
  format(language, { dateStyle: 'full', timeStyle: 'short' }).format(date);

/** `3 nov` this year, `3 nov 2025` otherwise. */
export const shortDate = (language: string, date: Date, now = new Date()): string =>
  format(language, {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);

export const sameDay = (a: Date, b: Date): boolean =>
  a.getDate() === b.getDate() &&
  a.getMonth() === b.getMonth() &&
  a.getFullYear() === b.getFullYear();

/** The time of what was today, else the date. */
export const shortMoment = (language: string, date: Date, now = new Date()): string =>
  sameDay(date, now) ? clock(language, date) : shortDate(language, date, now);

/** `Hoy`, `Ayer`, or the weekday and date. */
export function dayLine(language: string, date: Date, now = new Date()): string {
  const midnight = (day: Date) =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  }
  const text = format(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

const steps: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `hace 5 minutos`, `in 2 hours`; anything under a minute is `ahora`. */
export function relative(language: string, date: Date, now = new Date()): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) < size) continue;
    // What was given seven days has seven a moment later; what is past is not past before it is.
    const count = seconds > 0 ? Math.round(seconds / size) : Math.trunc(seconds / size);
    return words.format(count, unit);
  }
  return words.format(0, 'second');
}
