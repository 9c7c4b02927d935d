import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../theme/preferences.ts';
import type { Params, Sentences, TextKey } from './text.ts';

/** Gives the sentence of a key in the person's language. */
export type Say = (key: TextKey, params?: Params) => string;

const everywhere: Record<Language, () => Promise<Sentences>> = {
  es: () => import('./es.ts').then((module) => module.es),
  en: () => import('./en.ts').then((module) => module.en),
};

/** Loads more sentences of one language, which only one program speaks. */
type More = (language: Language) => Promise<Record<string, string>>;
let more: More = async () => ({});

/** What only the console says. The web app never loads it. */
export const consoleSentences: More = (language) =>
  language === 'es'
    ? import('./console/es.ts').then((module) => module.consoleEs)
    : import('./console/en.ts').then((module) => module.consoleEn);

async function sentencesOf(language: Language): Promise<Record<string, string>> {
  const [common, own] = await Promise.all([everywhere[language](), more(language)]);
  return { ...common, ...own };
}

/** Loads one language and makes it the one in use. Call before the first screen. */
export async function startLanguage(language: Language, moreSentences?: More): Promise<void> {
  if (moreSentences) more = moreSentences;
  const translation = await sentencesOf(language);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    // Keys hold dots: `error.forbidden` is a sentence and so is `error.forbidden.permission`.
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { [language]: { translation } },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Loads the language if it is not there yet, then every screen speaks it. */
export async function changeLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return;
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await sentencesOf(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The sentences, and what goes with them. */
export type Spoken = Say & {
  language: Language;
  /** The language as it is written where this browser is at home, such as `en-GB`: for dates and numbers. */
  locale: string;
  knows(key: string): key is TextKey;
};

/** The sentences in the person's language; the component speaks anew when it changes. */
export function useSay(): Spoken {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const say: Say = (key, params) => t(key, params ?? {});
    return Object.assign(say, {
      language: i18n.language as Language,
      locale: navigator.languages.find((tag) => tag.startsWith(i18n.language)) ?? i18n.language,
      knows: (key: string): key is TextKey => i18n.exists(key),
    });
  }, [t, i18n.language, i18n.exists]);
}

/** A sentence outside of any component, such as in a toast; it does not change with the language. */
export const sayNow: Say = (key, params) => i18next.t(key, params ?? {});
