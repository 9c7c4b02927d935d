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
