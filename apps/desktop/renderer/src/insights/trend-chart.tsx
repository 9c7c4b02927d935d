import 'uplot/dist/uPlot.min.css';
import { useSay } from '@atalaya/ui/i18n';
import { useEffect, useRef, useState } from 'react';
import Plot from 'uplot';
import { useScheme } from '../app/use-scheme.ts';
import { Card } from '../dashboard/card.tsx';
import styles from './trend-chart.module.css';
import { columnsOf, looks } from './trend-looks.ts';
import { type Line, whenOf } from './trends.ts';

interface TrendChartProps {
  title: string;
  /** Beginnings of the stretches of time, the oldest first. */
  times: readonly Date[];
  step: 'hour' | 'day';
  /** One to three lines over the same time. */
  lines: readonly Line[];
  /** A value in words. */
  put: (value: number) => string;
}

const height = 160;

/** Lines over days or hours; behind them stands a table for who cannot see them. */
export function TrendChart({ title, times, step, lines, put }: TrendChartProps) {
  const say = useSay();
  const { locale } = say;
  const colorScheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef({ times, lines, put });
  latest.current = { times, lines, put };
  const [pointed, setPointed] = useState<number | null>(null);
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const isEmpty = known.length === 0;
  const when = whenOf(locale, step);
  const count = lines.length;

  // A canvas knows nothing of style sheets and languages: with others it is drawn anew.
  useEffect(() => {
    const home = box.current;
    if (!home || isEmpty) return;
    const options = looks(
      { locale, step, lines: count, width: home.clientWidth, height },
      setPointed,
    );
    const made = new Plot(options, columnsOf(latest.current), home);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: home.clientWidth, height }));
    sizes.observe(home);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [colorScheme, locale, step, count, isEmpty]);
  useEffect(() => plot.current?.setData(columnsOf({ times, lines })), [times, lines]);

  const [first, last] = [times[0], times.at(-1)];
  const label = say('insights.chart.label', {
    title,
    first: first ? when(first) : '',
    last: last ? when(last) : '',
    low: isEmpty ? '' : put(Math.min(...known)),
    high: isEmpty ? '' : put(Math.max(...known)),
  });
  const at = pointed === null ? undefined : times[pointed];
  const values = lines.flatMap((line) => {
    const value = pointed === null ? null : line.values[pointed];
    return value === null || value === undefined ? [] : [put(value)];
  });
  const shown =
    at && values.length > 0
      ? say('insights.chart.at', { when: when(at), values: values.join(' · ') })
      : '';
  return (
    <Card title={title} action={<span className={styles.now}>{shown}</span>}>
      {isEmpty ? (
        <p className={styles.none}>{say('insights.chart.none')}</p>
      ) : (
        <>
          <div ref={box} className={styles.chart} role="img" aria-label={label} />
          {count > 1 && (
            <ul className={styles.legend} aria-hidden>
              {lines.map(({ name }, index) => (
                <li key={name} data-line={index}>
                  {name}
                </li>
              ))}
            </ul>
          )}
          <TrendTable {...{ title, times, step, lines, put }} />
        </>
      )}
    </Card>
  );
}

/** Every stretch in which there was something, the latest first. */
function TrendTable({ title, times, step, lines, put }: TrendChartProps) {
  const say = useSay();
  const when = whenOf(say.locale, step);
  return (
    <div className="visually-hidden">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say('insights.chart.when')}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times
            .map((at, index) => ({ at, values: lines.map((line) => line.values[index] ?? null) }))
            .filter(({ values }) => values.some((value) => value !== null))
            .toReversed()
            .map(({ at, values }) => (
              <tr key={at.getTime()}>
                <th scope="row">{when(at)}</th>
                {values.map((value, index) => (
                  <td key={lines[index]?.name}>{value === null ? '—' : put(value)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
