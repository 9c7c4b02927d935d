import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isCovered, isWriting, useScreenKeys } from '../app/keys.ts';
import { useMe } from '../app/session.ts';
import { openKeys, openPalette } from './overlays.ts';
import { personShown } from './person-shown.ts';
import { goKeys, screens } from './screens.ts';

const patienceMs = 1_200;
let goUntil = 0;

/** Keys that work on every screen. `g` and a letter within a moment lead to another screen. */
export function useGlobalKeys(): void {
  const navigate = useNavigate();
  const { permissions } = useMe();
  const mine = screens.filter(({ needs }) => permissions.includes(needs));
  useScreenKeys({
    title: 'keys.everywhere',
    keys: [
      ...mine.map(({ name, key }) => ({
        keys: [],
        label: `G ${key.toUpperCase()}`,
        does: goKeys[name],
        press: () => {},
      })),
      { keys: [], label: 'Ctrl K', does: 'keys.palette' as const, press: openPalette },
      { keys: ['?'], label: '?', does: 'keys.list' as const, press: openKeys },
    ],
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && key === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (isWriting(event.target) || isCovered()) return;
      if (Date.now() < goUntil) {
        goUntil = 0;
        const screen = screens.find((one) => one.key === key);
        if (!screen || !permissions.includes(screen.needs)) return;
        event.preventDefault();
        // Before the screen's own keys hear of it: `g d` must not decide anything.
        event.stopImmediatePropagation();
        const who = screen.name === 'people' ? personShown.get() : null;
        void navigate({ to: screen.to, search: who === null ? {} : { who } });
      } else if (key === 'g') {
        goUntil = Date.now() + patienceMs;
      }
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [navigate, permissions]);
}
