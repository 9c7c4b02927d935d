import { useMediaQuery } from '@mantine/hooks';

/** One pane at a time below this width. The style sheets use the same number. */
const wide = '(min-width: 48em)';

export const isWide = (): boolean => matchMedia(wide).matches;

export const useIsWide = (): boolean => useMediaQuery(wide, isWide());

/** Whether a finger points here, which neither hovers nor hits small things. */
export const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;
