import type { Locator, Page } from '@playwright/test';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

// What is counted here are the changes to settings since the beginning.
test.use({ community: 'settings' });

const path = '/console/settings';
/** The row of one setting. */
const row = (page: Page, setting: string): Locator => page.locator(`[id="setting-${setting}"]`);
const number = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Guardar', exact: true });

test('OPS-01: the settings are drawn from the schema: section, control, range, default', async ({
  personAt,
  server,
}) => {
  const page = await personAt('superadmin', path);
  const staff = await apiAs(server, 'superadmin');
  const schema = await staff.api.settings.schema.query();
  staff.close();
  await expect(page.getByRole('heading', { level: 1, name: 'Ajustes' })).toBeVisible();
  for (const field of schema) {
    const control = row(page, field.path).locator('input');
    await expect(control).toHaveCount(1);
    await expect(control).toHaveRole(field.type === 'boolean' ? 'switch' : 'textbox');
    // Everything has words of its own in Spanish.
    await expect(row(page, field.path)).not.toContainText(field.description);
    // A screen reader says what it means and from where to where it goes.
    await expect(control).toHaveAccessibleDescription(/\S+ .*(De .+ a .+; de fábrica|De fábrica)/);
  }
  await expect(row(page, 'limits.messageLength')).toContainText(
    'De 100 a 20.000; de fábrica, 4.000',
  );
  for (const name of ['Funciones', 'Límites', 'Presencia', 'Moderación', 'Avisos', 'Alertas']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }
});

test('OPS-01: what is out of range is told at its field and is not sent', async ({ personAt }) => {
  const page = await personAt('superadmin', path);
  const field = number(page, 'Longitud de un mensaje');
  await field.fill('50');
  await expect(row(page, 'limits.messageLength')).toContainText(
    'Tiene que estar entre 100 y 20.000.',
  );
  await expect(field).toHaveAccessibleDescription(
    /De 100 a 20\.000; de fábrica, 4\.000 Tiene que estar entre 100 y 20\.000\.$/,
  );
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Volver a lo guardado: Longitud de un mensaje' }).click();
  await expect(save(page)).toHaveCount(0);
  await field.fill('50');
  await number(page, 'Canales por día').fill('7');
  await save(page).click();
  await expect(field).toBeFocused();
  await expect(page.getByText('2 cambios sin guardar').first()).toBeVisible();
  await page.getByRole('button', { name: 'Descartar' }).click();
  await expect(field).toHaveValue('4.000');
});

test('OPS-03: a setting is saved, marked against the default, and another screen has it live', async ({
  personAt,
  server,
}) => {
  // Other tests may have changed it.
  const staff = await apiAs(server, 'superadmin');
  await staff.api.settings.update.mutate({ limits: { channelsPerDay: 100 } });
  staff.close();
  const [page, other] = await Promise.all([personAt('superadmin', path), personAt('admin', path)]);
  await expect(row(other, 'limits.channelsPerDay')).toContainText('100');
  await number(page, 'Canales por día').fill('77');
  const mine = row(page, 'limits.channelsPerDay');
  await expect(mine).toContainText('Sin guardar');
  await expect(mine).toContainText('En vigor: 100');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Ajustes guardados. Ya valen en todas partes.')).toBeVisible();
  await expect(mine).not.toContainText('Sin guardar');
  await expect(mine).toContainText('Cambiado');
  // One's own change is not told as somebody else's.
  await expect(page.getByText('Otra persona acaba de cambiar')).toHaveCount(0);
  await expect(row(other, 'limits.channelsPerDay').getByText('77', { exact: true })).toBeVisible();
  await expect(other.getByText('Otra persona acaba de cambiar: Canales por día.')).toBeVisible();
});

test('OPS-03: another admin’s change shows, and what one was writing stays', async ({
  personAt,
  server,
}) => {
  const page = await personAt('superadmin', path);
  const staff = await apiAs(server, 'superadmin');
  await number(page, 'Umbral de avisos').fill('9');
  await number(page, 'Minutos de reserva').fill('11');
  await staff.api.settings.update.mutate({ moderation: { flagThreshold: 6, undoSeconds: 45 } });
  await expect(number(page, 'Segundos para deshacer')).toHaveValue('45');
  await expect(number(page, 'Umbral de avisos')).toHaveValue('9');
  await expect(row(page, 'moderation.flagThreshold')).toContainText('otra persona lo puso en 6');
  await expect(
    page.getByText('Otra persona acaba de cambiar: Umbral de avisos y Segundos para deshacer.'),
  ).toBeVisible();
  await save(page).click();
  await expect(page.getByText('Ajustes guardados.')).toBeVisible();
  const { values } = await staff.api.settings.get.query();
  staff.close();
  expect(values.moderation).toMatchObject({ flagThreshold: 9, claimMinutes: 11, undoSeconds: 45 });
});

