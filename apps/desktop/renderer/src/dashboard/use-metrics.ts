import type { Sample } from '@atalaya/api/types';
import { useEffect, useState } from 'react';
import { api, atalaya } from '../app/atalaya.ts';

/** How much of the past the charts show. */
export const spanMs = 15 * 60_000;

/** The figures of the last fifteen minutes, the oldest first, growing while one watches. */
export function useMetrics(): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    const follow = atalaya.follow(api.insights.onMetrics, undefined, {
      onEvent(event) {
        if (event.type === 'history') {
          setSamples(event.samples);
          return;
        }
        const { sample } = event;
        const since = sample.at.getTime() - spanMs;
        setSamples((known) => [...known.filter(({ at }) => at.getTime() >= since), sample]);
      },
    });
    return () => follow.close();
  }, []);
  return samples;
}
