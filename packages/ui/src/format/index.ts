export { hueOf, initials } from './person.ts';
export { clock, dayLine, fullStamp, relative, sameDay, shortDate } from './time.ts';
export { moment, timeLeft } from './time-left.ts';
