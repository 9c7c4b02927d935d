import 'uplot/dist/uPlot.min.css';
import { clock } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useEffect, useRef } from 'react';
import Plot from 'uplot';
import { useScheme } from '../app/use-scheme.ts';
import styles from './live-chart.module.css';
import { spanMs } from './use-metrics.ts';

export interface Point {
  at: Date;
  /** Null: not known. */
  value: number | null;
}

interface LiveChartProps {
  points: readonly Point[];
  /** What is seen, in words. */
  label: string;
  /** Told which point lies under the pointer; null when it has gone. */
  onPoint: (point: Point | null) => void;
}

const height = 140;
/** Steps of the scale: people and messages are whole. */
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000];

/** One line over the last fifteen minutes. Drawn on a canvas: hundreds of points, every two seconds. */
export function LiveChart({ points, label, onPoint }: LiveChartProps) {
  const { locale } = useSay();
  const colorScheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef({ points, onPoint });
  latest.current = { points, onPoint };

  // A canvas knows nothing of style sheets and languages: with others it is drawn anew.
  useEffect(() => {
    const home = box.current;
    if (!home) return;
    const options = looks(locale, home.clientWidth, (index) =>
      latest.current.onPoint(index === null ? null : (latest.current.points[index] ?? null)),
    );
    const made = new Plot(options, columnsOf(latest.current.points), home);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: home.clientWidth, height }));
    sizes.observe(home);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [colorScheme, locale]);
  useEffect(() => plot.current?.setData(columnsOf(points)), [points]);
  return <div ref={box} className={styles.chart} role="img" aria-label={label} />;
}

const columnsOf = (points: readonly Point[]): Plot.AlignedData => [
  points.map(({ at }) => at.getTime() / 1000),
  points.map(({ value }) => value),
];

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function looks(locale: string, width: number, onIndex: (index: number | null) => void) {
  const axis: Plot.Axis = {
    stroke: colour('--at-dim'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colour('--at-line'), width: 1 },
    ticks: { show: false },
  };
  const options: Plot.Options = {
    width,
    height,
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    legend: { show: false },
    padding: [8, 4, 0, 0],
    hooks: { setCursor: [({ cursor }) => onIndex(cursor.idx ?? null)] },
    scales: {
      x: {
        range: (_plot, _low, high) => {
          const end = high ?? Date.now() / 1000;
          return [end - spanMs / 1000, end];
        },
      },
      // From zero, or a change of one person would look like a flood.
      y: { range: (_plot, _low, high) => [0, Math.max(4, (high ?? 0) * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 70,
        values: (_plot, splits) => splits.map((at) => clock(locale, new Date(at * 1000))),
      },
      { ...axis, size: 38, space: 30, incrs: steps },
    ],
    series: [
      {},
      {
        stroke: colour('--at-accent'),
        width: 1.6,
        fill: colour('--at-accent-soft'),
        points: { show: false },
        spanGaps: false,
      },
    ],
  };
  return options;
}
