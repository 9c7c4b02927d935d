import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  screen,
  shell,
  type WebContents,
} from 'electron';
import { pageOrigin, type Told, type ToldName } from '../shared/contract.ts';
import type { JsonFile } from './json-file.ts';
import { basePath } from './page-files.ts';
import type { Texts } from './texts.ts';
import { askBeforeLosing } from './unsaved.ts';
import { visiblePlace, type WindowPlace } from './window-place.ts';

const pageAddress = (place: string) => `${pageOrigin}${basePath}${place.replace(/^\//, '')}`;

export interface Windows {
  /** Brings the main window to the front, making it where it is not there. */
  show(): void;
  /** Leads the main window to a place of the console; kept until its page asks when it is not there yet. */
  open(place: string): void;
  /** The place that waits for the page; told once. */
  takePlace(): string | null;
  /** A case in a window of its own. */
  openCase(caseId: string): void;
  /** Loads every page anew, with the policy of the server that was chosen. */
  reload(): void;
  /** Closing hides the main window until this was said: the tray keeps watching. */
  letGo(): void;
  /** Closes all windows, and goes on when they are: not where somebody stays with what is unsaved. */
  leave(then: () => void): void;
  tell<Name extends ToldName>(name: Name, value: Told[Name]): void;
}

interface WindowsOptions {
  preload: string;
  icon: string;
  place: JsonFile<WindowPlace>;
  texts: () => Texts;
}

export function createWindows({ preload, icon, place, texts }: WindowsOptions): Windows {
  let main: BrowserWindow | null = null;
  let waiting: string | null = null;
  let listening = false;
  let leaving = false;
  let afterwards: (() => void) | null = null;

  const make = (size: Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height'>) => {
    const window = new BrowserWindow({
      ...size,
      minWidth: 480,
      minHeight: 400,
      icon,
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: true,
      },
    });
    askBeforeLosing(window, {
      texts,
      // Whoever stays has not quit either: closing hides again.
      onStay() {
        leaving = false;
        afterwards = null;
      },
    });
    // A moment later it is no longer among all windows.
    window.on('closed', () => setImmediate(goOn));
    return window;
  };

  function goOn(): void {
    if (BrowserWindow.getAllWindows().length > 0) return;
    afterwards?.();
    afterwards = null;
  }

  function makeMain(): BrowserWindow {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const { maximized, position, ...size } = visiblePlace(place.get(), areas);
    const window = make({ ...size, ...position });
    if (maximized) window.maximize();
    const remember = () => {
      const { x, y, width, height } = window.getNormalBounds();
      place.set({ position: { x, y }, width, height, maximized: window.isMaximized() });
    };
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      remember();
      if (leaving) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      main = null;
      listening = false;
    });
    listening = false;
    void window.loadURL(pageAddress('/'));
    return window;
  }

  function show(): void {
    main ??= makeMain();
    if (main.isMinimized()) main.restore();
    main.show();
    main.focus();
  }

  return {
    show,
    open(to) {
      if (main && listening) main.webContents.send('atalaya:place', to);
      else waiting = to;
      show();
    },
    takePlace() {
      listening = true;
      const taken = waiting;
      waiting = null;
      return taken;
    },
    openCase(caseId) {
      const window = make({ width: 980, height: 820 });
      window.once('ready-to-show', () => window.show());
      void window.loadURL(pageAddress(`/case/${caseId}`));
    },
    reload() {
      listening = false;
      for (const window of BrowserWindow.getAllWindows()) {
        void window.loadURL(pageAddress('/'));
      }
    },
    letGo() {
      leaving = true;
    },
    leave(then) {
      leaving = true;
      afterwards = then;
      for (const window of BrowserWindow.getAllWindows()) window.close();
      goOn();
    },
    tell(name, value) {
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.send(`atalaya:${name}`, value);
      }
    },
  };
}

/** Keeps every page where it belongs: no other address, no new window, nothing embedded. */
export function confine(contents: WebContents): void {
  const isOwn = (address: string) => address.startsWith(`${pageOrigin}${basePath}`);
  const stay = (event: { url: string; preventDefault(): void }) => {
    if (!isOwn(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // The web opens in the browser, where it can do no harm here.
    if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
