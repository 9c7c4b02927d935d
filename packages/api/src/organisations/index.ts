export type { Directory } from './directory.ts';
export { isAbove } from './policy.ts';
