import type { Log } from '@atalaya/api';

/** Logs how long each phase of the start took, in milliseconds. */
export type Phase = (name: string) => void;

export function createPhases(log: Log): Phase {
  let before = performance.now();
  return (name) => {
    const now = performance.now();
    const ms = Math.round(now - before);
    // `performance.now` counts from the start of the process.
    log.debug({ phase: name, ms, sinceStart: Math.round(now) }, 'start');
    before = now;
  };
}
