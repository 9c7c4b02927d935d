export { hueOf, initials } from './person.ts';
export { siteOf } from './site.ts';
export { sizeText } from './size.ts';
export { clock, dayLine, fullStamp, relative, sameDay, shortDate, shortMoment } from './time.ts';
export { moment, timeLeft } from './time-left.ts';