test('UI-08: leaving with unsaved changes is asked first', async ({ personAt }) => {
  const page = await personAt('superadmin', path);
  await number(page, 'Longitud de un mensaje').fill('2000');
  await page.getByRole('link', { name: 'Auditoría' }).click();
  const dialog = page.getByRole('dialog', { name: '¿Salir sin guardar?' });
  await dialog.getByRole('button', { name: 'Cancelar' }).click();
  await expect(number(page, 'Longitud de un mensaje')).toHaveValue('2.000');
  await expect(page).toHaveURL(/settings$/);
  await page.getByRole('link', { name: 'Auditoría' }).click();
  await dialog.getByRole('button', { name: 'Salir sin guardar' }).click();
  await expect(page).toHaveURL(/audit$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Auditoría' })).toBeVisible();
  await page.goBack();
  await expect(number(page, 'Longitud de un mensaje')).toHaveValue('4.000');
});

test('UI-08: switching the chat off is asked first, and is in force at once', async ({
  personAt,
  server,
}) => {
  const page = await personAt('superadmin', path);
  const member = await apiAs(server, 'member');
  const isOn = async () => (await member.api.settings.get.query()).values.features.chat;
  const chat = page.getByRole('switch', { name: 'Escribir en canales' });
  const toggle = row(page, 'features.chat').locator('.mantine-Switch-track');
  await toggle.click();
  await expect(chat).not.toBeChecked();
  await save(page).click();
  const dialog = page.getByRole('dialog', { name: '¿Apagar «Escribir en canales»?' });
  await expect(dialog).toContainText('Nadie podrá escribir en los canales');
  await dialog.getByRole('button', { name: 'Cancelar' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await isOn()).toBe(true);
  await save(page).click();
  await dialog.getByRole('button', { name: 'Guardar y apagar' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(save(page)).toHaveCount(0);
  expect(await isOn()).toBe(false);
  // The way back needs no question.
  await toggle.click();
  await save(page).click();
  await expect(save(page)).toHaveCount(0);
  expect(await isOn()).toBe(true);
  member.close();
});

test('OPS-02: the history of a value says who, when, from what to what, and takes a change back', async ({
  personAt,
}) => {
  const page = await personAt('superadmin', path);
  const away = number(page, 'Minutos hasta «ausente»');
  for (const value of ['20', '30']) {
    await away.fill(value);
    await save(page).click();
    await expect(save(page)).toHaveCount(0);
  }
  await page.getByRole('button', { name: 'Historial: Minutos hasta «ausente»' }).click();
  const panel = page.getByRole('complementary', { name: 'Historial de «Minutos hasta «ausente»»' });
  const lines = panel.getByRole('listitem');
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText('20 → 30');
  await expect(lines.first()).toContainText('Diego Rial');
  await expect(lines.last()).toContainText('10 → 20');
  await lines.last().getByRole('button', { name: 'Volver a 10' }).click();
  await expect(away).toHaveValue('10');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('30 → 10');
  await expect(lines.first()).toContainText('deshizo otro cambio');
  await expect(page.getByText('Otra persona acaba de cambiar')).toHaveCount(0);
});

test('OPS-02: taking a change back that switches something dangerous off is asked first', async ({
  personAt,
  server,
}) => {
  const staff = await apiAs(server, 'superadmin');
  await staff.api.settings.update.mutate({ features: { registration: false } });
  await staff.api.settings.update.mutate({ features: { registration: true } });
  const page = await personAt('superadmin', path);
  await page.getByRole('button', { name: 'Historial: Registro abierto' }).click();
  await page.getByRole('button', { name: 'Volver a desactivado' }).click();
  const dialog = page.getByRole('dialog', { name: '¿Apagar «Registro abierto»?' });
  await expect(dialog).toContainText('Nadie podrá crear una cuenta');
  await dialog.getByRole('button', { name: 'Cancelar' }).click();
  const { values } = await staff.api.settings.get.query();
  staff.close();
  expect(values.features.registration).toBe(true);
});

test('UI-08: who may not change the settings reads them', async ({ personAt }) => {
  const page = await personAt('auditor', path);
  await expect(row(page, 'limits.callsPerMinute')).toContainText('6.000');
  await expect(page.getByText('Solo quien tiene el permiso de ajustes')).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('switch')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Historial/ })).toHaveCount(0);
});

test('UI-30: axe finds nothing serious on the settings, with changes and history open', async ({
  personAt,
}) => {
  const page = await personAt('superadmin', path);
  await number(page, 'Longitud de un mensaje').fill('50');
  await page.getByRole('button', { name: 'Historial: Canales por día' }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
});

test('UI-31: the settings fit a phone @only-phone', async ({ personAt }) => {
  const page = await personAt('superadmin', path);
  await number(page, 'Longitud de un mensaje').fill('3000');
  await expect(save(page)).toBeInViewport();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Historial: Longitud de un mensaje' }).click();
  await expect(page.getByRole('complementary')).toBeInViewport();
  await page.getByRole('complementary').getByRole('button', { name: 'Cerrar' }).click();
  await expect(number(page, 'Longitud de un mensaje')).toHaveValue('3.000');
});
