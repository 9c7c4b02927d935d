import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Whoever had the focus inside of what closes goes on where they came from, not at the top of the page.
 * Put the result on the element that closes.
 */
export function useFocusReturn() {
  const ref = useRef<HTMLElement>(null);
  // Asked while it opens: its own fields may take the focus before any effect runs.
  const [from] = useState(() => document.activeElement as HTMLElement | null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      // A button that only shows under the pointer is gone by then; what it belonged to is there.
      const places = [from, from?.closest<HTMLElement>('[tabindex]')];
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        places.find((place) => place?.isConnected)?.focus({ preventScroll: true });
      });
    };
  }, [from]);
  return ref;
}
