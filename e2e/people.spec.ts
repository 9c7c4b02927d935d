import { openChannel } from './support/people.ts';
import { expect, test } from './support/test.ts';

const bruno = /Bruno Castaño/;

test('CHAT-02: people are found, their profile is read, one’s own is changed', async ({
  personAt,
}) => {
  const page = await personAt('member', '/people');
  await page.getByRole('textbox', { name: 'Buscar por nombre' }).fill('casta');
  await expect(page.getByRole('link', { name: /@/ })).toHaveCount(1);
  await page.getByRole('link', { name: bruno }).click();
  await expect(page.getByRole('complementary', { name: 'Perfil' })).toContainText('@bruno');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Perfil' })).toHaveCount(0);

  await page.goto('/me');
  await page.getByLabel('Estado').fill('Pintando la barca');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Perfil guardado')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tu menú' })).toContainText('Pintando la barca');
  await page.reload();
  await expect(page.getByLabel('Estado')).toHaveValue('Pintando la barca');
});

test('CHAT-02, CHAT-23: presence is live: here, do not disturb, gone', async ({ personAt }) => {
  const ana = await personAt('member', '/people');
  const row = ana.getByRole('link', { name: bruno });
  await expect(row.getByRole('img', { name: 'Fuera de línea' })).toBeVisible({ timeout: 20_000 });
  const staff = await personAt('moderator');
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
  await staff.getByRole('button', { name: 'Tu menú' }).click();
  await staff.getByRole('menuitemradio', { name: 'No molestar' }).click();
  await expect(row.getByRole('img', { name: 'No molestar' })).toBeVisible();
  await staff.getByRole('button', { name: 'Tu menú' }).click();
  await staff.getByRole('menuitemradio', { name: 'Según mi actividad' }).click();
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
  await staff.close();
  await expect(row.getByRole('img', { name: 'Fuera de línea' })).toBeVisible({ timeout: 20_000 });
});

test('CHAT-01: people of one organisation see nothing of another', async ({ personAt }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  const address = new URL(ana.url()).pathname;
  const olga = await personAt({ email: 'olga@brisa.example', password: 'demo-atalaya' }, address);
  await expect(olga.getByText('Este canal no está a tu alcance')).toBeVisible();
  await olga.goto('/people');
  await expect(olga.getByRole('link', { name: /Olga/ })).toBeVisible();
  await olga.getByRole('textbox', { name: 'Buscar por nombre' }).fill('Ana Ferreiro');
  await expect(olga.getByText('Nadie coincide')).toBeVisible();
});

test('UI-32: a page that needs a permission says who can grant it', async ({ personAt }) => {
  const page = await personAt('member', '/invites');
  await expect(page.getByText('No tienes permiso para esto')).toBeVisible();
  await expect(page.getByText('Pídeselo a alguien de administración.')).toBeVisible();
});
