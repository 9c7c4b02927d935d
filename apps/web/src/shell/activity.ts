import { useEffect, useRef } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { useSettings } from '../app/settings.ts';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** Signs that come sooner after the last one change nothing. */
const denseMs = 5_000;

/** Tells the server when the person leaves the keyboard and when they come back. */
export function useActivity(): void {
  const minutes = useSettings()?.presence.awayAfterMinutes;
  // Kept over a change of the setting: who left the keyboard before it counts from then.
  const known = useRef({ isAway: false, lastSign: Date.now() });
  useEffect(() => {
    if (minutes === undefined) return;
    const now = known.current;
    let timer: ReturnType<typeof setTimeout>;
    const tell = (away: boolean) => {
      now.isAway = away;
      // Presence is a courtesy: when it cannot be told now, the next change tells it.
      if (atalaya.connection.get().status === 'online') {
        api.members.activity.mutate({ away }).catch(() => {});
      }
    };
    const wait = () => {
      clearTimeout(timer);
      const left = now.lastSign + minutes * 60_000 - Date.now();
      if (now.isAway !== left <= 0) tell(left <= 0);
      if (left > 0) timer = setTimeout(wait, left);
    };
    const notice = () => {
      if (!now.isAway && Date.now() - now.lastSign < denseMs) return;
      now.lastSign = Date.now();
      wait();
    };
    // A new line knows nothing yet: it takes everyone for present.
    const stop = atalaya.connection.subscribe(() => {
      if (now.isAway && atalaya.connection.get().status === 'online') tell(true);
    });
    wait();
    for (const sign of signs) document.addEventListener(sign, notice, { passive: true });
    return () => {
      stop();
      clearTimeout(timer);
      for (const sign of signs) document.removeEventListener(sign, notice);
    };
  }, [minutes]);
}
