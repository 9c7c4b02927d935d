import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertText } from '../alerts/alert-text.ts';
import { api } from '../app/atalaya.ts';
import { useNow } from '../app/now.ts';
import styles from './alerts-card.module.css';
import { Card } from './card.tsx';

/** Read afresh when an alert is raised or changes. */
const latestAlerts = queryOptions({
  queryKey: ['alerts', 'latest'],
  queryFn: () => api.alerts.list.query({ state: 'open', limit: 5 }),
});

/** The alerts that nobody looks after yet. Each opens the list of alerts at its place. */
export function AlertsCard() {
  const say = useSay();
  const now = useNow();
  const alerts = useQuery(latestAlerts);
  return (
    <Card
      title={say('dashboard.openAlerts')}
      action={<Link to="/alerts">{say('dashboard.alerts.all')}</Link>}
    >
      {alerts.isPending && <RowsSkeleton rows={3} />}
      {alerts.isError && !alerts.data && (
        <Failure
          icon={IconAlertTriangle}
          error={alerts.error}
          onRetry={() => void alerts.refetch()}
        />
      )}
      {alerts.data?.items.length === 0 && (
        <p className={styles.none}>{say('dashboard.alerts.none')}</p>
      )}
      <ul className={styles.alerts}>
        {alerts.data?.items.map((alert) => (
          <li key={alert.id} data-severity={alert.severity}>
            <Link to="/alerts" hash={alert.id} hashScrollIntoView={false}>
              {alertText(say, alert)}
            </Link>
            <span className={styles.when}>
              {say(`alertSeverity.${alert.severity}`)} · {relative(say.locale, alert.lastAt, now)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
