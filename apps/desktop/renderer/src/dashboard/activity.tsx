import type { Dashboard } from '@atalaya/api/types';
import { clock } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { SegmentedControl } from '@mantine/core';
import { memo, useState } from 'react';
import styles from './activity.module.css';
import { Card } from './card.tsx';

type Span = keyof Dashboard['activity'];

/** How much is said, by hour or by day: bars, and the same as a table for who cannot see them. */
export const Activity = memo(function Activity({ activity }: Pick<Dashboard, 'activity'>) {
  const say = useSay();
  const [span, setSpan] = useState<Span>('hours');
  const buckets = activity[span];
  const most = Math.max(1, ...buckets.map(({ messages }) => messages));
  const total = buckets.reduce((sum, { messages }) => sum + messages, 0);
  // The days are those of UTC, as the server counts them.
  const day = new Intl.DateTimeFormat(say.locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const when = (at: Date) => (span === 'hours' ? clock(say.locale, at) : day.format(at));
  const [first, last] = [buckets[0], buckets.at(-1)];
  return (
    <Card
      title={say('dashboard.activity')}
      anchor="activity"
      action={
        <SegmentedControl
          size="xs"
          aria-label={say('dashboard.activity')}
          value={span}
          onChange={setSpan}
          data={[
            { value: 'hours', label: say('dashboard.activity.hours') },
            { value: 'days', label: say('dashboard.activity.days') },
          ]}
        />
      }
    >
      <p className={styles.total}>{say('dashboard.activity.total', { count: total })}</p>
      <div className={styles.bars} aria-hidden>
        {buckets.map(({ at, messages }) => (
          <span
            key={at.getTime()}
            title={say('dashboard.activity.bar', { when: when(at), count: messages })}
          >
            <span style={{ height: `${(messages / most) * 100}%` }} />
          </span>
        ))}
      </div>
      <p className={styles.axis} aria-hidden>
        <span>{first && when(first.at)}</span>
        <span>{last && when(last.at)}</span>
      </p>
      <div className="visually-hidden">
        <table>
          <caption>{say('dashboard.activity')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('dashboard.chart.time')}</th>
              <th scope="col">{say('dashboard.messages')}</th>
            </tr>
          </thead>
          <tbody>
            {buckets.map(({ at, messages }) => (
              <tr key={at.getTime()}>
                <th scope="row">{when(at)}</th>
                <td>{messages}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
});
