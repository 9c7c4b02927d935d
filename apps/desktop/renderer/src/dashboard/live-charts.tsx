import type { Sample } from '@atalaya/api/types';
import { clock } from '@atalaya/ui/format';
import { type TextKey, useSay } from '@atalaya/ui/i18n';
import { useMemo, useState } from 'react';
import { Card } from './card.tsx';
import styles from './live-chart.module.css';
import { LiveChart, type Point } from './live-chart.tsx';

/** Two charts that move by themselves; behind each stands a table for who cannot see it. */
export function LiveCharts({ samples }: { samples: readonly Sample[] }) {
  return (
    <>
      <OneChart
        title="dashboard.chart.talk"
        samples={samples}
        read={({ messagesPerMinute }) => messagesPerMinute}
      />
      <OneChart
        title="dashboard.chart.people"
        samples={samples}
        read={({ onlinePeople }) => onlinePeople}
      />
    </>
  );
}

interface OneChartProps {
  title: TextKey;
  samples: readonly Sample[];
  read: (sample: Sample) => number | null;
}

function OneChart({ title, samples, read }: OneChartProps) {
  const say = useSay();
  const [pointed, setPointed] = useState<Point | null>(null);
  const points = useMemo(
    () => samples.map((sample) => ({ at: sample.at, value: read(sample) })),
    [samples],
  );
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const now = known.at(-1);
  const summary =
    now === undefined
      ? say('dashboard.chart.nothing')
      : say('dashboard.chart.summary', {
          now,
          low: Math.min(...known),
          high: Math.max(...known),
        });
  const shown =
    pointed && pointed.value !== null
      ? say('dashboard.chart.at', { value: pointed.value, time: clock(say.locale, pointed.at) })
      : (now ?? '');
  return (
    <Card title={say(title)} action={<span className={styles.now}>{shown}</span>}>
      <LiveChart points={points} label={`${say(title)}. ${summary}`} onPoint={setPointed} />
      <MinuteTable title={say('dashboard.chart.table', { title: say(title) })} points={points} />
    </Card>
  );
}

/** What was known at the end of each minute, the latest first. */
function MinuteTable({ title, points }: { title: string; points: readonly Point[] }) {
  const say = useSay();
  const minutes = new Map<number, Point>();
  for (const point of points) {
    if (point.value !== null) minutes.set(Math.floor(point.at.getTime() / 60_000), point);
  }
  return (
    <div className="visually-hidden">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say('dashboard.chart.time')}</th>
            <th scope="col">{say('dashboard.chart.value')}</th>
          </tr>
        </thead>
        <tbody>
          {[...minutes].toReversed().map(([minute, { value }]) => (
            <tr key={minute}>
              <th scope="row">{clock(say.locale, new Date(minute * 60_000))}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
