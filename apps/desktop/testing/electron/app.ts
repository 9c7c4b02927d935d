import type Electron from 'electron';
import { CancellableEvent, type Emitter, type Listener } from './emitter.ts';
import type { Records } from './records.ts';

export interface AppOptions {
  /** The program's folder, with the built files in it. */
  appPath: string;
  /** The person's own folder. */
  userData: string;
  locale?: string;
  /** false: another program of the same person runs already. */
  isFirst?: boolean;
  /** Where a packaged program keeps what it was packaged with; absent: it is not packaged. */
  resources?: string;
}

/** The program as a whole: where it is, what it asks of the system, how it ends. */
export function createApp(
  { appPath, userData, locale = 'es-ES', isFirst = true, resources }: AppOptions,
  { records, events }: { records: Records; events: Emitter },
) {
  const isPackaged = resources !== undefined;
  return {
    getAppPath: () => appPath,
    getPath: () => userData,
    getLocale: () => locale,
    getVersion: () => '0.1.0',
    isPackaged,
    getName: () => 'Atalaya',
    requestSingleInstanceLock: () => isFirst,
    quit() {
      events.events.emit('before-quit', new CancellableEvent());
      for (const window of records.windows.filter(({ isDestroyed }) => !isDestroyed)) {
        window.close();
        // Who stays in one window stays in the program.
        if (!window.isDestroyed) return;
      }
      records.hasQuit = true;
    },
    enableSandbox() {
      records.isSandboxed = true;
    },
    setAsDefaultProtocolClient(scheme: string) {
      records.links.push(scheme);
      return true;
    },
    on: (name: string, listener: Listener) => events.on(name, listener),
    once: (name: string, listener: Listener) => events.once(name, listener),
    relaunch: () => {},
    releaseSingleInstanceLock() {
      records.isAlone = false;
    },
    whenReady: async () => {},
    setBadgeCount(count: number = 0) {
      records.badge = count;
      return true;
    },
    getLoginItemSettings: () => ({ openAtLogin: false }) as Electron.LoginItemSettings,
    setLoginItemSettings: () => {},
  } satisfies Pick<
    Electron.App,
    | 'getAppPath'
    | 'getPath'
    | 'getLocale'
    | 'getVersion'
    | 'getName'
    | 'isPackaged'
    | 'requestSingleInstanceLock'
    | 'quit'
    | 'enableSandbox'
    | 'setAsDefaultProtocolClient'
    | 'on'
    | 'once'
    | 'relaunch'
    | 'releaseSingleInstanceLock'
    | 'whenReady'
    | 'setBadgeCount'
    | 'getLoginItemSettings'
    | 'setLoginItemSettings'
  >;
}
