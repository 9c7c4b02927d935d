import type { NoticePreferences } from './schemas.ts';

const dayMinutes = 24 * 60;
const minuteMs = 60_000;

/** The day, hour and minute of the day that the clocks of a place show. */
export function localTime(
  now: Date,
  timeZone: string,
): { day: string; hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  const minute = hour * 60 + Number(part('minute'));
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour, minute };
}

/** The end of the quiet hours that the person is in now; null: they are in none. */
export function quietUntil(
  { quietHours, timeZone }: Pick<NoticePreferences, 'quietHours' | 'timeZone'>,
  now: Date,
): Date | null {
  if (!quietHours || quietHours.from === quietHours.to) return null;
  const { from, to } = quietHours;
  const isQuiet = (minute: number) =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to;
  const { minute } = localTime(now, timeZone);
  if (!isQuiet(minute)) return null;
  const start = Math.floor(now.getTime() / minuteMs) * minuteMs;
  let end = new Date(start + ((to - minute + dayMinutes) % dayMinutes) * minuteMs);
  // In a night when the clocks are changed the end comes an hour sooner or later.
  const off = localTime(end, timeZone).minute - to;
  const shift =
    off > dayMinutes / 2 ? off - dayMinutes : off < -dayMinutes / 2 ? off + dayMinutes : off;
  end = new Date(end.getTime() - shift * minuteMs);
  return end > now ? end : null;
}
