/** How long a case is put off, as one chooses. */
export const snoozeChoices = ['hour', 'tomorrow', 'days', 'week'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

/** When the day begins. */
const morning = 9;
const days: Record<Exclude<SnoozeChoice, 'hour'>, number> = { tomorrow: 1, days: 3, week: 7 };

/** In an hour; or in the morning of a day to come, by the clock of whoever chooses. */
export function snoozeEnd(choice: SnoozeChoice, now: Date): Date {
  if (choice === 'hour') return new Date(now.getTime() + 3_600_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days[choice], morning);
}
