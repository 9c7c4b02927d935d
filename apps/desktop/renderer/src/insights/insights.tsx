import { useSay } from '@atalaya/ui/i18n';
import { Failure } from '@atalaya/ui/pieces';
import { SegmentedControl } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { DashboardSkeleton } from '../dashboard/skeleton.tsx';
import { ChannelPicker } from './channel-picker.tsx';
import { EngagementCards } from './engagement-cards.tsx';
import { ExportMenu } from './export-menu.tsx';
import styles from './insights.module.css';
import { engagementQuery, performanceQuery, type Span, spans } from './insights-queries.ts';
import { PerformanceCards } from './performance-cards.tsx';

/** Weeks and months in figures: how much people write and are there, and how quick it is for them. */
export function InsightsScreen() {
  const say = useSay();
  const may = useMay('insights:read');
  return may ? <Figures /> : <NoPermission title={say('insights.title')} />;
}

function Figures() {
  const say = useSay();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/insights' });
  const span = spans.find((one) => one === search.days) ?? '30';
  const channelId = search.channel;
  const engagement = useQuery(engagementQuery(span, channelId));
  const performance = useQuery(performanceQuery(span, channelId));
  const go = (next: { days?: Span; channel?: string | undefined }) => {
    const { days, channel } = { days: span, channel: channelId, ...next };
    void navigate({
      to: '/insights',
      search: { days, ...(channel && { channel }) },
      replace: true,
    });
  };
  const error = engagement.error ?? performance.error;
  const retry = () => void Promise.all([engagement.refetch(), performance.refetch()]);
  const named = engagement.data?.channel;
  return (
    <Screen
      title={say('insights.title')}
      actions={
        <>
          <ChannelPicker
            channelId={channelId}
            name={named?.id === channelId ? named?.name : undefined}
            onChange={(channel) => go({ channel })}
          />
          <SegmentedControl
            size="xs"
            aria-label={say('insights.days')}
            value={span}
            onChange={(days) => go({ days })}
            data={spans.map((value) => ({ value, label: say(`insights.days.${value}`) }))}
          />
          <ExportMenu span={span} channelId={channelId} />
        </>
      }
    >
      {(engagement.isPending || performance.isPending) && !error && <DashboardSkeleton />}
      {error && !(engagement.data && performance.data) && (
        <Failure icon={IconAlertTriangle} error={error} onRetry={retry} />
      )}
      {engagement.data && performance.data && (
        <div className={styles.grid}>
          <EngagementCards
            engagement={engagement.data}
            ofChannel={channelId !== undefined}
            onChannel={(channel) => go({ channel })}
          />
          <PerformanceCards performance={performance.data} ofChannel={channelId !== undefined} />
        </div>
      )}
    </Screen>
  );
}
