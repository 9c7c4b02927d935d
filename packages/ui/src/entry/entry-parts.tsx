import type { ReactNode } from 'react';
import styles from './entry-parts.module.css';

interface EntryFormProps {
  onSubmit: (form: FormData) => void;
  children: ReactNode;
}

/** Fields one below the other, with the button at their end. */
export function EntryForm({ onSubmit, children }: EntryFormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget));
      }}
    >
      {children}
    </form>
  );
}

/** What one has to know before one goes on; `isNews`: it has come up just now. */
export function EntryText({ children, isNews }: { children: ReactNode; isNews?: boolean }) {
  return (
    <p className={styles.text} role={isNews ? 'status' : undefined}>
      {children}
    </p>
  );
}

/** Other ways on, below the form. */
export function EntryFoot({ children }: { children: ReactNode }) {
  return <p className={styles.foot}>{children}</p>;
}
