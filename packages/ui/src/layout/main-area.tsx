import type { ReactNode } from 'react';
import { useSay } from '../i18n/index.ts';
import styles from './main-area.module.css';

const id = 'main';

/** The first stop of the Tab key: past navigation, to the screen. */
export function SkipLink() {
  const say = useSay();
  return (
    <a className={styles.skip} href={`#${id}`}>
      {say('shell.skip')}
    </a>
  );
}

/** Where the screens are, beside what stands around them. */
export function MainArea({ children }: { children: ReactNode }) {
  return (
    <div id={id} className={styles.main} tabIndex={-1} data-main>
      {children}
    </div>
  );
}
