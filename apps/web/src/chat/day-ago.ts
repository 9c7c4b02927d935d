/** The beginning of the day so many days and months ago; of a shorter month its last day. */
export function dayAgo(days: number, months = 0, now = new Date()): Date {
  const month = now.getMonth() - months;
  const last = new Date(now.getFullYear(), month + 1, 0).getDate();
  return new Date(now.getFullYear(), month, Math.min(now.getDate(), last) - days);
}
