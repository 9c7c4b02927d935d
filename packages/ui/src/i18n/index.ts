export { useErrorText } from './error-text.ts';
export {
  changeLanguage,
  consoleSentences,
  type Say,
  type Spoken,
  sayNow,
  startLanguage,
  useSay,
} from './say.ts';
export type { TextKey } from './text.ts';
