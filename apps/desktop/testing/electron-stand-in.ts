import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';

/*
 * Stands in for the `electron` module where its program cannot be had. It does what Electron's
 * documentation says of the part that the console uses, and no more; the compiler holds every piece
 * against Electron's own types. Values between page and program are cloned, as on the real way.
 */

type Listener = (...values: never[]) => void;

/** Electron's emitters, whose `on` has an overload for each event. */
class Emitter {
  readonly events = new EventEmitter();
  on(name: string, listener: Listener): never {
    this.events.on(name, listener as (...values: unknown[]) => void);
    return this as never;
  }
  once(name: string, listener: Listener): never {
    this.events.once(name, listener as (...values: unknown[]) => void);
    return this as never;
  }
}

/** An event whose default can be prevented, as listeners are given it. */
export class CancellableEvent {
  defaultPrevented = false;
  readonly url: string;
  constructor(url = '') {
    this.url = url;
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

interface Frame {
  url: string;
  parent: Frame | null;
}

/** What is known of one run of the program, for tests to look at and to act on. */
export interface Records {
  readonly windows: readonly StandInWindow[];
  readonly trays: StandInTray[];
  readonly notices: StandInNotification[];
  readonly opened: string[];
  badge: number;
  menu: Electron.MenuItemConstructorOptions[];
  hasQuit: boolean;
  readonly links: string[];
  readonly schemes: Electron.CustomScheme[];
  isSandboxed: boolean;
  permissionRequest: ((permission: string) => boolean) | null;
  permissionCheck: ((permission: string) => boolean) | null;
}

export class StandInContents extends Emitter {
  readonly mainFrame: Frame = { url: 'about:blank', parent: null };
  openHandler: ((details: { url: string }) => { action: 'deny' | 'allow' }) | null = null;
  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.openHandler = handler as typeof this.openHandler;
  }
  send(channel: string, ...values: unknown[]): void {
    this.events.emit('to-page', channel, structuredClone(values));
  }
}

export class StandInWindow extends Emitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly contents = new StandInContents();
  isShown = false;
  isLarge = false;
  isDestroyed = false;
  bounds: Electron.Rectangle;
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    const { x = 10, y = 20, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
  }
  get webContents(): never {
    return this.contents as never;
  }
  async loadURL(url: string): Promise<void> {
    this.contents.mainFrame.url = url;
    this.contents.events.emit('load', url);
    queueMicrotask(() => this.events.emit('ready-to-show'));
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  focus(): void {}
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {
    this.isLarge = true;
  }
  isMaximized(): boolean {
    return this.isLarge;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }
  close(): void {
    const event = new CancellableEvent();
    this.events.emit('close', event);
    if (event.defaultPrevented) return;
    this.isDestroyed = true;
    this.events.emit('closed');
  }
}

export class StandInTray extends Emitter {
  tooltip = '';
  menu: Electron.MenuItemConstructorOptions[] = [];
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setTitle(): void {}
  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = (menu as unknown as { template: Electron.MenuItemConstructorOptions[] }).template;
  }
}

export class StandInNotification extends Emitter {
  static isSupported(): boolean {
    return true;
  }
  readonly options: Electron.NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' = 'made';
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
  }
  show(): void {
    this.state = 'shown';
  }
  close(): void {
    this.state = 'closed';
    this.events.emit('close', {});
  }
}

interface StandInOptions {
  /** The program's folder, with the built files in it. */
  appPath: string;
  /** The person's own folder. */
  userData: string;
  locale?: string;
  /** false: another program of the same person runs already. */
  isFirst?: boolean;
  /** The key of the machine's key store; absent: another machine. */
  machineKey?: Buffer;
  /** false: the system has no key store. */
  hasKeyStore?: boolean;
}

/** Makes one Electron: the module as the program loads it, and the hands that tests hold it with. */
export function createStandIn({ appPath, userData, ...options }: StandInOptions) {
  const { locale = 'es-ES', isFirst = true, hasKeyStore = true } = options;
  const { machineKey: key = randomBytes(32) } = options;
  const windows: StandInWindow[] = [];
  const records: Records = {
    windows,
    trays: [],
    notices: [],
    opened: [],
    badge: 0,
    menu: [],
    hasQuit: false,
    links: [],
    schemes: [],
    isSandboxed: false,
    permissionRequest: null,
    permissionCheck: null,
  };
  const appEvents = new Emitter();
  const powerEvents = new Emitter();
  const handlers = new Map<string, Parameters<Electron.IpcMain['handle']>[1]>();
  let files: ((request: Request) => Response | Promise<Response>) | null = null;

  const app = {
    getAppPath: () => appPath,
    getPath: () => userData,
    getLocale: () => locale,
    getVersion: () => '0.1.0',
    requestSingleInstanceLock: () => isFirst,
    quit() {
      appEvents.events.emit('before-quit', new CancellableEvent());
      for (const window of windows.filter(({ isDestroyed }) => !isDestroyed)) window.close();
      records.hasQuit = true;
    },
    enableSandbox() {
      records.isSandboxed = true;
    },
    setAsDefaultProtocolClient(scheme: string) {
      records.links.push(scheme);
      return true;
    },
    on: (name: string, listener: Listener) => appEvents.on(name, listener),
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
    | 'requestSingleInstanceLock'
    | 'quit'
    | 'enableSandbox'
    | 'setAsDefaultProtocolClient'
    | 'on'
    | 'whenReady'
    | 'setBadgeCount'
    | 'getLoginItemSettings'
    | 'setLoginItemSettings'
  >;

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
  const safeStorage = {
    // Without a key store Linux offers to encrypt with a password that everybody knows.
    isAsyncEncryptionAvailable: async () => hasKeyStore || process.platform === 'linux',
    getSelectedStorageBackend: () => (hasKeyStore ? 'gnome_libsecret' : 'basic_text'),
    async encryptStringAsync(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    async decryptStringAsync(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      const text = decipher.update(sealed.subarray(28));
      return {
        result: Buffer.concat([text, decipher.final()]).toString('utf8'),
        shouldReEncrypt: false,
      };
    },
  } satisfies Pick<
    Electron.SafeStorage,
    | 'isAsyncEncryptionAvailable'
    | 'getSelectedStorageBackend'
    | 'encryptStringAsync'
    | 'decryptStringAsync'
  >;
  const defaultSession = {
    setPermissionRequestHandler(handler) {
      records.permissionRequest = (permission) => {
        let allowed = false;
        handler?.(
          {} as Electron.WebContents,
          permission as Parameters<NonNullable<typeof handler>>[1],
          (answer) => {
            allowed = answer;
          },
          {} as Electron.PermissionRequest,
        );
        return allowed;
      };
    },
    setPermissionCheckHandler(handler) {
      records.permissionCheck = (permission) =>
        handler?.(
          null,
          permission as Parameters<NonNullable<typeof handler>>[1],
          '',
          {} as Electron.PermissionCheckHandlerHandlerDetails,
        ) ?? true;
    },
    setDevicePermissionHandler: () => {},
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >;

  /** The module, as `require('electron')` gives it to the main process. */
  const electron = {
    app,
    BrowserWindow,
    Tray,
    Notification,
    ipcMain,
    protocol,
    safeStorage,
    session: { defaultSession },
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
      fetch: (input, init) => fetch(input as string, init),
    } satisfies Pick<Electron.Net, 'fetch'>,
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
export type StandIn = ReturnType<typeof createStandIn>;
