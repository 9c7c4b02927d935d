/** What a chart draws over time. */
export interface Line {
  name: string;
  /** Of each stretch of time; null: not known. */
  values: readonly (number | null)[];
}

/** Puts the beginning of a stretch into words: days are those of UTC, hours the reader's own. */
export function whenOf(locale: string, step: 'hour' | 'day'): (at: Date) => string {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(step === 'hour' ? { hour: 'numeric', minute: '2-digit' } : { timeZone: 'UTC' }),
  });
  return (at) => format.format(at);
}
