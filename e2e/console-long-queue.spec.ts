import type { Page } from '@playwright/test';
import { fillQueue } from './support/database.ts';
import { expect, test } from './support/test.ts';

test.use({ community: 'console-long-queue' });

const rows = (page: Page) => page.getByRole('listbox', { name: 'Casos' }).getByRole('option');

test('UI-03: a queue of more than one page comes to its end by keyboard alone', async ({
  personAt,
  server,
}) => {
  await fillQueue(server, 'general', 130);
  const page = await personAt('admin', '/console/queue');
  await expect(rows(page)).toHaveCount(100);
  const counts = page.getByRole('region', { name: 'Casos' }).locator('header');
  const waiting = Number.parseInt(await counts.getByText(/casos/).innerText(), 10);
  expect(waiting).toBeGreaterThan(130);

  await test.step('past the last row there are more', async () => {
    await rows(page).last().click();
    await page.keyboard.press('j');
    await expect(rows(page)).toHaveCount(waiting);
    await page.reload();
    await expect(rows(page)).toHaveCount(100);
  });
  await test.step('what is decided makes room for what waits behind', async () => {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('1');
    await expect(page.getByRole('button', { name: 'Confirmar' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Desestimado: 100 casos')).toBeVisible();
    await expect(rows(page)).toHaveCount(waiting - 100);
    await expect(page.getByText('La cola está vacía')).toHaveCount(0);
  });
});
