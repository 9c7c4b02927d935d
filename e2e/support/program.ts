import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { buildProgram } from '../../apps/desktop/build.ts';
import { createStandIn, type StandIn } from '../../apps/desktop/testing/electron-stand-in.ts';
import { showWindow } from '../../apps/desktop/testing/page-in-browser.ts';
import { runMain } from '../../apps/desktop/testing/run-program.ts';
import { TestServer } from './server.ts';
import { credentials, type Who } from './sign-in.ts';
import { test as base, expect } from './test.ts';

/*
 * The real main process and preload, built as they are packaged, with the real screens in Chromium
 * and the real server. Only Electron itself is stood in for, where its program cannot be had.
 */

/** The folder of the program. */
export const desktop = fileURLToPath(new URL('../../apps/desktop', import.meta.url));
// Electron's own scheme is no address for Chromium; the server is told of the one that stands for it.
const origin = 'http://desktop.localhost';

/** What stays when the program ends. */
interface Machine {
  userData: string;
  machineKey: Buffer;
}
/** A computer on which the program was never started. */
export const aMachine = (): Machine => ({
  userData: mkdtempSync(join(tmpdir(), 'atalaya-user-')),
  machineKey: randomBytes(32),
});

/** A started program: what Electron was asked for, and its window. */
interface Program {
  standIn: StandIn;
  page: Page;
}

/** Tests with the desktop program beside the server and the people's browsers. */
export const test = base.extend<
  { start: (machine?: Machine) => Promise<Program> },
  { program: string }
>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const server = await TestServer.start({ CORS_ORIGINS: origin });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  program: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'atalaya-program-'));
      await buildProgram(join(folder, 'dist-electron'));
      cpSync(join(desktop, 'dist'), join(folder, 'dist'), { recursive: true });
      cpSync(join(desktop, 'assets'), join(folder, 'assets'), { recursive: true });
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  start: async ({ browser, program }, use) => {
    const pages: Page[] = [];
    await use(async (machine = aMachine()) => {
      const standIn = createStandIn({ ...machine, appPath: program });
      await runMain(standIn, join(program, 'dist-electron'));
      const [window] = standIn.records.windows;
      if (!window) throw new Error('the program has no window');
      // Chromium asks before a page of elsewhere may speak to this very machine.
      const context = await browser.newContext({ permissions: ['local-network-access'] });
      const page = await context.newPage();
      pages.push(page);
      await showWindow(page, standIn, window, { folder: program, origin });
      return { standIn, page };
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

/** Names the server to a program that knows none, and signs in. */
export async function signInToProgram(
  page: Page,
  address: string,
  who: Who = 'moderator',
): Promise<void> {
  const { email, password } = credentials(who);
  await page.getByLabel('Dirección del servidor').fill(address);
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByRole('textbox', { name: 'Contraseña' }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('navigation', { name: 'Pantallas' })).toBeVisible();
}
