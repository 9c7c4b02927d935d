export { useErrorText } from './error-text.ts';
export { changeLanguage, type Say, sayNow, startLanguage, useSay } from './say.ts';
export type { TextKey } from './text.ts';
