import { closeCodes } from './close-codes.ts';

const shortestMs = 200;
const firstMs = 1_000;
const longestMs = 10_000;

/**
 * Milliseconds until the next try: anywhere between 0.2 s and a ceiling that doubles from 1 s to
 * 10 s. After a server that stopped the first tries are spread over the whole 10 s, so that
 * thousands of clients do not come back in the same moment.
 */
export function retryDelayMs(attempt: number, random: number, closeCode?: number | null): number {
  const spread = closeCode === closeCodes.goingAway;
  const ceiling = spread ? longestMs : Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return shortestMs + random * (ceiling - shortestMs);
}
