import { type TextKey, useSay } from '@atalaya/ui/i18n';
import { type ReactNode, useId } from 'react';
import styles from './dossier.module.css';

interface PartProps {
  title: TextKey;
  /** How many there are in all, and how many of them are here. */
  count?: number;
  shown?: number;
  children: ReactNode;
}

/** A part of the file under its own heading. */
export function Part({ title, count, shown, children }: PartProps) {
  const say = useSay();
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h4 id={id}>{say(title)}</h4>
      {children}
      {count !== undefined && shown !== undefined && count > shown && (
        <p className={styles.small}>{say('dossier.shown', { shown, count })}</p>
      )}
    </section>
  );
}

interface FactProps {
  label: TextKey;
  isBad?: boolean;
  children: ReactNode;
}

/** A fact by its name, in a list of them. */
export function Fact({ label, isBad = false, children }: FactProps) {
  const say = useSay();
  return (
    <div>
      <dt>{say(label)}</dt>
      <dd data-bad={isBad || undefined}>{children}</dd>
    </div>
  );
}

/** A figure. */
export function Count({ label, value }: { label: TextKey; value: number | string }) {
  const say = useSay();
  return (
    <div>
      <dt>{say(label)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
