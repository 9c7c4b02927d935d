import type { QuietHours } from '../shared/contract.ts';

/**
 * Whether it is quiet at this moment, in the time of this machine. Hours that go through midnight
 * belong to the day on which they begin; the same hour twice is the whole day.
 */
export function isQuietHour({ enabled, from, to, days }: QuietHours, now: Date): boolean {
  if (!enabled) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const today = now.getDay();
  if (from < to) return days.includes(today) && from <= minute && minute < to;
  const yesterday = (today + 6) % 7;
  return (days.includes(today) && from <= minute) || (days.includes(yesterday) && minute < to);
}

/** Until when “until tomorrow” is: the morning, and not the midnight that may be minutes away. */
export const tomorrowMorning = (now: Date): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8);
