export { type Language, type Preferences, preferences } from './preferences.ts';
export { ThemeProvider, usePreferences } from './provider.tsx';
