import type { UpdateState } from '../shared/contract.ts';
import type { CrashLog } from './crash-log.ts';

/** The part of electron-updater's updater that is used. It checks signature and SHA-512 itself. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  logger: unknown;
  on(
    name: 'update-available' | 'update-downloaded',
    hear: (info: { version: string }) => void,
  ): unknown;
  on(name: 'update-not-available', hear: () => void): unknown;
  on(name: 'error', hear: (error: Error) => void): unknown;
  checkForUpdates(): Promise<{ downloadPromise?: Promise<unknown> | null } | null>;
  quitAndInstall(): void;
}

interface UpdatesOptions {
  /** Null: this program has no place to get updates from. */
  updater: Updater | null;
  log: CrashLog;
  onChange: (state: UpdateState) => void;
}

const everyMs = 24 * 3_600_000;

/**
 * Looks for a newer program at the start and every day, and gets it ready. Restarting is for the
 * person to say: there may be a half-made decision on the screen. What fails is written down, no more.
 */
export function createUpdates({ updater, log, onChange }: UpdatesOptions) {
  let state: UpdateState = { status: updater ? 'current' : 'off', version: null };
  const become = (next: UpdateState) => {
    // One that is ready stays so, whatever a later look comes to.
    if (state.status === 'ready' && next.status !== 'ready') return;
    state = next;
    onChange(state);
  };

  async function check(): Promise<UpdateState> {
    if (!updater || state.status === 'checking' || state.status === 'loading') return state;
    become({ status: 'checking', version: null });
    try {
      const found = await updater.checkForUpdates();
      // The library finds that this kind of package cannot replace itself.
      if (found === null) become({ status: 'off', version: null });
      // What fails on the way is told by its event.
      found?.downloadPromise?.catch(() => {});
    } catch {
      // Told by its event as well.
      become({ status: 'failed', version: null });
    }
    return state;
  }

  if (updater) {
    updater.autoDownload = true;
    updater.autoInstallOnAppQuit = true;
    updater.allowDowngrade = false;
    // Its own lines name folders of the person; what fails is told by its event.
    updater.logger = null;
    updater.on('update-available', ({ version }) => become({ status: 'loading', version }));
    updater.on('update-not-available', () => become({ status: 'current', version: null }));
    updater.on('update-downloaded', ({ version }) => become({ status: 'ready', version }));
    updater.on('error', (error) => {
      log.write('update', error);
      become({ status: 'failed', version: null });
    });
    setInterval(() => void check(), everyMs).unref();
  }

  return {
    state: () => state,
    check,
    /** Ends the program and starts the newer one; nothing while none is ready. */
    install(): void {
      if (state.status === 'ready') updater?.quitAndInstall();
    },
  };
}
