import { useSay } from '@atalaya/ui/i18n';
import { Skeleton } from '@mantine/core';
import card from './card.module.css';
import styles from './dashboard.module.css';
import figures from './figures.module.css';

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** The shape of the dashboard while it is read. */
export function DashboardSkeleton() {
  const say = useSay();
  return (
    <div className={styles.grid} role="status" aria-label={say('state.loading')}>
      <div className={figures.figures} aria-hidden>
        {numbers(6).map((number) => (
          <div key={number} className={figures.figure}>
            <Skeleton height={26} width={56} />
            <Skeleton height={12} width="70%" />
          </div>
        ))}
      </div>
      {numbers(6).map((number) => (
        <div key={number} className={card.card} aria-hidden>
          <div className={card.head}>
            <Skeleton height={12} width={160} />
          </div>
          <Skeleton height={140} />
        </div>
      ))}
    </div>
  );
}
