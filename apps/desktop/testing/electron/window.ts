import type Electron from 'electron';
import { CancellableEvent, Emitter } from './emitter.ts';

export interface Frame {
  url: string;
  parent: Frame | null;
}

export class StandInContents extends Emitter {
  readonly mainFrame: Frame = { url: 'about:blank', parent: null };
  /** Whether its page holds back when it is to go, by `beforeunload`. */
  holdsBack = false;
  openHandler: ((details: { url: string }) => { action: 'deny' | 'allow' }) | null = null;
  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.openHandler = handler as typeof this.openHandler;
  }
  /** The page holds back: whether the program lets it go all the same. */
  letsGo(): boolean {
    const event = new CancellableEvent();
    this.events.emit('will-prevent-unload', event);
    return event.defaultPrevented;
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
    if (this.contents.holdsBack && !this.contents.letsGo()) return;
    this.isDestroyed = true;
    this.events.emit('closed');
  }
}
