import { useSay } from '@atalaya/ui/i18n';
import { Failure } from '@atalaya/ui/pieces';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { Activity } from './activity.tsx';
import { AlertsCard } from './alerts-card.tsx';
import styles from './dashboard.module.css';
import { Figures } from './figures.tsx';
import { LiveCharts } from './live-charts.tsx';
import { NodeCard } from './node-card.tsx';
import { QueueHealth } from './queue-health.tsx';
import { DashboardSkeleton } from './skeleton.tsx';
import { TopChannels } from './top-channels.tsx';
import { useMetrics } from './use-metrics.ts';

const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: () => api.insights.dashboard.query(),
  staleTime: 15_000,
  // What the live line does not tell, such as the busiest channels, is a minute old at most.
  refetchInterval: 60_000,
});

/** What goes on: six numbers, two charts that move, alerts, and how the queue stands. */
export function DashboardScreen() {
  const say = useSay();
  const may = useMay('insights:read');
  return may ? <Cards /> : <NoPermission title={say('dashboard.title')} />;
}

function Cards() {
  const say = useSay();
  const { data, error, isPending, refetch } = useQuery(dashboardQuery);
  const samples = useMetrics();
  const mayAlerts = useMay('alerts:read');
  const latest = samples.at(-1);
  return (
    <Screen title={say('dashboard.title')}>
      {isPending && <DashboardSkeleton />}
      {/* What was read before stays: an old number is better than none. */}
      {error && !data && (
        <Failure icon={IconAlertTriangle} error={error} onRetry={() => void refetch()} />
      )}
      {data && (
        <div className={styles.grid}>
          <Figures figures={data.figures} latest={latest} />
          <LiveCharts samples={samples} />
          <div className={styles.column}>
            <QueueHealth queue={data.queue} latest={latest} />
            <Activity activity={data.activity} />
            {latest?.node && <NodeCard node={latest.node} />}
          </div>
          <div className={styles.column}>
            {mayAlerts && <AlertsCard />}
            <TopChannels channels={data.topChannels} />
          </div>
        </div>
      )}
    </Screen>
  );
}
