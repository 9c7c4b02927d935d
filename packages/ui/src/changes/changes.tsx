import { Fragment, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import styles from './changes.module.css';
import { wordChanges } from './word-changes.ts';

interface ChangesProps {
  before: string;
  after: string;
}

/**
 * A text with what is new in it underlined, and what went struck through where it stood. They are looked for when
 * it comes into view: a hundred long versions at once would hold everything else up.
 */
export function Changes({ before, after }: ChangesProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      // Of several in view, one after the other, between which keys and clicks are heard.
      startTransition(() => setSeen(true));
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return <span ref={place}>{isSeen ? <Marked before={before} after={after} /> : after}</span>;
}

function Marked({ before, after }: ChangesProps) {
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
