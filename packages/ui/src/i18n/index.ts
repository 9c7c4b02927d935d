export { changeLanguage, type Say, startLanguage, useSay } from './say.ts';
export { useErrorText } from './error-text.ts';
export type { TextKey } from './text.ts';
