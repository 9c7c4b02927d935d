import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useSay } from '../i18n/index.ts';
import styles from './side-panel.module.css';

interface SidePanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A pane at the right side; on small screens it takes the whole place. Escape closes it. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const say = useSay();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // A dialog that lies over it goes first.
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      onClose();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onClose]);
  return (
    <aside className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <CloseButton onClick={onClose} aria-label={say('action.close')} className={styles.close} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0}>
        {children}
      </section>
    </aside>
  );
}
