import {
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';

/*
 * The one place where colours and sizes are chosen. Surfaces have next to no chroma, there is one
 * accent (sea), and amber and red appear only where they mean something.
 */
const sea = [
  '#e9f7f8',
  '#d3eef1',
  '#b3dde2',
  '#88c7ce',
  '#5cadb6',
  '#38929b',
  '#1c7881',
  '#0a626a',
  '#044f55',
  '#02383d',
] as const;
const gray = [
  '#f9fafb',
  '#f2f4f6',
  '#eaecee',
  '#dfe2e4',
  '#ced1d5',
  '#a1a5a9',
  '#5f656b',
  '#50565b',
  '#353b40',
  '#1d2227',
] as const;
const dark = [
  '#dbdee2',
  '#c0c4c9',
  '#a3a8ae',
  '#868c92',
  '#43484e',
  '#32373d',
  '#262b30',
  '#1a1f24',
  '#13181c',
  '#0d1115',
] as const;
const amber = [
  '#fdf4e7',
  '#fbe8ce',
  '#f6d5a8',
  '#f1c17f',
  '#e4ac59',
  '#cf953b',
  '#b07a20',
  '#8a5c0f',
  '#724d0b',
  '#523709',
] as const;
const red = [
  '#fdf2f1',
  '#fce5e3',
  '#f9cdc9',
  '#f6aaa4',
  '#eb827b',
  '#da605a',
  '#c24240',
  '#a53332',
  '#842928',
  '#65201e',
] as const;
const green = [
  '#eef8f1',
  '#dcf2e3',
  '#bce7ca',
  '#98d5ac',
  '#72bf8e',
  '#55a674',
  '#3d865a',
  '#306c48',
  '#275639',
  '#1d402b',
] as const;

const systemFonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif';

export const theme = createTheme({
  primaryColor: 'sea',
  // Both dark enough for white text on them.
  primaryShade: { light: 7, dark: 6 },
  black: '#1d2227',
  colors: { sea, gray, dark, amber, red, green },
  fontFamily: systemFonts,
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // The page itself never scrolls, so there is nothing to lock; the lock would need inline styles.
    Modal: {
      defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 120 } },
      styles: { title: { fontWeight: 650, fontSize: '1.0625rem' } },
    },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 80 } } },
    // A colour on its way from one theme to the other is hard to read.
    SegmentedControl: { defaultProps: { transitionDuration: 0 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});

/** Names that our own style sheets use, each with its value on light and on dark. */
const tokens = {
  '--at-bg': ['#ffffff', dark[7]],
  '--at-side': [gray[1], dark[8]],
  '--at-raise': ['#ffffff', '#20252a'],
  '--at-hover': ['rgba(29, 34, 39, 0.045)', 'rgba(219, 222, 226, 0.05)'],
  '--at-active': ['rgba(29, 34, 39, 0.085)', 'rgba(219, 222, 226, 0.1)'],
  '--at-line': ['#e0e3e6', '#2c3238'],
  '--at-text': [gray[9], dark[0]],
  '--at-dim': ['#545a60', '#a6acb2'],
  '--at-faint': ['#62686e', '#92989e'],
  '--at-accent': [sea[7], sea[4]],
  '--at-accent-text': [sea[7], sea[3]],
  '--at-accent-soft': ['#e4f2f4', '#16343a'],
  '--at-on-accent': ['#ffffff', '#0d1115'],
  '--at-code': ['#f2f4f6', '#12161a'],
  // Code that is coloured: told apart, and quieter than what carries meaning elsewhere.
  '--at-code-keyword': ['#7a3f86', '#cba2d6'],
  '--at-code-text': [green[7], green[3]],
  '--at-code-value': [amber[8], amber[3]],
  '--at-code-type': ['#2f5a94', '#a3bfe6'],
  '--at-warn': [amber[7], amber[4]],
  '--at-warn-soft': [amber[0], '#33270f'],
  '--at-danger': [red[7], red[3]],
  '--at-danger-soft': [red[0], '#3a1d1c'],
  '--at-badge': [red[6], '#d9534f'],
  '--at-on-badge': ['#ffffff', '#0d1115'],
  '--at-ok': [green[6], green[4]],
  '--at-ok-soft': [green[0], '#16301f'],
  '--at-shadow': ['0 6px 24px rgba(15, 20, 25, 0.14)', '0 8px 28px rgba(0, 0, 0, 0.5)'],
} as const satisfies Record<`--at-${string}`, readonly [light: string, dark: string]>;

/** Everything the theme says, as one style sheet. */
export function themeStyles(): string {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  for (const [name, [light, inTheDark]] of Object.entries(tokens)) {
    variables.light[name as `--${string}`] = light;
    variables.dark[name as `--${string}`] = inTheDark;
  }
  for (const scheme of [variables.light, variables.dark]) {
    scheme['--mantine-color-body'] = 'var(--at-bg)';
    scheme['--mantine-color-text'] = 'var(--at-text)';
    scheme['--mantine-color-dimmed'] = 'var(--at-dim)';
    scheme['--mantine-color-anchor'] = 'var(--at-accent-text)';
    scheme['--mantine-color-error'] = 'var(--at-danger)';
    scheme['--mantine-color-placeholder'] = 'var(--at-faint)';
    scheme['--mantine-color-default-border'] = 'var(--at-line)';
  }
  return convertCssVariables(variables);
}
