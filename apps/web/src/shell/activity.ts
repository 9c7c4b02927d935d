import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { settings } from '../app/settings.ts';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the server when the person leaves the keyboard and when they come back. */
export function useActivity(): void {
  const minutes = useQuery(settings).data?.presence.awayAfterMinutes;
  useEffect(() => {
    if (minutes === undefined) return;
    let isAway = false;
    let timer: ReturnType<typeof setTimeout>;
    const tell = (away: boolean) => {
      isAway = away;
      // Presence is a courtesy: when it cannot be told now, the next change tells it.
      if (atalaya.connection.get().status === 'online') {
        api.members.activity.mutate({ away }).catch(() => {});
      }
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(true), minutes * 60_000);
    };
    let lastSign = 0;
    const notice = () => {
      const now = Date.now();
      if (!isAway && now - lastSign < 5_000) return;
      lastSign = now;
      if (isAway) tell(false);
      wait();
    };
    // A new line knows nothing yet: it takes everyone for present.
    const stop = atalaya.connection.subscribe(() => {
      if (isAway && atalaya.connection.get().status === 'online') tell(true);
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
