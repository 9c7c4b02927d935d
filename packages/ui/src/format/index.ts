export { clock, dayLine, fullStamp, relative, sameDay, shortDate } from './time.ts';
export { initials, hueOf } from './person.ts';
