/** Minutes since midnight as an input for times writes them, such as `08:30`. */
export const timeOf = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** The minutes of such a text; null where it is none, as while somebody writes it. */
export function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The days of a week from Monday on with their names; 0 is Sunday. */
export function weekdays(locale: string): { day: number; short: string; long: string }[] {
  return [1, 2, 3, 4, 5, 6, 0].map((day) => {
    // The first of February 2026 is a Sunday.
    const date = new Date(2026, 1, 1 + day);
    const name = (weekday: 'short' | 'long') => date.toLocaleDateString(locale, { weekday });
    return { day, short: name('short'), long: name('long') };
  });
}
