import { flagMessages } from './support/cases.ts';
import { signInToProgram, test } from './support/program.ts';
import { axe, expect } from './support/test.ts';

test.use({ community: 'program' });

test('UI-10: quiet hours are chosen by keyboard, hold notices, and the badge stays true', async ({
  start,
  server,
}) => {
  const { page, standIn } = await start();
  await signInToProgram(page, server.url);
  await expect.poll(() => standIn.records.badge).toBeGreaterThan(0);
  const before = standIn.records.badge;
  await page.getByRole('button', { name: /^Tu menú/ }).click();
  await page.getByRole('menuitem', { name: 'El programa' }).click();
  const dialog = page.getByRole('dialog', { name: 'El programa' });
  await expect(dialog.getByText('Los avisos llegan.')).toBeVisible();
  await dialog.getByRole('switch', { name: 'Horas de silencio' }).press('Space');
  await expect(dialog.getByRole('checkbox', { name: 'lunes' })).toBeEnabled();
  await dialog.getByLabel('Desde las').fill('00:00');
  await dialog.getByLabel('Hasta las').fill('00:00');
  await expect(dialog.getByText('son horas de silencio')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  const shown = standIn.records.notices.length;
  await flagMessages(server, ['en horas de silencio, uno', 'en horas de silencio, dos']);
  await expect.poll(() => standIn.records.badge).toBe(before + 2);
  await expect(dialog.getByText('guardados para después')).toBeVisible();
  expect(standIn.records.notices).toHaveLength(shown);
  await dialog.getByRole('switch', { name: 'Horas de silencio' }).press('Space');
  await expect(dialog.getByText('Los avisos llegan.')).toBeVisible();
  expect(standIn.records.notices.at(-1)?.options).toMatchObject({
    title: 'Mientras no había avisos',
    body: expect.stringContaining('casos nuevos'),
  });

  // The tray says the same at the same time.
  const item = standIn.records.trays[0]?.menu.find(({ type }) => type === 'checkbox');
  (item as unknown as { click: () => void }).click();
  await expect(dialog.getByText('No llegan avisos hasta el')).toBeVisible();
  await dialog.getByRole('button', { name: 'Volver a avisar' }).click();
  await expect(dialog.getByText('Los avisos llegan.')).toBeVisible();
  await expect(dialog.getByText('Este programa no se actualiza solo.')).toBeVisible();
});
