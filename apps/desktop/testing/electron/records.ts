import type Electron from 'electron';
import type { StandInNotification, StandInTray } from './tray-and-notices.ts';
import type { StandInWindow } from './window.ts';

/** What is known of one run of the program, for tests to look at and to act on. */
export interface Records {
  readonly windows: readonly StandInWindow[];
  readonly trays: StandInTray[];
  readonly notices: StandInNotification[];
  readonly opened: string[];
  /** What the person was asked, and what they answer: the number of the button. */
  readonly asked: Electron.MessageBoxSyncOptions[];
  answer: number;
  badge: number;
  menu: Electron.MenuItemConstructorOptions[];
  hasQuit: boolean;
  /** Whether it keeps another start from being a program of its own. */
  isAlone: boolean;
  readonly links: string[];
  readonly schemes: Electron.CustomScheme[];
  isSandboxed: boolean;
  permissionRequest: ((permission: string) => boolean) | null;
  permissionCheck: ((permission: string) => boolean) | null;
}

export const noRecords = (windows: readonly StandInWindow[]): Records => ({
  windows,
  trays: [],
  notices: [],
  opened: [],
  asked: [],
  answer: 0,
  badge: 0,
  menu: [],
  hasQuit: false,
  isAlone: true,
  links: [],
  schemes: [],
  isSandboxed: false,
  permissionRequest: null,
  permissionCheck: null,
});
