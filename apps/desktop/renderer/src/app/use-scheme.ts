import { useSyncExternalStore } from 'react';

const mark = 'data-mantine-color-scheme';
const schemeNow = () => document.documentElement.getAttribute(mark);
function onScheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: [mark] });
  return () => observer.disconnect();
}

/**
 * The colours that the page has now, light or dark, for what is drawn by hand. By the page itself: told
 * before it has changed, a canvas would be drawn anew in the old colours.
 */
export const useScheme = (): string | null => useSyncExternalStore(onScheme, schemeNow);
