export { appendEntry } from './write.ts';
