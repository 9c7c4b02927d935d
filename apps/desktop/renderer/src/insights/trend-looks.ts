import Plot from 'uplot';
import { type Line, whenOf } from './trends.ts';

interface Looks {
  locale: string;
  step: 'hour' | 'day';
  lines: number;
  width: number;
  height: number;
}

/** Told apart by colour and by dashes; the style sheet of the legend has the same. */
const strokes = [
  { colour: '--at-accent', dash: [] },
  { colour: '--at-warn', dash: [6, 3] },
  { colour: '--at-danger', dash: [2, 3] },
];

export const columnsOf = ({
  times,
  lines,
}: {
  times: readonly Date[];
  lines: readonly Line[];
}): Plot.AlignedData => [
  times.map((at) => at.getTime() / 1000),
  ...lines.map(({ values }) => [...values]),
];

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** How a chart is drawn, in the colours and the language of now. */
export function looks(
  { locale, step, lines, width, height }: Looks,
  onIndex: (index: number | null) => void,
): Plot.Options {
  const number = new Intl.NumberFormat(locale, { notation: 'compact' });
  // At the axis the day is enough.
  const day = whenOf(locale, 'day');
  const own = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const axis: Plot.Axis = {
    stroke: colour('--at-dim'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colour('--at-line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    ...(step === 'day' && { tzDate: (at: number) => Plot.tzDate(new Date(at * 1000), 'UTC') }),
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    legend: { show: false },
    padding: [8, 22, 0, 0],
    hooks: { setCursor: [({ cursor }) => onIndex(cursor.idx ?? null)] },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, (high ?? 0) * 1.15)] } },
    axes: [
      {
        ...axis,
        size: 24,
        space: 70,
        incrs: [1, 2, 3, 7, 14, 30].map((days) => days * 86_400),
        values: (_plot, splits) =>
          splits.map((at) => (step === 'day' ? day : own.format)(new Date(at * 1000))),
      },
      {
        ...axis,
        size: 46,
        space: 30,
        values: (_plot, splits) => splits.map((value) => number.format(value)),
      },
    ],
    series: [
      {},
      ...strokes.slice(0, lines).map(({ colour: name, dash }) => ({
        stroke: colour(name),
        width: 1.6,
        dash,
        // Alone among unknown ones a point would have no line.
        points: { show: true, size: step === 'day' ? 5 : 4, fill: colour(name) },
        spanGaps: false,
        ...(lines === 1 && { fill: colour('--at-accent-soft') }),
      })),
    ],
  };
}
