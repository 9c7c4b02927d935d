import type { Page } from '@playwright/test';
import { callerOf, flagMessages } from './support/cases.ts';
import { axe, expect, test } from './support/test.ts';

// What is in the queue, who has views: what these tests make.
test.use({ community: 'console-queue-desk' });

const list = (page: Page) => page.getByRole('listbox', { name: 'Casos' });
const row = (page: Page, text: string) => list(page).getByRole('option').filter({ hasText: text });
const theCase = (page: Page) => page.getByRole('article', { name: 'Caso' });
const state = (page: Page) => page.getByRole('list', { name: 'Cómo se lleva este caso' });
const filter = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });
/** Chooses a filter in the menu of all of them, by keyboard. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Filtros', exact: true }).press('Enter');
  await filter(page, name).press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Filtros' })).toHaveCount(0);
}

/** Opens a case in the list and waits until it is there. */
async function openCase(page: Page, text: string): Promise<void> {
  await row(page, text).click();
  await expect(theCase(page)).toContainText(text);
}

test('TRUST-05: a case is assigned with a key, the assignee finds it, and the toast takes it back', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['para que lo mire Carmen']);
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'para que lo mire Carmen');
  const other = await personAt('admin', '/console/queue');
  await expect(row(other, 'para que lo mire Carmen')).toBeVisible();

  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Asignar el caso' });
  await expect(dialog.getByLabel('A quién')).toBeFocused();
  await dialog.getByLabel('A quién').selectOption({ label: 'Carmen Lago (Administración)' });
  await dialog.getByLabel('Nota para el equipo').fill('Conoce a los dos.');
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Asignar' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'para que lo mire Carmen')).toContainText('Para Carmen Lago');
  await expect(state(page)).toContainText('Asignado a Carmen Lago');
  await expect(state(page)).toContainText('Conoce a los dos.');

  // On the other desk without reading anything afresh.
  await expect(other.getByText('Se te ha asignado un caso')).toBeVisible();
  await expect(row(other, 'para que lo mire Carmen')).toContainText('Para ti');
  await choose(other, 'Asignados a mí');
  await expect(filter(other, 'Asignados a mí')).toBeChecked();
  await expect(row(other, 'para que lo mire Carmen')).toBeVisible();
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(row(page, 'para que lo mire Carmen')).not.toContainText('Para Carmen');
  await expect(state(page)).toHaveCount(0);
});

test('TRUST-05: a case is escalated with a reason; administrators decide it, moderators do not', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['esto me supera', 'esto no tanto']);
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'esto me supera');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Escalar el caso' });
  const reason = dialog.getByLabel('Motivo, para el equipo');
  await expect(reason).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Escalar' })).toBeDisabled();
  await reason.fill('Es del equipo de fuera.');
  await dialog.getByRole('button', { name: 'Escalar' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'esto me supera')).toContainText('Escalado');
  await openCase(page, 'esto me supera');
  await expect(state(page)).toContainText('Es del equipo de fuera.');
  await expect(theCase(page)).toContainText('Este caso se ha escalado: lo decide administración.');
  await expect(theCase(page).getByRole('button', { name: /^Advertir/ })).toHaveCount(0);
  await expect(theCase(page).getByRole('button', { name: 'Quedármelo' })).toHaveCount(0);
  expect(await axe(page)).toEqual([]);

  const admin = await personAt('admin', '/console/queue');
  await expect(list(admin).getByRole('option').first()).toContainText('esto me supera');
  await openCase(admin, 'esto me supera');
  await expect(theCase(admin).getByRole('button', { name: /^Advertir/ })).toBeVisible();
  await admin.keyboard.press('e');
  const back = admin.getByRole('dialog', { name: 'Devolver a moderación' });
  await back.getByLabel('Nota para el equipo').fill('Podéis con ello.');
  await back.getByRole('button', { name: 'Devolver' }).click();
  await expect(back).toHaveCount(0);
  // The moderator's screen follows.
  await expect(theCase(page).getByRole('button', { name: /^Advertir/ })).toBeVisible();
  await expect(theCase(page)).toContainText('Podéis con ello.');
});

