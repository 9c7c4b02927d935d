import { z } from 'zod';
import { type Notice, type QuietHours, type QuietState, quietHours } from '../shared/contract.ts';
import { jsonFile } from './json-file.ts';
import { isQuietHour, tomorrowMorning } from './quiet-hours.ts';

/** What was held back, by what it is about. */
export interface Held {
  cases: number;
  alerts: number;
}

interface QuietOptions {
  /** Where what was chosen is kept. */
  path: string;
  now: () => Date;
  show: (notice: Notice) => void;
  /** Several were held: told in one. */
  showHeld: (held: Held) => void;
  onChange: (state: QuietState) => void;
}

const stored = quietHours.extend({ until: z.number().nullable() });
/** The person chooses the hours; nothing is held before. */
const standard: z.output<typeof stored> = {
  enabled: false,
  from: 20 * 60,
  to: 8 * 60,
  days: [0, 1, 2, 3, 4, 5, 6],
  criticalPasses: true,
  until: null,
};

/** How often it is seen whether hours begin or end; a timer to the minute would miss a sleep. */
const lookMs = 15_000;

/** Holds notices back in quiet hours and while the person wants no disturbance; none is lost. */
export function createQuiet({ path, now, show, showHeld, onChange }: QuietOptions) {
  const file = jsonFile(path, stored, standard);
  const held = new Map<string, Notice>();
  let was = isQuiet();

  function isQuiet(): boolean {
    const { until, ...hours } = file.get();
    const moment = now();
    return (until !== null && moment.getTime() < until) || isQuietHour(hours, moment);
  }

  function state(): QuietState {
    const { until, ...hours } = file.get();
    const isPaused = until !== null && now().getTime() < until;
    return { ...hours, until: isPaused ? until : null, isQuiet: isQuiet(), held: held.size };
  }

  function release(): void {
    const notices = [...held.values()];
    held.clear();
    const [first] = notices;
    const alerts = notices.filter(({ target }) => target.type === 'alerts').length;
    if (notices.length === 1 && first) show(first);
    else showHeld({ alerts, cases: notices.length - alerts });
  }

  /** Sees whether the hours have begun or ended. */
  function look(): void {
    const is = isQuiet();
    const released = !is && held.size > 0;
    if (released) release();
    if (is === was && !released) return;
    was = is;
    onChange(state());
  }

  function change(value: z.output<typeof stored>): QuietState {
    file.set(value);
    look();
    onChange(state());
    return state();
  }

  setInterval(look, lookMs).unref();
  return {
    state,
    look,
    set: (hours: QuietHours) => change({ ...file.get(), ...hours }),
    /** Nothing until tomorrow morning, or notices again. */
    pause: (on: boolean) =>
      change({ ...file.get(), until: on ? tomorrowMorning(now()).getTime() : null }),
    notify(notice: Notice): void {
      look();
      const passes = notice.urgent === true && file.get().criticalPasses;
      if (passes || !isQuiet()) show(notice);
      else {
        // As on the screen, a newer one takes an older one's place.
        held.set(notice.id, notice);
        onChange(state());
      }
    },
  };
}
