import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen that is not a conversation: a title, and content in one readable column. */
export function Page({ title, actions, children }: PageProps) {
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <h1>{title}</h1>
        {actions}
      </header>
      <div className={styles.scroll}>
        <div className={styles.column}>{children}</div>
      </div>
    </main>
  );
}
