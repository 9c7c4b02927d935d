import type { PerformanceFigures, PerformancePoint } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { memo, useMemo } from 'react';
import styles from './insights.module.css';
import { TrendChart } from './trend-chart.tsx';

interface PerformanceCardsProps {
  performance: PerformanceFigures;
  /** Of one channel: pages and lines are not of a channel. */
  ofChannel: boolean;
}

/** How quick the product is where people use it, and how often their line was lost. */
export const PerformanceCards = memo(function PerformanceCards({
  performance: { step, points, totals, sampleOneIn },
  ofChannel,
}: PerformanceCardsProps) {
  const say = useSay();
  const put = useMemo(() => {
    const format = new Intl.NumberFormat(say.locale, { maximumFractionDigits: 1 });
    return (value: number) => format.format(value);
  }, [say.locale]);
  const times = useMemo(() => points.map(({ at }) => at), [points]);
  const chart = { times, step, put: (value: number) => say('insights.ms', { value: put(value) }) };
  const line = (name: string, read: (point: PerformancePoint) => number | null) => ({
    name,
    values: points.map(read),
  });
  return (
    <>
      <p className={styles.note}>
        {say('insights.sample', { count: sampleOneIn })}{' '}
        {say('insights.measured', { count: totals.deliveries + (totals.loads ?? 0) })}{' '}
        {ofChannel && say('insights.ofAll')}
      </p>
      <div className={ofChannel ? styles.wide : styles.card}>
        <TrendChart
          {...chart}
          title={say('insights.delivery')}
          lines={[
            line(say('insights.p50'), ({ deliveryP50 }) => deliveryP50),
            line(say('insights.p95'), ({ deliveryP95 }) => deliveryP95),
            line(say('insights.p99'), ({ deliveryP99 }) => deliveryP99),
          ]}
        />
      </div>
      {!ofChannel && (
        <>
          <TrendChart
            {...chart}
            title={say('insights.load')}
            lines={[
              line(say('insights.p50'), ({ loadP50 }) => loadP50),
              line(say('insights.p95'), ({ loadP95 }) => loadP95),
            ]}
          />
          <TrendChart
            {...chart}
            put={put}
            title={say('insights.errors')}
            lines={[line(say('insights.errors'), ({ connectionErrors }) => connectionErrors)]}
          />
        </>
      )}
    </>
  );
});
