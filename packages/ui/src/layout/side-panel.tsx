import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useSay } from '../i18n/index.ts';
import { useFocusReturn } from './focus-return.ts';
import styles from './side-panel.module.css';

interface SidePanelProps {
  title: string;
  onClose: () => void;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** What is in it scrolls by itself. */
  isFilled?: boolean;
  children: ReactNode;
}

/** Dialogs, menus, and lists that a field has unfolded. */
const coverings = '[role="dialog"], [role="menu"], [aria-haspopup="listbox"][aria-expanded="true"]';

/** A pane at the right side; on small screens it takes the whole place. Escape closes it. */
export function SidePanel({ title, onClose, actions, isFilled, children }: SidePanelProps) {
  const say = useSay();
  const panel = useFocusReturn();
  useEffect(() => {
    // What lies over it goes first. Its own key may have closed it before Escape comes up to here.
    let isCovered = false;
    const look = () => {
      isCovered = document.querySelector(coverings) !== null;
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isCovered) onClose();
    };
    document.addEventListener('keydown', look, { capture: true });
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', look, { capture: true });
      document.removeEventListener('keydown', press);
    };
  }, [onClose]);
  return (
    <aside
      ref={panel}
      className={styles.panel}
      aria-label={title}
      data-filled={isFilled || undefined}
    >
      <header className={styles.head}>
        <h2>{title}</h2>
        {actions}
        <CloseButton onClick={onClose} aria-label={say('action.close')} className={styles.close} />
      </header>
      {isFilled ? (
        children
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0}>
          {children}
        </section>
      )}
    </aside>
  );
}
