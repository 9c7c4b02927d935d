/** How far times are told apart, in milliseconds; what takes longer counts as this. */
export const longestMs = 60_000;
/** Four buckets make a time twice as long: each reaches a fifth farther than the one before. */
const perDoubling = 4;

/** How often times fell into each bucket. */
export type Histogram = ReadonlyMap<number, number>;

/** The bucket of a time. Bucket 0 holds what took a millisecond at most. */
export function bucketOf(ms: number): number {
  return Math.max(0, Math.ceil(perDoubling * Math.log2(Math.min(ms, longestMs))));
}

const endOf = (bucket: number) => 2 ** (bucket / perDoubling);
const beginningOf = (bucket: number) => (bucket === 0 ? 0 : endOf(bucket - 1));

/** How many times are in there. */
export const sizeOf = (histogram: Histogram): number =>
  [...histogram.values()].reduce((sum, count) => sum + count, 0);

/** The time that this part of all took at most, as exactly as buckets tell; null for none. */
export function percentile(histogram: Histogram, part: number): number | null {
  const total = sizeOf(histogram);
  if (total === 0) return null;
  let left = part * total;
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    if (left <= count) {
      const from = beginningOf(bucket);
      return round(from + (endOf(bucket) - from) * (left / count));
    }
    left -= count;
  }
  return null;
}

const round = (ms: number) => (ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms));