test('TRUST-05: a case that is put off leaves every queue, and comes back when it is brought', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['mejor mañana', 'mejor ahora']);
  const page = await personAt('moderator', '/console/queue');
  const other = await personAt('admin', '/console/queue');
  await expect(row(other, 'mejor mañana')).toBeVisible();
  await openCase(page, 'mejor mañana');
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Aplazar el caso' });
  await expect(dialog.getByRole('radio', { name: 'Una hora' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'Mañana por la mañana' })).toBeChecked();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'mejor mañana')).toHaveCount(0);
  await expect(row(other, 'mejor mañana')).toHaveCount(0);
  await expect(list(page).getByRole('option', { selected: true })).toHaveCount(1);

  await choose(page, 'Aplazados');
  await expect(row(page, 'mejor mañana')).toContainText('Vuelve');
  await expect(row(page, 'mejor ahora')).toHaveCount(0);
  await openCase(page, 'mejor mañana');
  await expect(state(page)).toContainText('Aplazado hasta el');
  await page.keyboard.press('s');
  await expect(row(page, 'mejor mañana')).toHaveCount(0);
  await page.getByText('Aplazados', { exact: true }).click();
  await expect(row(page, 'mejor mañana')).toBeVisible();
  // Where others have a list on the screen it waits until it is wanted.
  await other.keyboard.press('n');
  await expect(row(other, 'mejor mañana')).toBeVisible();
});

test('TRUST-05: views are saved, chosen with a digit, shared by address and with the team', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['algo de odio'], { reason: 'hate' });
  await flagMessages(server, ['nada de odio']);
  const page = await personAt('moderator', '/console/queue?filter=policy-hate');
  await expect(row(page, 'algo de odio')).toBeVisible();
  await expect(row(page, 'nada de odio')).toHaveCount(0);
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Guardar estos filtros…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Guardar los filtros como vista' });
  await expect(dialog.getByLabel('Nombre')).toBeFocused();
  await dialog.getByLabel('Nombre').fill('Odio');
  await dialog.getByLabel('Compartir con el equipo').check();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByRole('button', { name: 'Vista: Odio' })).toBeVisible();

  await page.getByRole('button', { name: 'Norma: Cualquiera' }).click();
  await expect(row(page, 'nada de odio')).toBeVisible();
  await expect(page).not.toHaveURL(/filter=/);
  // Whoever opens a case keeps the filters, and an address that was copied has them.
  await page.keyboard.press('v');
  await expect(page.getByRole('menuitem', { name: /^Odio/ })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page).toHaveURL(/filter=policy-hate/);
  await expect(row(page, 'nada de odio')).toHaveCount(0);
  await openCase(page, 'algo de odio');
  await expect(page).toHaveURL(/case=.*filter=policy-hate|filter=policy-hate.*case=/);

  const auditor = await personAt('auditor', '/console/queue');
  await expect(row(auditor, 'nada de odio')).toBeVisible();
  await auditor.keyboard.press('Control+k');
  await auditor.getByPlaceholder('Pantalla, persona u orden').fill('Odio');
  await auditor.getByRole('button', { name: /^Odio/ }).click();
  await expect(row(auditor, 'nada de odio')).toHaveCount(0);
  await expect(row(auditor, 'algo de odio')).toBeVisible();

  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Tus vistas…' }).click();
  const manage = page.getByRole('dialog', { name: 'Tus vistas' });
  await manage.getByLabel('Nombre').fill('Solo odio');
  await manage.getByRole('button', { name: 'Renombrar' }).click();
  await expect(manage.getByRole('button', { name: 'Eliminar la vista Solo odio' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await manage.getByRole('button', { name: 'Eliminar la vista Solo odio' }).click();
  await expect(manage).toContainText('Aún no has guardado ninguna vista');
  const caller = await callerOf(server, 'moderator');
  const { items } = await caller.query<{ items: unknown[] }>('moderation.views.list');
  expect(items).toEqual([]);
});

test('TRUST-05: the filters take one row; the menu of all of them is used by keyboard', async ({
  personAt,
}, testInfo) => {
  const page = await personAt('moderator', '/console/queue');
  const bar = page.getByRole('group', { name: 'Filtros' });
  const height = async () => (await bar.boundingBox())?.height ?? Number.NaN;
  expect(await height()).toBeLessThan(50);
  const menu = page.getByRole('button', { name: 'Filtros', exact: true });
  await menu.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Filtros' });
  await expect(filter(page, 'Míos')).toBeFocused();
  await expect(dialog.getByLabel('Norma')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('menu.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: testInfo.outputPath('menu-dark.png') });
  await dialog.getByLabel('Norma').selectOption('hate');
  await expect(page).toHaveURL(/filter=policy-hate/);
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(filter(page, 'Míos')).toHaveCount(0);
  // What is on stands in the row, and whoever takes it away goes on from the menu.
  await page.screenshot({ path: testInfo.outputPath('chosen.png') });
  await page.getByRole('button', { name: 'Norma: Cualquiera' }).press('Enter');
  await expect(page).not.toHaveURL(/filter=/);
  await expect(menu).toBeFocused();
  expect(await height()).toBeLessThan(50);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Volver a la lista' }).click();
  expect(await height()).toBeLessThan(60);
  await page.screenshot({ path: testInfo.outputPath('narrow.png') });
});
