import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type Electron from 'electron';
import { type AppOptions, createApp } from './electron/app.ts';
import { Emitter, type Listener } from './electron/emitter.ts';
import { createKeyStore } from './electron/key-store.ts';
import { noRecords } from './electron/records.ts';
import { createSession } from './electron/session.ts';
import { StandInNotification, StandInTray } from './electron/tray-and-notices.ts';
import { createUpdating } from './electron/updating.ts';
import { type Frame, StandInContents, StandInWindow } from './electron/window.ts';

export { CancellableEvent } from './electron/emitter.ts';
export type { StandInWindow } from './electron/window.ts';

/*
 * Stands in for the `electron` module where its program cannot be had. It does what Electron's
 * documentation says of the part that the console uses, and no more; the compiler holds every piece
 * against Electron's own types. Values between page and program are cloned, as on the real way.
 */

interface StandInOptions extends AppOptions {
  /** The key of the machine's key store; absent: another machine. */
  machineKey?: Buffer;
  /** false: the system has no key store. */
  hasKeyStore?: boolean;
}

/** Makes one Electron: the module as the program loads it, and the hands that tests hold it with. */
export function createStandIn({ machineKey, hasKeyStore = true, ...options }: StandInOptions) {
  const key = machineKey ?? randomBytes(32);
  const windows: StandInWindow[] = [];
  const records = noRecords(windows);
  const appEvents = new Emitter();
  const powerEvents = new Emitter();
  const handlers = new Map<string, Parameters<Electron.IpcMain['handle']>[1]>();
  let files: ((request: Request) => Response | Promise<Response>) | null = null;

  const updating = createUpdating();
  const app = createApp(options, { records, events: appEvents });

  class BrowserWindow
    extends StandInWindow
    implements
      Pick<
        Electron.BrowserWindow,
        | 'loadURL'
        | 'webContents'
        | 'show'
        | 'hide'
        | 'focus'
        | 'isMinimized'
        | 'restore'
        | 'maximize'
        | 'isMaximized'
        | 'getNormalBounds'
        | 'close'
        | 'on'
        | 'once'
      >
  {
    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(options);
      windows.push(this);
      appEvents.events.emit('web-contents-created', {}, this.contents);
    }
    static getAllWindows(): BrowserWindow[] {
      return windows.filter(({ isDestroyed }) => !isDestroyed);
    }
  }
  class Tray
    extends StandInTray
    implements Pick<Electron.Tray, 'setToolTip' | 'setTitle' | 'setContextMenu' | 'on'>
  {
    constructor() {
      super();
      records.trays.push(this);
    }
  }
  class Notification
    extends StandInNotification
    implements Pick<Electron.Notification, 'show' | 'close' | 'on'>
  {
    constructor(options?: Electron.NotificationConstructorOptions) {
      super(options);
      records.notices.push(this);
    }
  }
  const ipcMain = {
    handle: (channel, handler) => void handlers.set(channel, handler),
  } satisfies Pick<Electron.IpcMain, 'handle'>;
  const protocol = {
    registerSchemesAsPrivileged: (schemes) => void records.schemes.push(...schemes),
    handle(_scheme, handler) {
      files = handler as typeof files;
    },
  } satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  /** The module, as `require('electron')` gives it to the main process. */
  const electron = {
    app,
    BrowserWindow,
    Tray,
    Notification,
    ipcMain,
    protocol,
    safeStorage: createKeyStore({ key, hasKeyStore }),
    session: { ...updating.session, defaultSession: createSession(records) },
    autoUpdater: updating.autoUpdater,
    dialog: {
      showMessageBoxSync(...values: unknown[]) {
        records.asked.push(values.at(-1) as Electron.MessageBoxSyncOptions);
        return records.answer;
      },
    } satisfies Pick<Electron.Dialog, 'showMessageBoxSync'>,
    powerMonitor: {
      on: (name: string, listener: Listener) => powerEvents.on(name, listener),
    } satisfies Pick<Electron.PowerMonitor, 'on'>,
    screen: {
      getAllDisplays: () =>
        [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] as Electron.Display[],
    } satisfies Pick<Electron.Screen, 'getAllDisplays'>,
    crashReporter: { start: () => {} } satisfies Pick<Electron.CrashReporter, 'start'>,
    shell: {
      async openExternal(url) {
        records.opened.push(url);
      },
      showItemInFolder: () => {},
    } satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'>,
    nativeImage: {
      createFromPath: () => ({}) as Electron.NativeImage,
    } satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>,
    net: {
      ...updating.net,
      fetch: (input, init) => fetch(input as string, init),
    } satisfies Pick<Electron.Net, 'fetch' | 'request'>,
    Menu: {
      buildFromTemplate: (template) => ({ template }) as unknown as Electron.Menu,
      setApplicationMenu(menu) {
        records.menu = (
          menu as unknown as { template: Electron.MenuItemConstructorOptions[] }
        ).template;
      },
    } satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>,
  };

  /** A call as Electron delivers it: cloned both ways, errors told by their message only. */
  async function invoke(
    channel: string,
    values: unknown[],
    frame: Frame | null,
    sender: StandInContents = new StandInContents(),
  ): Promise<unknown> {
    const handler = handlers.get(channel);
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const event = { senderFrame: frame, sender, type: 'frame' };
      return structuredClone(
        await handler(event as unknown as Electron.IpcMainInvokeEvent, ...structuredClone(values)),
      );
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${error}`);
    }
  }

  return {
    electron,
    /** What the packaged program finds of its process. */
    process: packagedProcess(options),
    records,
    invoke,
    /** Asks for a file as a page would. */
    async fetchFile(url: string, init?: RequestInit): Promise<Response> {
      if (!files) throw new Error('nothing handles the scheme');
      return files(new Request(url, init));
    },
    emitApp: (name: string, ...values: unknown[]) => appEvents.events.emit(name, ...values),
    wake: () => powerEvents.events.emit('resume'),
  };
}
/** A packaged program knows its folder; on Linux it is an AppImage, whatever machine the test runs on. */
function packagedProcess({ resources, userData }: AppOptions): Partial<NodeJS.Process> {
  if (resources === undefined) return {};
  const env = {
    ...process.env,
    APPIMAGE: join(resources, 'Atalaya.AppImage'),
    XDG_CACHE_HOME: join(userData, 'cache'),
  };
  return { resourcesPath: resources, platform: 'linux', env };
}
export type StandIn = ReturnType<typeof createStandIn>;
