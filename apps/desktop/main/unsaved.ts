import { type BrowserWindow, dialog } from 'electron';
import type { Texts } from './texts.ts';

/**
 * Asks when a page does not want to go because something in it is not saved: its window is closed,
 * the program quits, or the page is loaded anew. The answer has to be there before the event ends.
 */
export function askBeforeLosing(
  window: BrowserWindow,
  { texts, onStay }: { texts: () => Texts; onStay: () => void },
): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const { unsaved, unsavedDetail, leave, stay } = texts();
    // It may be hidden: who is asked should see what about.
    window.show();
    const chosen = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: unsaved,
      detail: unsavedDetail,
      buttons: [leave, stay],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    // Preventing the page's prevention lets it go.
    if (chosen === 0) event.preventDefault();
    else onStay();
  });
}
