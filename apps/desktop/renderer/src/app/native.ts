import type { Bridge } from '../../../shared/bridge.ts';

/** The desktop program around this page; undefined in a browser, where it falls back. */
export const native: Bridge | undefined = window.atalaya;

/** The installation that this page speaks to; null in a program that was never told. */
export const server: string | null = native
  ? (await native.server.state()).current
  : location.origin;
