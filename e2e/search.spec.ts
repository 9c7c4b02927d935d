import type { Page } from '@playwright/test';
import { fillChannel, withDatabase } from './support/database.ts';
import { arrived, createChannel, log, message, openChannel, say } from './support/people.ts';
import type { TestServer } from './support/server.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'search' });

const field = (page: Page) => page.getByRole('searchbox', { name: /mensajes de tus canales/ });
const results = (page: Page) =>
  page.getByRole('list', { name: 'Mensajes encontrados' }).getByRole('listitem');
const filters = (page: Page) => page.getByRole('group', { name: 'Filtros' });

const query = (server: TestServer, sql: string) =>
  withDatabase(server, (client) => client.query(sql));

/** Searches until this is found: messages are in the index a moment after they are written. */
async function finds(page: Page, words: string, texts: (string | RegExp)[]): Promise<void> {
  await expect(async () => {
    await field(page).fill('');
    await expect(page).not.toHaveURL(/[?&]q=/);
    await field(page).fill(words);
    await expect(results(page)).toHaveCount(texts.length, { timeout: 1_500 });
  }).toPass();
  for (const [index, text] of texts.entries()) {
    await expect(results(page).nth(index)).toContainText(text);
  }
}

async function findsNothing(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await expect(page.getByText('Ningún mensaje coincide')).toBeVisible();
}

test('CHAT-09: a word is found in any form, marked, and opened where it was said', async ({
  personAt,
  server,
}) => {
  const ana = await personAt('member');
  await createChannel(ana, { name: 'cancionero' });
  await say(ana, 'Las canciones del camión viejo');
  await arrived(ana, 'Las canciones');
  // So many since that it is not in memory any more.
  await fillChannel(server, 'cancionero', 300);
  await ana.reload();
  await expect(log(ana)).toHaveAttribute('aria-busy', 'false');
  await ana.keyboard.press('Control+Shift+F');
  await expect(field(ana)).toBeFocused();
  await finds(ana, 'cancion CAMION', ['Las canciones del camión viejo']);
  await expect(results(ana).locator('mark')).toHaveText(['canciones', 'camión']);
  await expect(ana).toHaveURL(/\/search\?q=cancion\+CAMION/);
  expect(await axe(ana)).toEqual([]);

  await field(ana).press('ArrowDown');
  await ana.keyboard.press('Enter');
  await expect(ana.getByRole('heading', { level: 1, name: 'cancionero' })).toBeVisible();
  const found = message(ana, 'Las canciones');
  await expect(found).toBeInViewport();
  await expect(found).toBeFocused();
  await expect(found).toHaveAttribute('data-target');

  // Back to the list as it was, at the message that was opened.
  await ana.goBack();
  await expect(field(ana)).toHaveValue('cancion CAMION');
  await expect(results(ana).getByRole('link')).toBeFocused();
});

test('CHAT-09: filters by channel, person, date and file are chips that can be taken away', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'balizas', people: ['bruno'] });
  await say(ana, 'la baliza norte');
  await openChannel(bruno, 'balizas');
  await say(bruno, 'la baliza sur');
  await arrived(bruno, 'la baliza sur');
  await ana.getByRole('link', { name: 'Buscar en este canal' }).click();
  await expect(
    filters(ana).getByRole('button', { name: 'Canal: balizas', exact: true }),
  ).toBeVisible();
  await finds(ana, 'balizas', ['la baliza sur', 'la baliza norte']);
  // The channel alone is enough.
  await field(ana).fill('');
  await expect(ana).not.toHaveURL(/[?&]q=/);
  await expect(results(ana)).toHaveText([/la baliza sur/, /la baliza norte/]);
  await expect(results(ana).locator('mark')).toHaveCount(0);
  await field(ana).fill('balizas');
  await expect(results(ana).locator('mark')).toHaveCount(2);

  await filters(ana).getByRole('button', { name: 'Persona' }).click();
  const people = ana.getByRole('dialog', { name: 'Persona' });
  await people.getByRole('textbox').fill('bruno');
  await people.getByRole('button', { name: /Bruno/ }).click();
  await expect(results(ana)).toHaveText([/la baliza sur/]);
  await filters(ana)
    .getByRole('button', { name: /^Fecha/ })
    .click();
  await ana.getByRole('dialog', { name: 'Fecha' }).getByLabel('Hasta el día').fill('2020-01-31');
  await ana.keyboard.press('Escape');
  await expect(ana.getByText('Ningún mensaje coincide')).toBeVisible();
  await filters(ana)
    .getByRole('button', { name: /^Quitar el filtro Fecha/ })
    .click();
  await filters(ana)
    .getByRole('button', { name: /^Quitar el filtro Persona/ })
    .click();
  await expect(results(ana)).toHaveCount(2);
  await filters(ana).getByText('Con archivo').click();
  await expect(ana.getByText('Ningún mensaje coincide')).toBeVisible();
  await ana.reload();
  await expect(field(ana)).toHaveValue('balizas');
  await expect(filters(ana).getByRole('checkbox', { name: 'Con archivo' })).toBeChecked();
});

test('CHAT-09: nobody finds what they may not read: another’s private channel, after leaving it, hidden messages', async ({
  personAt,
  server,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'sotano', isPrivate: true });
  await say(ana, 'murciélagos en el sótano');
  await createChannel(ana, { name: 'azotea', isPrivate: true, people: ['bruno'] });
  await say(ana, 'murciélagos en la azotea');
  await arrived(ana, 'murciélagos en la azotea');
  await bruno.getByRole('link', { name: 'Buscar mensajes' }).click();
  await finds(bruno, 'murcielago', ['murciélagos en la azotea']);

  await query(server, `UPDATE message SET hidden_at = now() WHERE content LIKE '%azotea'`);
  await bruno.reload();
  await expect(bruno.getByText('Ningún mensaje coincide')).toBeVisible();
  await ana.getByRole('link', { name: 'Buscar mensajes' }).click();
  await finds(ana, 'murcielago', ['la azotea', 'el sótano']);
  await query(server, `UPDATE message SET hidden_at = NULL WHERE content LIKE '%azotea'`);
  await bruno.reload();
  await expect(results(bruno)).toHaveCount(1);

  await query(
    server,
    `DELETE FROM channel_member WHERE channel_id = (SELECT id FROM channel WHERE name = 'azotea')
        AND member_id = (SELECT id FROM member WHERE username LIKE 'bruno%')`,
  );
  await bruno.reload();
  await expect(bruno.getByText('Ningún mensaje coincide')).toBeVisible();
  await findsNothing(bruno, 'sótano');
});

test('CHAT-09: on a phone the search fits the screen and leads to the message @only-phone', async ({
  personAt,
}) => {
  const ana = await personAt('member');
  await ana.getByRole('link', { name: 'Buscar mensajes' }).click();
  await expect(field(ana)).toBeVisible();
  await expect(async () => {
    await field(ana).fill('');
    await expect(ana.getByText('Encuentra lo que se dijo')).toBeVisible();
    await field(ana).fill('mar');
    await expect(results(ana).first()).toBeVisible({ timeout: 1_500 });
  }).toPass();
  const overflows = await ana.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(overflows).toBe(false);
  expect(await axe(ana)).toEqual([]);
  await results(ana).getByRole('link').first().tap();
  await expect(ana.locator('[data-target]')).toBeInViewport();
});
