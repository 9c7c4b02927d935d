import type Electron from 'electron';
import { Emitter } from './emitter.ts';

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
