import { app, Menu, nativeImage, Tray } from 'electron';
import type { Texts } from './texts.ts';

interface BadgeOptions {
  icon: string;
  texts: () => Texts;
  /** What the menu offers besides: quiet, and a newer program that is ready. */
  more: () => { isQuiet: boolean; isPaused: boolean; newer: string | null };
  onPause: (on: boolean) => void;
  onUpdate: () => void;
  onShow: () => void;
  onQuit: () => void;
}

/** How many cases wait, on the program's icon and in the tray. */
export function createBadge({
  icon,
  texts,
  more,
  onPause,
  onUpdate,
  onShow,
  onQuit,
}: BadgeOptions) {
  const tray = new Tray(nativeImage.createFromPath(icon));
  let count = 0;
  tray.on('click', onShow);

  function draw(): void {
    const say = texts();
    const { isQuiet, isPaused, newer } = more();
    tray.setToolTip(['Atalaya', say.queue(count), ...(isQuiet ? [say.quiet] : [])].join(' · '));
    // Only macOS writes beside its icon.
    if (process.platform === 'darwin') tray.setTitle(count > 0 ? String(count) : '');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: say.queue(count), enabled: false },
        { type: 'separator' },
        {
          label: say.pause,
          type: 'checkbox',
          checked: isPaused,
          click: () => onPause(!isPaused),
        },
        ...(newer === null ? [] : [{ label: say.restart(newer), click: onUpdate }]),
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
    /** Says it afresh: in another language, or when it is quiet or no longer so. */
    draw,
  };
}
