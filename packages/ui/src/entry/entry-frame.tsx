import type { ReactNode } from 'react';
import { changeLanguage, useSay } from '../i18n/index.ts';
import { Logo } from '../pieces/index.ts';
import { type Language, preferences } from '../theme/index.ts';
import styles from './entry-frame.module.css';

const languages: readonly { code: Language; name: string }[] = [
  { code: 'es', name: 'Español' },
  { code: 'en', name: 'English' },
];

/** The page around everything that happens before someone is signed in. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  const say = useSay();
  const choose = async (language: Language) => {
    await changeLanguage(language);
    preferences.set({ language });
  };
  return (
    <div className={styles.page}>
      <main className={styles.card}>
        <div className={styles.brand}>
          <Logo size={30} />
          <span>Atalaya</span>
        </div>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </main>
      <nav className={styles.languages} aria-label={say('preferences.language')}>
        {languages.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={say.language === code}
            onClick={() => void choose(code)}
          >
            {name}
          </button>
        ))}
      </nav>
    </div>
  );
}
