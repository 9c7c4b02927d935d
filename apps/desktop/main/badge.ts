import { app, Menu, nativeImage, Tray } from 'electron';
import type { Texts } from './texts.ts';

interface BadgeOptions {
  icon: string;
  texts: () => Texts;
  onShow: () => void;
  onQuit: () => void;
}

/** How many cases wait, on the program's icon and in the tray. */
export function createBadge({ icon, texts, onShow, onQuit }: BadgeOptions) {
  const tray = new Tray(nativeImage.createFromPath(icon));
  let count = 0;
  tray.on('click', onShow);

  function draw(): void {
    const say = texts();
    tray.setToolTip(`Atalaya · ${say.queue(count)}`);
    // Only macOS writes beside its icon.
    if (process.platform === 'darwin') tray.setTitle(count > 0 ? String(count) : '');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: say.queue(count), enabled: false },
        { type: 'separator' },
        { label: say.show, click: onShow },
        { label: say.quit, click: onQuit },
      ]),
    );
    app.setBadgeCount(count);
  }

  draw();
  return {
    set(value: number): void {
      if (value === count) return;
      count = value;
      draw();
    },
    /** Speaks another language from now on. */
    draw,
  };
}
