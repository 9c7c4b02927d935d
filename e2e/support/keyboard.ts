import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** Presses of a key after which nobody would look any further. */
const most = 60;

/** What has the focus, in a few words. */
const stop = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    if (!at || at === document.body) return 'the page';
    const name = at.getAttribute('aria-label') ?? at.textContent ?? '';
    return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} «${name.trim().slice(0, 40)}»`;
  });

const hasFocus = (to: Locator) =>
  to.evaluate((element) => element === document.activeElement, undefined, { timeout: 2_000 });

type Key = 'Tab' | 'Shift+Tab' | 'ArrowUp' | 'ArrowDown';

/** Presses the key until this has the focus, and sees that the person sees it. Fails with what had it on the way. */
async function pressTo(page: Page, to: Locator, key: Key): Promise<void> {
  await expect(to).toBeVisible();
  const passed: string[] = [];
  while (!(await hasFocus(to))) {
    if (passed.length === most) {
      throw new Error(`${key} does not lead to ${to}; it passed ${passed.join(', ')}`);
    }
    await page.keyboard.press(key);
    passed.push(await stop(page));
  }
  await expect(to).toBeInViewport();
}

/** Goes with Tab, or backwards. */
export const tabTo = (page: Page, to: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') =>
  pressTo(page, to, key);

/** Walks within a list that is one stop of Tab. */
export const walkTo = (page: Page, to: Locator, key: 'ArrowUp' | 'ArrowDown') =>
  pressTo(page, to, key);

/** Goes there and presses Enter. */
export async function enter(page: Page, to: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  await tabTo(page, to, key);
  await page.keyboard.press('Enter');
}
