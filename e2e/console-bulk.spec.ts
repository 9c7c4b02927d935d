import type { Page } from '@playwright/test';
import type { Notification } from '../packages/api/src/types.ts';
import { type Caller, callerOf, flagMessages } from './support/cases.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'console-bulk' });

const list = (page: Page) => page.getByRole('listbox', { name: 'Casos' });
const row = (page: Page, text: string) => list(page).getByRole('option').filter({ hasText: text });
const bar = (page: Page) => page.getByRole('region', { name: 'Selección' });
const theCase = (page: Page) => page.getByRole('article', { name: 'Caso' });

async function openRow(page: Page, text: string): Promise<void> {
  await row(page, text).click();
  await expect(theCase(page)).toContainText(text);
}

/** What the person was told of hidden messages, each notice with how many measures it has. */
async function measuresOf(person: Caller): Promise<number[]> {
  const { items } = await person.query<{ items: Notification[] }>('notifications.list', {
    limit: 50,
  });
  return items.flatMap((one) => (one.kind === 'sanction' ? [one.params.measures.length] : []));
}

test('TRUST-06: several cases are marked by keys, decided in one go, told once, and taken back together', async ({
  personAt,
  server,
}) => {
  const texts = ['ola de insultos uno', 'ola de insultos dos', 'ola de insultos tres'];
  await flagMessages(server, texts);
  const author = await callerOf(server, 'member');
  const toldBefore = (await measuresOf(author)).length;
  const page = await personAt('moderator', '/console/queue');
  await openRow(page, 'insultos uno');
  await page.keyboard.press('x');
  await expect(bar(page)).toContainText('1 seleccionado');
  await expect(row(page, 'insultos uno')).toHaveAttribute('aria-selected', 'true');
  for (const text of ['insultos dos', 'insultos tres']) {
    await row(page, text).click({ modifiers: ['ControlOrMeta'] });
    await expect(row(page, text)).toHaveAttribute('aria-selected', 'true');
  }
  await expect(bar(page)).toContainText('3 seleccionados');
  await expect(list(page)).toHaveAttribute('aria-multiselectable', 'true');
  expect(await axe(page)).toEqual([]);

  await page.keyboard.press('3');
  const dialog = page.getByRole('dialog', { name: 'Ocultar: 3 casos' });
  await expect(dialog).toContainText('3 casos se deciden igual');
  await expect(dialog).toContainText('Afecta a una persona: Ana Ferreiro');
  await dialog.getByRole('button', { name: 'Añadir: Advertir' }).click();
  const both = page.getByRole('dialog', { name: 'Ocultar y Advertir: 3 casos' });
  await both.getByRole('textbox', { name: /Motivo para la persona/ }).fill('Así no.');
  expect(await axe(page)).toEqual([]);
  await both.getByRole('button', { name: /^Confirmar/ }).click();
  for (const text of texts) await expect(row(page, text)).toHaveCount(0);
  await expect(page.getByText('Mensaje oculto · Advertencia enviada: 3 casos')).toBeVisible();
  // One notice: a warning once, and three hidden messages.
  await expect
    .poll(async () => (await measuresOf(author)).slice(0, -toldBefore || undefined))
    .toEqual([4]);

  await page.keyboard.press('z');
  await expect(page.getByText('Deshecho: 3 casos vuelven a la cola')).toBeVisible();
  for (const text of texts) await expect(row(page, text)).toBeVisible();
});

test('TRUST-06: what somebody else holds stays marked, with the reason in words', async ({
  personAt,
  server,
}) => {
  const [free, taken] = await flagMessages(server, ['libre para decidir', 'en manos de otra']);
  const admin = await callerOf(server, 'admin');
  const { items } = await admin.query<{ items: { id: string; subjectId: string }[] }>(
    'moderation.cases.list',
    { limit: 100 },
  );
  const caseId = items.find(({ subjectId }) => subjectId === taken?.messageId)?.id;
  await admin.mutate('moderation.cases.claim', { caseId });
  const page = await personAt('moderator', '/console/queue');
  await openRow(page, 'libre para decidir');
  await page.keyboard.press('x');
  await row(page, 'en manos de otra').click({ modifiers: ['ControlOrMeta'] });
  await expect(bar(page)).toContainText('2 seleccionados');
  await bar(page).getByRole('button', { name: 'Desestimar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Desestimar: 2 casos' });
  await expect(dialog.getByText(/tiene uno: no se decidirá/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(row(page, 'libre para decidir')).toHaveCount(0);
  const failed = page.getByRole('alert').filter({ hasText: 'no se ha podido cambiar' });
  await expect(failed).toContainText('Ana Ferreiro');
  await expect(row(page, 'en manos de otra')).toHaveAttribute('aria-selected', 'true');
  await expect(bar(page)).toContainText('1 seleccionado');
  expect(free).toBeDefined();
  await failed.getByRole('button', { name: /Cerrar la lista/ }).click();
  await page.keyboard.press('Escape');
  await expect(bar(page)).not.toContainText('seleccionado');
});

test('UI-03: ranges with Shift, all with Ctrl+A, none with Escape', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['tramo uno', 'tramo dos', 'tramo tres']);
  const page = await personAt('moderator', '/console/queue');
  const options = list(page).getByRole('option');
  const marked = list(page).getByRole('option', { selected: true });
  await options.first().click();
  await expect(theCase(page)).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(marked).toHaveCount(3);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(marked).toHaveCount(2);
  await page.keyboard.press('Escape');
  // Without marks the open one is all that is selected.
  await expect(marked).toHaveCount(1);
  await options.first().click();
  await options.nth(2).click({ modifiers: ['Shift'] });
  await expect(marked).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+a');
  await expect(marked).toHaveCount(await options.count());
  await expect(
    page.getByRole('checkbox', { name: 'Seleccionar todos los de la lista' }),
  ).toBeChecked();
  await bar(page).getByRole('button', { name: 'Quitar la selección' }).click();
  await expect(marked).toHaveCount(1);
});

test('UI-04: similar cases say why they are, and how they were decided', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['Compra relojes de imitación']);
  const page = await personAt('moderator', '/console/queue');
  await openRow(page, 'Compra relojes');
  const similar = page.getByRole('region', { name: 'Casos parecidos' });
  await expect(similar).toBeVisible();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Mensaje oculto: Ana Ferreiro')).toBeVisible();
  await flagMessages(server, ['C0MPRA relójes de imitacion']);
  await page.reload();
  await openRow(page, 'C0MPRA');
  const first = similar.getByRole('listitem').filter({ hasText: 'Compra relojes de imitación' });
  await expect(first).toContainText('Ocultar, por Moderación');
  await expect(first).toContainText('mismo texto');
  expect(await axe(page)).toEqual([]);
  await first.getByRole('link', { name: 'Ana Ferreiro' }).click();
  await expect(theCase(page)).toContainText('Compra relojes de imitación');
});
