import { Fragment, useMemo } from 'react';
import styles from './changes.module.css';
import { wordChanges } from './word-changes.ts';

/** A text with what is new in it underlined, and what went struck through where it stood. */
export function Changes({ before, after }: { before: string; after: string }) {
  const changes = useMemo(() => wordChanges(before, after), [before, after]);
  return changes.map(({ text, kind }, index) => (
    <Fragment key={index}>
      {kind === 'added' ? (
        <ins className={styles.added}>{text}</ins>
      ) : kind === 'removed' ? (
        <del className={styles.removed}>{text}</del>
      ) : (
        text
      )}
    </Fragment>
  ));
}
