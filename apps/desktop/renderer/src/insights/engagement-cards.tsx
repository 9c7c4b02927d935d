import type { Engagement, EngagementDay } from '@atalaya/api/types';
import { clock } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { memo, useMemo } from 'react';
import { Card } from '../dashboard/card.tsx';
import styles from './insights.module.css';
import { TrendChart } from './trend-chart.tsx';

interface EngagementCardsProps {
  engagement: Engagement;
  /** Of one channel, whose people's time in the app is not known apart. */
  ofChannel: boolean;
  onChannel: (channelId: string) => void;
}

/** How much people write and how long they are there. */
export const EngagementCards = memo(function EngagementCards({
  engagement,
  ofChannel,
  onChannel,
}: EngagementCardsProps) {
  const say = useSay();
  const { totals, days, channels, until } = engagement;
  const put = useMemo(() => {
    const format = new Intl.NumberFormat(say.locale, { maximumFractionDigits: 1 });
    return (value: number | null) => (value === null ? '—' : format.format(value));
  }, [say.locale]);
  const times = useMemo(() => days.map(({ day }) => new Date(day)), [days]);
  const line = (name: string, read: (day: EngagementDay) => number | null) => [
    { name, values: days.map(read) },
  ];
  const chart = { times, step: 'day', put } as const;
  return (
    <>
      <dl className={styles.totals} aria-label={say('insights.totals')}>
        <Total name={say('insights.messages')} value={put(totals.messages)} />
        <Total name={say('insights.people')} value={put(totals.people)} />
        <Total name={say('insights.perPerson')} value={put(totals.messagesPerPerson)} />
        {!ofChannel && <Total name={say('insights.minutes')} value={put(totals.minutesOnline)} />}
      </dl>
      <p className={styles.note}>
        {say('insights.utc')} {until && say('insights.until', { time: clock(say.locale, until) })}{' '}
        {!ofChannel && say('insights.minutes.few')}
      </p>
      <TrendChart
        {...chart}
        title={say('insights.messages')}
        lines={line(say('insights.messages'), (day) => day.messages)}
      />
      <TrendChart
        {...chart}
        title={say('insights.chart.people')}
        lines={line(say('insights.chart.people'), (day) => day.people)}
      />
      <div className={ofChannel ? styles.wide : styles.card}>
        <TrendChart
          {...chart}
          title={say('insights.chart.perPerson')}
          lines={line(say('insights.chart.perPerson'), (day) => day.messagesPerPerson)}
        />
      </div>
      {!ofChannel && (
        <TrendChart
          {...chart}
          title={say('insights.chart.minutes')}
          put={(value) => say('insights.minutesValue', { value: put(value) })}
          lines={line(say('insights.chart.minutes'), (day) => day.minutesOnline)}
        />
      )}
      <div className={styles.wide}>
        <Channels channels={channels} onChannel={onChannel} put={put} />
      </div>
    </>
  );
});

function Total({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface ChannelsProps extends Pick<Engagement, 'channels'> {
  onChannel: (channelId: string) => void;
  put: (value: number) => string;
}

/** Public channels with the most active people; each opens its own figures. */
function Channels({ channels, onChannel, put }: ChannelsProps) {
  const say = useSay();
  return (
    <Card title={say('insights.channels')}>
      {channels.length === 0 ? (
        <p className={styles.note}>{say('insights.channels.none')}</p>
      ) : (
        <table className={styles.channels} aria-label={say('insights.channels')}>
          <thead>
            <tr>
              <th scope="col">{say('insights.channels.name')}</th>
              <th scope="col">{say('insights.people')}</th>
              <th scope="col">{say('insights.messages')}</th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ id, name, people, messages }) => (
              <tr key={id}>
                <th scope="row">
                  <button type="button" className={styles.channel} onClick={() => onChannel(id)}>
                    # {name}
                  </button>
                </th>
                <td>{put(people)}</td>
                <td>{put(messages)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
