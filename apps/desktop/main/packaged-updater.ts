import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { autoUpdater } from 'electron-updater';
import type { Updater } from './updates.ts';

/**
 * The updater of a packaged program. Where newer ones lie was fixed when it was packaged: a server that
 * somebody broke into must not be able to put a program of theirs beside the key store.
 */
export function packagedUpdater(): Updater | null {
  const knowsWhere = () => existsSync(join(process.resourcesPath, 'app-update.yml'));
  return app.isPackaged && knowsWhere() ? autoUpdater : null;
}
