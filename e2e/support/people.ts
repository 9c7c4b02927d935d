import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** The field in which one writes to the channel that is open. */
export const composer = (page: Page) =>
  page.getByRole('textbox', { name: /^(Mensaje para|Message) / });

/** The messages of the open channel. */
export const log = (page: Page) => page.getByRole('log');

/** The message with this text. */
export const message = (page: Page, text: string) =>
  log(page).getByRole('article').filter({ hasText: text });

/** Opens a channel from the list of channels. */
export async function openChannel(page: Page, name: string): Promise<void> {
  const link = page.getByRole('list', { name: /^(Canales|Channels)$/ }).getByRole('link', { name });
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(log(page)).toHaveAttribute('aria-busy', 'false');
}

/** Writes a message and sends it with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Waits until the message is there and the server has it. */
export async function arrived(page: Page, text: string): Promise<void> {
  await expect(message(page, text)).toBeVisible();
  await expect(message(page, text)).not.toHaveAttribute('data-pending');
}

/** The number that the tab's title begins with: how much waits for the person. */
export const waitingIn = async (page: Page): Promise<number> =>
  Number(/^\((\d+)\) /.exec(await page.title())?.[1] ?? 0);

/**
 * Opens a page and resolves when it knows how much waits for the person; gives that number. What the page
 * puts on its icon stands in `data-badge` of the root from now on: headless browsers have no icon.
 */
export async function openCounting(page: Page, path: string): Promise<number> {
  await page.addInitScript(() => {
    const show = async (count?: number) => {
      document.documentElement.dataset.badge = String(count);
    };
    Object.assign(navigator, { setAppBadge: show, clearAppBadge: () => show(0) });
  });
  await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('data-badge', /^\d+$/);
  return waitingIn(page);
}

/** Makes a channel and opens it; `people` are let in by the beginning of their username. */
export async function createChannel(
  page: Page,
  channel: { name: string; isPrivate?: boolean; people?: readonly string[] },
): Promise<void> {
  await page.getByRole('button', { name: 'Añadir canales' }).click();
  await page.getByRole('menuitem', { name: 'Crear canal' }).click();
  await page.getByRole('textbox', { name: 'Nombre' }).fill(channel.name);
  if (channel.isPrivate) await page.getByText('Privado', { exact: true }).click();
  await page.getByRole('button', { name: 'Crear', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: channel.name })).toBeVisible();
  const info = page.getByRole('button', { name: 'Información del canal', expanded: false });
  // Where it was open in another channel, it is open here.
  if ((await info.count()) > 0) await info.click();
  for (const person of channel.people ?? []) {
    await page.getByRole('button', { name: 'Añadir personas' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(person);
    await page.getByRole('checkbox', { name: `@${person}` }).check();
    await page.getByRole('button', { name: 'Añadir a 1 persona' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}
