import type { Page } from '@playwright/test';
import { withDatabase } from './support/database.ts';
import { axe, expect, test } from './support/test.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Lista de personas' });
const person = (page: Page, name: string | RegExp) => table(page).getByRole('link', { name });
const people = (page: Page) => table(page).getByRole('link');
const field = (page: Page) => page.getByRole('textbox', { name: 'Nombre o correo entero' });
const file = (page: Page) => page.getByRole('complementary', { name: 'Ficha' });

test('TRUST-20: people are searched, filtered and sorted', async ({ personAt }) => {
  const page = await personAt('moderator', '/console/people');
  await expect(person(page, /Alba Noguerol/)).toBeVisible();
  await field(page).fill('karima@faro.example');
  await expect(people(page)).toHaveCount(1);
  await expect(person(page, /Karima Haddad/)).toBeVisible();
  await field(page).fill('casta');
  await expect(person(page, /Bruno Castaño/)).toBeVisible();
  await field(page).fill('nadie con este nombre');
  await expect(page.getByText('Nadie coincide')).toBeVisible();
  await page.getByRole('button', { name: 'Quitar los filtros' }).click();
  await expect(person(page, /Alba Noguerol/)).toBeVisible();

  await page.getByRole('combobox', { name: 'Papel' }).selectOption('auditor');
  await expect(person(page, /Alba Noguerol/)).toHaveCount(0);
  await expect(person(page, /Elena Souto/)).toBeVisible();
  await expect(table(page).getByRole('cell', { name: 'Auditoría' })).toHaveCount(
    await people(page).count(),
  );
  await page.getByRole('combobox', { name: 'Papel' }).selectOption('');
  await page.getByRole('combobox', { name: 'Cuenta' }).selectOption('banned');
  await expect(people(page)).toHaveCount(1);
  await expect(table(page)).toContainText('Suspendida');
  await page.getByRole('combobox', { name: 'Cuenta' }).selectOption('');
  await page.getByRole('combobox', { name: 'Orden' }).selectOption('lastActive');
  await expect(page).toHaveURL(/sort=lastActive/);
  // By name Diego, who is here now, comes after Alba, who was here before.
  const place = async (name: string) =>
    (await people(page).allInnerTexts()).findIndex((text) => text.includes(name));
  await personAt('superadmin', '/console/people');
  await expect
    .poll(async () => {
      await page.reload();
      await expect(person(page, /Alba Noguerol/)).toBeVisible();
      return (await place('Diego')) < (await place('Alba'));
    })
    .toBe(true);
});

test('TRUST-20: a long list is read page by page', async ({ server, personAt }) => {
  await withDatabase(server, (client) =>
    client.query(
      `INSERT INTO member
       SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(),
                 'username', 'zz' || n, 'email', 'zz' || n || '@faro.example',
                 'display_name', 'Zacarías ' || lpad(n::text, 3, '0')))).*
         FROM member m, generate_series(1, 70) AS n WHERE m.email = 'hugo@faro.example'`,
    ),
  );
  const page = await personAt('moderator', '/console/people');
  await field(page).fill('zacar');
  await expect(people(page)).toHaveCount(50);
  await expect(people(page).first()).toContainText('Zacarías 001');
  await page.getByRole('button', { name: 'Mostrar más' }).click();
  await expect(people(page)).toHaveCount(70);
  await expect(people(page).last()).toContainText('Zacarías 070');
  await expect(page.getByRole('button', { name: 'Mostrar más' })).toHaveCount(0);
});

test('UI-05: the file tells who, where from, what was decided, and its cases open in the queue', async ({
  personAt,
}) => {
  const hugo = await personAt({ email: 'hugo@faro.example', password: 'demo-atalaya' });
  await expect(hugo.getByRole('list', { name: 'Canales' })).toBeVisible();
  const page = await personAt('auditor', '/console/people');
  await person(page, /Hugo Barreiro/).click();
  await expect(file(page).getByRole('heading', { name: 'Hugo Barreiro' })).toBeVisible();
  const sessions = file(page).getByRole('region', { name: 'Sesiones' });
  await expect(sessions.getByRole('listitem').first()).toContainText('127.0.0.1');
  await expect(sessions.getByRole('listitem').first()).toContainText(/Chrome en \w+/);
  await expect(sessions.getByRole('listitem').first()).toContainText('abierta');
  const caseLink = file(page).getByRole('region', { name: 'Casos' }).getByRole('link').first();
  await expect(caseLink).toHaveText('Mensaje: Violencia');
  await caseLink.click();
  await expect(page).toHaveURL(/\/console\/queue\?case=/);
  await expect(page.getByRole('main')).toContainText('Hugo Barreiro');

  await page.goto('/console/people');
  await person(page, /Ofertas Costa/).click();
  const sanctions = file(page).getByRole('region', { name: 'Sanciones' });
  await expect(sanctions.getByRole('heading', { name: 'En vigor' })).toBeVisible();
  await expect(sanctions.getByRole('listitem')).toContainText('Suspensión');
  await expect(file(page).getByRole('region', { name: 'Cuenta' })).toContainText('Suspendida');
});

test('UI-30: people by keyboard alone', async ({ personAt }) => {
  const page = await personAt('moderator', '/console/people');
  await expect(person(page, /Alba Noguerol/)).toBeVisible();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('a');
  await page.getByRole('combobox', { name: 'Orden' }).focus();
  await page.keyboard.press('Tab');
  await expect(people(page).first()).toBeFocused();
  await page.keyboard.press('j');
  await expect(people(page).nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(people(page).first()).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(file(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(file(page)).toHaveCount(0);
  await people(page).nth(1).press('Enter');
  await file(page).getByRole('button', { name: 'Cerrar' }).press('Enter');
  await expect(file(page)).toHaveCount(0);
  await expect(people(page).nth(1)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on people and a file, ${colorScheme} @phone`, async ({
    personAt,
  }) => {
    const page = await personAt('moderator', '/console/people');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(person(page, /Ana Ferreiro/)).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await person(page, /Ana Ferreiro/).click();
    await expect(file(page).getByRole('heading', { name: 'Ana Ferreiro' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}
