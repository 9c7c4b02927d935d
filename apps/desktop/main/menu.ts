import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { Texts } from './texts.ts';

interface MenuOptions {
  texts: Texts;
  crashLog: string;
  onQuit: () => void;
}

/** The menu: what every program has, and zoom, starting at login and the crash log. */
export function setMenu({ texts, crashLog, onQuit }: MenuOptions): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: texts.file,
      submenu: [
        {
          label: texts.startAtLogin,
          type: 'checkbox',
          checked: app.getLoginItemSettings().openAtLogin,
          click: ({ checked }) => app.setLoginItemSettings({ openAtLogin: checked }),
        },
        { type: 'separator' },
        { role: 'close' },
        { label: texts.quit, accelerator: 'CommandOrControl+Q', click: onQuit },
      ],
    },
    {
      label: texts.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: texts.view,
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: texts.window, submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
    {
      label: texts.help,
      submenu: [{ label: texts.crashLog, click: () => shell.showItemInFolder(crashLog) }],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
