import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { buildProgram } from '../apps/desktop/build.ts';
import {
  CancellableEvent,
  createStandIn,
  type StandIn,
} from '../apps/desktop/testing/electron-stand-in.ts';
import { showWindow } from '../apps/desktop/testing/page-in-browser.ts';
import { runMain } from '../apps/desktop/testing/run-program.ts';
import { callerOf, flagMessages } from './support/cases.ts';
import { TestServer } from './support/server.ts';
import { test as base, expect } from './support/test.ts';

/*
 * The real main process and preload, built as they are packaged, with the real screens in Chromium
 * and the real server. Only Electron itself is stood in for, where its program cannot be had.
 */

const desktop = fileURLToPath(new URL('../apps/desktop', import.meta.url));
// Electron's own scheme is no address for Chromium; the server is told of the one that stands for it.
const origin = 'http://desktop.localhost';

/** What stays when the program ends. */
interface Machine {
  userData: string;
  machineKey: Buffer;
}
const aMachine = (): Machine => ({
  userData: mkdtempSync(join(tmpdir(), 'atalaya-user-')),
  machineKey: randomBytes(32),
});

interface Program {
  standIn: StandIn;
  page: Page;
}

const test = base.extend<{ start: (machine?: Machine) => Promise<Program> }, { program: string }>({
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

async function signIn(page: Page, address: string): Promise<void> {
  await page.getByLabel('Dirección del servidor').fill(address);
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByLabel('Correo electrónico').fill('bruno@faro.example');
  await page.getByRole('textbox', { name: 'Contraseña' }).fill('demo-atalaya');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('navigation', { name: 'Pantallas' })).toBeVisible();
}

test('UI-01: first run: the server is asked for and checked, then one signs in', async ({
  start,
  server,
}) => {
  const { page } = await start();
  await expect(page.getByRole('heading', { name: '¿Dónde está tu comunidad?' })).toBeVisible();
  await page.getByLabel('Dirección del servidor').fill('http://127.0.0.1:1');
  await page.getByRole('button', { name: 'Continuar' }).click();
  await expect(page.getByText('No responde nadie en esa dirección')).toBeVisible();
  await signIn(page, server.url);
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
    'undefined',
  );
  // No cookie and nothing in the page's storage: the token lies in the key store.
  expect(await page.context().cookies()).toEqual([]);
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain('oken');
});

test('UI-01, UI-11: the session outlives the program, and the policy holds on every screen', async ({
  start,
  server,
}) => {
  const machine = aMachine();
  const first = await start(machine);
  await signIn(first.page, server.url);
  await first.page.context().close();
  const second = await start(machine);
  const refused: string[] = [];
  second.page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
  });
  await expect(second.page.getByRole('navigation', { name: 'Pantallas' })).toBeVisible();
  for (const name of ['Cola', 'Alertas', 'Personas', 'Ajustes', 'Panel']) {
    await second.page
      .getByRole('navigation', { name: 'Pantallas' })
      .getByRole('link', { name })
      .click();
    await expect(second.page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  }
  expect(refused).toEqual([]);
});

test('UI-10: badge, notice and deep link: from a flag to its decision', async ({
  start,
  server,
}) => {
  const { page, standIn } = await start();
  await signIn(page, server.url);
  await expect.poll(() => standIn.records.badge).toBeGreaterThan(0);
  const before = standIn.records.badge;
  await flagMessages(server, ['avisado con el programa abierto']);
  await expect.poll(() => standIn.records.badge).toBe(before + 1);
  const notice = standIn.records.notices.at(-1);
  expect(notice?.options.title).toBe('Caso nuevo: Acoso');
  expect(notice?.options.actions?.map(({ text }) => text)).toEqual(['Decidir…', 'Abrir']);
  notice?.events.emit('action', { actionIndex: 0 });
  await expect(page.getByRole('article', { name: 'Caso' })).toContainText(
    'avisado con el programa abierto',
  );
  await expect(page.getByRole('form', { name: /^Decidir/ })).toBeVisible();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect.poll(() => standIn.records.badge).toBe(before);

  const staff = await callerOf(server, 'moderator');
  const { items } = await staff.query<{
    items: { id: string; concerns: { displayName: string } }[];
  }>('moderation.cases.list', { state: 'open' });
  const last = items.at(-1);
  standIn.emitApp('open-url', new CancellableEvent(), `atalaya://case/${last?.id}`);
  await expect(page.getByRole('article', { name: 'Caso' })).toContainText(
    last?.concerns.displayName ?? '',
  );
});

test('UI-10: after sleep and a lost line the badge equals the queue', async ({ start, server }) => {
  test.setTimeout(90_000);
  const { page, standIn } = await start();
  await signIn(page, server.url);
  await expect.poll(() => standIn.records.badge).toBeGreaterThan(0);
  const before = standIn.records.badge;
  await page.context().setOffline(true);
  await flagMessages(server, ['durante el sueño, uno', 'durante el sueño, dos']);
  await page.context().setOffline(false);
  standIn.wake();
  await expect.poll(() => standIn.records.badge, { timeout: 15_000 }).toBe(before + 2);
});

const electron = resolveElectron();
const leftOut = 'The suite on a real Electron was left out: its program is not installed here.';
test('UI-10, UI-11: the program itself starts, isolated and sandboxed', async () => {
  if (electron === null) process.stdout.write(`${leftOut}\n`);
  test.skip(electron === null, leftOut);
  const { _electron } = await import('@playwright/test');
  await buildProgram();
  const app = await _electron.launch({
    executablePath: electron ?? '',
    args: [desktop, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const window = await app.firstWindow();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await window.evaluate(() => typeof (globalThis as { process?: unknown }).process)).toBe(
    'undefined',
  );
  await app.close();
});

/** Path of Electron's program. The package alone has none, and asking it would begin to download. */
function resolveElectron(): string | null {
  const home = join(desktop, 'node_modules/electron');
  const path = existsSync(join(home, 'path.txt'))
    ? join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8'))
    : null;
  if (path !== null && existsSync(path)) return path;
  return null;
}
