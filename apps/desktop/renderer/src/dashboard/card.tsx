import { type ReactNode, useId } from 'react';
import styles from './card.module.css';

interface CardProps {
  title: string;
  action?: ReactNode;
  /** Where a link leads that means this card. */
  anchor?: string;
  children: ReactNode;
}

/** One thing on the dashboard. */
export function Card({ title, action, anchor, children }: CardProps) {
  const id = useId();
  return (
    <section
      className={styles.card}
      aria-labelledby={id}
      id={anchor}
      tabIndex={anchor ? -1 : undefined}
    >
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {action}
      </header>
      {children}
    </section>
  );
}

interface FactProps {
  name: string;
  children: ReactNode;
}

/** Numbers with their names, side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
