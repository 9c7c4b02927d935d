import type { Pool } from 'pg';
import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type {
  PerformanceFigures,
  PerformancePoint,
  performanceInput,
  Report,
} from './analytics-schemas.ts';
import { type Histogram, percentile, sizeOf } from './histogram.ts';
import { publicChannel } from './public-channels.ts';
import { dayMs, hourMs, startOf } from './talk-hours.ts';

/** Takes what a client measured. Whose it is, is not kept. */
export function takeReport({ analytics, actor, clock }: MemberContext, report: Report) {
  analytics.measures.add(actor.organisationId, report, clock.now());
  return { done: true as const };
}

/** The server's time, by which clients put their own right, and how much they are to tell. */
export async function readClock({ clock, settings, actor }: MemberContext) {
  const { insights } = await settings.of(actor.organisationId);
  return { at: clock.now(), sampleOneIn: insights.sampleOneIn };
}

/** How quick the product is where people use it: by hour for a week, by day for more. */
export async function readPerformance(
  { pool, actor, clock, settings }: MemberContext,
  { days, channelId }: z.output<typeof performanceInput>,
): Promise<PerformanceFigures> {
  const { organisationId } = actor;
  if (channelId) await publicChannel(pool, organisationId, channelId);
  const step = days === 7 ? 'hour' : 'day';
  const length = step === 'hour' ? hourMs : dayMs;
  const now = clock.now().getTime();
  const first = startOf(now, dayMs) - (days - 1) * dayMs;
  const span = { from: new Date(first), until: new Date(now), length };
  const measured = await (channelId
    ? readChannelMeasures(pool, channelId, span)
    : readMeasures(pool, organisationId, span));
  const figuresOf = (found: Measured) => ({
    ...found.figures(),
    ...(channelId && { loads: null, connectionErrors: null }),
  });
  const points: PerformancePoint[] = [];
  const whole = new Measured();
  for (let at = first; at <= now; at += length) {
    const found = measured.get(at) ?? new Measured();
    whole.add(found);
    points.push({ at: new Date(at), ...figuresOf(found) });
  }
  const { insights } = await settings.of(organisationId);
  return { step, sampleOneIn: insights.sampleOneIn, totals: figuresOf(whole), points };
}

type Kind = 'delivery' | 'load' | 'connectionError';

/** What was measured in one stretch of time. */
export class Measured {
  readonly #histograms: Record<Kind, Map<number, number>> = {
    delivery: new Map(),
    load: new Map(),
    connectionError: new Map(),
  };

  count(kind: Kind, bucket: number, by: number): void {
    const histogram = this.#histograms[kind];
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + by);
  }

  add(other: Measured): void {
    for (const [kind, histogram] of Object.entries(other.#histograms)) {
      for (const [bucket, count] of histogram) this.count(kind as Kind, bucket, count);
    }
  }

  figures(): PerformanceFigures['totals'] {
    const { delivery, load, connectionError }: Record<Kind, Histogram> = this.#histograms;
    return {
      deliveries: sizeOf(delivery),
      deliveryP50: percentile(delivery, 0.5),
      deliveryP95: percentile(delivery, 0.95),
      deliveryP99: percentile(delivery, 0.99),
      loads: sizeOf(load),
      loadP50: percentile(load, 0.5),
      loadP95: percentile(load, 0.95),
      connectionErrors: sizeOf(connectionError),
    };
  }
}

/** From one moment to another, by stretches of so many milliseconds. */
interface MeasuredSpan {
  from: Date;
  until: Date;
  length: number;
}

interface MeasureRow {
  at: Date;
  kind: Kind;
  bucket: number;
  count: number;
}

/** What was measured in an organisation, by the beginning of each stretch. */
export async function readMeasures(
  pool: Pool,
  organisationId: string,
  { from, until, length }: MeasuredSpan,
): Promise<Map<number, Measured>> {
  const { rows } = await pool.query<MeasureRow>({
    name: 'insights-measures',
    text: `SELECT date_bin(make_interval(secs => $4), hour, 'epoch'::timestamptz) AS at,
                  kind, bucket, sum(count)::int AS count
             FROM client_measure
            WHERE organisation_id = $1 AND hour >= $2 AND hour <= $3
            GROUP BY 1, 2, 3 ORDER BY 1`,
    values: [organisationId, from, until, length / 1000],
  });
  return byStretch(rows);
}

/** What was measured of one channel's messages. Whether the caller may see it, is decided before. */
export async function readChannelMeasures(
  pool: Pool,
  channelId: string,
  { from, until, length }: MeasuredSpan,
): Promise<Map<number, Measured>> {
  const { rows } = await pool.query<MeasureRow>({
    name: 'insights-channel-measures',
    text: `SELECT date_bin(make_interval(secs => $4), hour, 'epoch'::timestamptz) AS at,
                  'delivery' AS kind, bucket, sum(count)::int AS count
             FROM channel_measure
            WHERE channel_id = $1 AND hour >= $2 AND hour <= $3
            GROUP BY 1, 3 ORDER BY 1`,
    values: [channelId, from, until, length / 1000],
  });
  return byStretch(rows);
}

function byStretch(rows: readonly MeasureRow[]): Map<number, Measured> {
  const found = new Map<number, Measured>();
  for (const { at, kind, bucket, count } of rows) {
    const measured = found.get(at.getTime()) ?? new Measured();
    measured.count(kind, bucket, count);
    found.set(at.getTime(), measured);
  }
  return found;
}
