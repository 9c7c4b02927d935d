import type { Say } from '@atalaya/ui/i18n';

/** `2 days`, `8 hours`, `90 minutes`: in the largest unit that goes in whole. */
export function durationText(say: Say, minutes: number | undefined): string {
  if (minutes === undefined) return say('duration.forGood');
  if (minutes % 1_440 === 0) return say('duration.days', { count: minutes / 1_440 });
  if (minutes % 60 === 0) return say('duration.hours', { count: minutes / 60 });
  return say('duration.minutes', { count: Math.round(minutes) });
}
