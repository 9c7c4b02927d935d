import { expect, test } from 'vitest';
import { bucketOf, longestMs, percentile, sizeOf } from './histogram.ts';

const histogramOf = (times: number[]) => {
  const histogram = new Map<number, number>();
  for (const ms of times) {
    const bucket = bucketOf(ms);
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
  }
  return histogram;
};

test('CHAT-61: a histogram tells percentiles of times to a fifth, whatever their spread', () => {
  for (const [low, high] of [
    [1, 40],
    [3, 900],
    [200, 60_000],
  ] as const) {
    const times = Array.from({ length: 2_000 }, (_, n) => low + ((high - low) * (n + 1)) / 2_000);
    const histogram = histogramOf(times);
    expect(sizeOf(histogram)).toBe(2_000);
    for (const part of [0.5, 0.95, 0.99]) {
      const exact = times[Math.ceil(part * 2_000) - 1] ?? 0;
      const told = percentile(histogram, part) ?? 0;
      expect(told / exact).toBeGreaterThan(0.8);
      expect(told / exact).toBeLessThan(1.2);
    }
  }
});

test('CHAT-61: nothing measured has no percentile, and no time falls out of the buckets', () => {
  expect(percentile(new Map(), 0.5)).toBeNull();
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(1)).toBe(0);
  expect(bucketOf(longestMs * 10)).toBe(bucketOf(longestMs));
  expect(percentile(histogramOf([0, 0, 0]), 0.99)).toBeLessThanOrEqual(1);
});
