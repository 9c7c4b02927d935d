export { appendSeldom } from './seldom.ts';
export { appendEntry } from './write.ts';
