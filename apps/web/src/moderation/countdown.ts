import { useEffect, useState } from 'react';

const second = 1_000;
/** Further away than this, seconds are not shown. */
const near = 3_600_000;
/** Timers cannot wait for longer. */
const farMs = 60_000;

/** Milliseconds until a moment, as they pass; never below zero. Infinite when there is no end. */
export function useCountdown(end: Date | null): number {
  const [now, setNow] = useState(Date.now);
  const at = end?.getTime() ?? Number.POSITIVE_INFINITY;
  const left = Math.max(0, at - now);
  const isRunning = left > 0 && end !== null;
  useEffect(() => {
    if (!isRunning) return;
    // With each tick of what is left, not of the clock: the last one is the end itself.
    const rest = Math.max(0, at - Date.now());
    const wait = rest > near ? farMs : rest % second || second;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(wait, rest) + 1);
    return () => clearTimeout(timer);
  }, [at, isRunning, now]);
  return left;
}
