import { en } from '../../packages/ui/src/i18n/en.ts';
import { es } from '../../packages/ui/src/i18n/es.ts';

export type Language = 'es' | 'en';

/** What a screen says in a language: the sentence of a key, with its gaps filled. */
export const wordsOf =
  (language: Language) =>
  (key: keyof typeof es, gaps: Record<string, string> = {}): string =>
    Object.entries(gaps).reduce(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
      { es, en }[language][key],
    );
