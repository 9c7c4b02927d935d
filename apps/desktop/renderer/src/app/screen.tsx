import { useSay } from '@atalaya/ui/i18n';
import { Empty } from '@atalaya/ui/pieces';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './screen.module.css';

interface ScreenProps {
  title: string;
  actions?: ReactNode;
  /** A panel at the right side. */
  side?: ReactNode;
  children: ReactNode;
}

/** A screen of the console: a head, and below it everything that scrolls. */
export function Screen({ title, actions, side, children }: ScreenProps) {
  return (
    <main className={styles.screen} data-side={side ? true : undefined}>
      <div className={styles.content}>
        <header className={styles.head}>
          <h1>{title}</h1>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={styles.scroll} tabIndex={0} aria-label={title}>
          {children}
        </section>
      </div>
      {side}
    </main>
  );
}

/** In the place of a screen that one's role does not include. */
export function NoPermission({ title }: { title: string }) {
  const say = useSay();
  return (
    <Screen title={title}>
      <Empty icon={IconLock} title={say('noPermission.title')} text={say('noPermission.screen')} />
    </Screen>
  );
}
