import './base.css';
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { type Preferences, preferences } from './preferences.ts';
import { theme, themeStyles } from './theme.ts';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

// A constructed sheet: the content security policy allows no style elements.
const sheet = new CSSStyleSheet();
sheet.replaceSync(themeStyles());
document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];

const onSystemChange = (listener: () => void) => {
  systemIsDark.addEventListener('change', listener);
  return () => systemIsDark.removeEventListener('change', listener);
};

/** What the person chose for this device; re-renders when it changes. */
export const usePreferences = (): Preferences =>
  useSyncExternalStore(preferences.subscribe, preferences.get);

/** Gives everything below it Atalaya's look. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { theme: choice, density } = usePreferences();
  const dark = useSyncExternalStore(onSystemChange, () => systemIsDark.matches);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  const scheme = choice === 'auto' ? (dark ? 'dark' : 'light') : choice;
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
