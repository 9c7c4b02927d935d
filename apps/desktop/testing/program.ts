import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../build.ts';
import type { Bridge } from '../shared/bridge.ts';
import { createStandIn, type StandIn, type StandInWindow } from './electron-stand-in.ts';
import { runMain, runPreload } from './run-program.ts';

/** A started program: real main process and preload, as they are packaged. */
export interface TestProgram {
  standIn: StandIn;
  folder: string;
  userData: string;
  /** The main window. */
  window(): StandInWindow;
  /** What the page of a window finds as `window.atalaya`. */
  bridge(window?: StandInWindow): Bridge;
}

type Options = Partial<Omit<Parameters<typeof createStandIn>[0], 'appPath'>>;

/** Builds the program once; gives the way to start it, with a small page in the place of the screens. */
export async function programForTests(): Promise<(options?: Options) => Promise<TestProgram>> {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-program-'));
  const built = join(folder, 'dist-electron');
  await buildProgram(built);
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'dist/index.html'), '<div id="root"></div>');
  writeFileSync(join(folder, 'dist/assets/app.js'), 'start()');
  writeFileSync(join(folder, 'secret.json'), '{}');
  cpSync(join(import.meta.dirname, '../assets'), join(folder, 'assets'), { recursive: true });
  return async (options = {}) => {
    const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'atalaya-user-'));
    const standIn = createStandIn({ ...options, appPath: folder, userData });
    await runMain(standIn, built);
    const window = () => {
      const [main] = standIn.records.windows;
      if (!main) throw new Error('the program has no window');
      return main;
    };
    return {
      standIn,
      folder,
      userData,
      window,
      bridge: (of = window()) => runPreload(standIn, of, built),
    };
  };
}
