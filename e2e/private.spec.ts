import type { Page } from '@playwright/test';
import { arrived, composer, log, message, openChannel, say } from './support/people.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'private' });

const conversations = (page: Page) => page.getByRole('list', { name: 'Mensajes directos' });
const conversation = (page: Page, name: string) =>
  conversations(page).getByRole('link', { name: new RegExp(name) });

/** Goes to a person by the list of people. */
async function openPerson(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Personas', exact: true }).click();
  await page.getByRole('textbox', { name: 'Buscar por nombre' }).fill(name);
  await page.getByRole('list', { name: 'Personas' }).getByRole('link', { name }).click();
}

async function writeTo(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await page.getByRole('button', { name: 'Escribirle' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(log(page)).toHaveAttribute('aria-busy', 'false');
}

test('CHAT-30: two people talk in private: begun from a profile, told live, unread until it is read', async ({
  personAt,
}, testInfo) => {
  const [ana, carmen] = await Promise.all([personAt('member'), personAt('admin')]);
  await openChannel(carmen, 'general');
  await writeTo(ana, 'Carmen Lago');
  await say(ana, '¿Puedes venir mañana?');
  await arrived(ana, '¿Puedes venir mañana?');
  await say(ana, 'Es por las llaves');
  await arrived(ana, 'Es por las llaves');
  await expect(conversation(ana, 'Carmen Lago')).toContainText('Tú: Es por las llaves');

  const hers = conversation(carmen, 'Ana Ferreiro');
  await expect(hers).toHaveAccessibleName(/2 mensajes sin leer/);
  await expect(hers).toContainText('Es por las llaves');
  await expect(carmen).toHaveTitle(/^\(\d+\) /);
  expect(await axe(carmen)).toEqual([]);
  await hers.click();
  await arrived(carmen, 'Es por las llaves');
  await expect(hers).not.toHaveAttribute('data-unread');
  await say(carmen, 'Allí estaré');
  await arrived(ana, 'Allí estaré');
  await expect(conversation(ana, 'Carmen Lago')).toContainText('Allí estaré');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('private.png') });

  // What is known about it is what is known about the other.
  await ana.getByRole('button', { name: 'Perfil' }).click();
  const profile = ana.getByRole('complementary', { name: 'Perfil' });
  await expect(profile.getByRole('heading', { name: 'Carmen Lago' })).toBeVisible();
  await expect(profile.getByRole('button', { name: 'Escribirle' })).toHaveCount(0);
  expect(await axe(ana)).toEqual([]);

  // Begun from the other side it is the same one.
  await writeTo(carmen, 'Ana Ferreiro');
  await expect(message(carmen, '¿Puedes venir mañana?')).toBeVisible();
  await carmen.emulateMedia({ colorScheme: 'dark' });
  await carmen.screenshot({ path: testInfo.outputPath('private-dark.png') });
});

test('CHAT-30: what two say is out of reach for everyone else, staff included', async ({
  personAt,
}) => {
  const [bruno, carmen] = await Promise.all([personAt('moderator'), personAt('admin')]);
  await writeTo(bruno, 'Carmen Lago');
  await say(bruno, 'Esto queda entre tú y yo');
  await arrived(bruno, 'Esto queda entre tú y yo');
  const diego = await personAt('superadmin', new URL(bruno.url()).pathname);
  await expect(diego.getByRole('alert')).toContainText('no está a tu alcance');
  await diego.goto('/search?q=queda+entre');
  await expect(diego.getByText('Esto queda entre tú y yo')).toHaveCount(0);
  await carmen.goto('/search?q=queda+entre');
  const found = carmen.getByRole('link', { name: /queda entre/ }).first();
  await expect(found).toContainText('Bruno Castaño');
});

test('CHAT-30: to whom cannot enter any more nothing is written', async ({ personAt }) => {
  const [ana, diego] = await Promise.all([personAt('member'), personAt('superadmin')]);
  await writeTo(ana, 'Elena Souto');
  await say(ana, 'Hola, Elena');
  await arrived(ana, 'Hola, Elena');
  await openPerson(diego, 'Elena Souto');
  await diego.getByRole('button', { name: 'Desactivar la cuenta' }).click();
  await diego.getByRole('dialog').getByRole('button', { name: 'Desactivar la cuenta' }).click();
  await expect(diego.getByRole('button', { name: 'Reactivar la cuenta' })).toBeVisible();
  await ana.reload();
  await expect(message(ana, 'Hola, Elena')).toBeVisible();
  await expect(ana.getByText('Ahora mismo no se le puede escribir a esta persona.')).toBeVisible();
  await expect(composer(ana)).toHaveCount(0);
});

test('CHAT-30: who is blocked cannot write, is not told, and is read only on purpose', async ({
  personAt,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await writeTo(bruno, 'Ana Ferreiro');
  await say(bruno, 'Primera vez que te escribo');
  await arrived(bruno, 'Primera vez que te escribo');
  await conversation(ana, 'Bruno Castaño').click();
  await arrived(ana, 'Primera vez que te escribo');
  await ana.getByRole('button', { name: 'Perfil' }).click();
  const profile = ana.getByRole('complementary', { name: 'Perfil' });
  await profile.getByRole('button', { name: 'Bloquear' }).click();
  expect(await axe(ana)).toEqual([]);
  await ana.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click();
  await expect(
    ana.getByText('Has bloqueado a Bruno Castaño: no os podéis escribir.'),
  ).toBeVisible();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('blocked-direct.png') });

  await say(bruno, 'Segunda vez');
  await expect(
    bruno.getByText('Ahora mismo no se le puede escribir a esta persona.').first(),
  ).toBeVisible();
  await bruno.screenshot({ path: testInfo.outputPath('refused.png') });

  // What the demo wrote to her there is read before anything is counted.
  await openChannel(ana, 'general');
  await expect(
    ana.getByRole('list', { name: 'Canales' }).getByRole('link', { name: 'general' }),
  ).not.toHaveAttribute('data-unread');
  await openChannel(ana, 'puerto');
  await openChannel(bruno, 'general');
  await say(bruno, '@ana esto es para ti');
  await arrived(bruno, 'esto es para ti');
  const general = ana.getByRole('list', { name: 'Canales' }).getByRole('link', { name: 'general' });
  await expect(general).toHaveAttribute('data-unread');
  await expect(general).not.toHaveAccessibleName(/menci/);
  await openChannel(ana, 'general');
  const folded = log(ana).getByRole('article').filter({ hasText: 'persona bloqueada' }).last();
  await expect(folded).toBeVisible();
  await expect(message(ana, 'esto es para ti')).toHaveCount(0);
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('blocked-channel.png') });
  await folded.getByRole('button', { name: 'Mostrar' }).click();
  await expect(message(ana, 'esto es para ti')).toBeVisible();

  await ana.goto('/me');
  const unblock = ana.getByRole('button', { name: 'Desbloquear a Bruno Castaño' });
  await unblock.scrollIntoViewIfNeeded();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('blocked-people.png') });
  await unblock.click();
  await expect(ana.getByText('No has bloqueado a nadie.')).toBeVisible();
  await conversation(bruno, 'Ana Ferreiro').click();
  await say(bruno, 'Tercera vez');
  await arrived(bruno, 'Tercera vez');
});

test('CHAT-30, CHAT-06, CHAT-09, CHAT-22: what a blocked person says is read out and shown nowhere', async ({
  personAt,
}, testInfo) => {
  const [ana, bruno, carmen] = await Promise.all([
    personAt('member'),
    personAt('moderator'),
    personAt('admin'),
  ]);
  for (const page of [ana, bruno, carmen]) await openChannel(page, 'general');
  await say(bruno, 'Zarpazo en el muelle');
  await arrived(ana, 'Zarpazo en el muelle');
  await message(ana, 'en el muelle').focus();
  await ana.keyboard.press('s');
  await expect(message(ana, 'en el muelle').getByRole('img', { name: 'Guardado' })).toBeVisible();
  await message(bruno, 'en el muelle').focus();
  await bruno.keyboard.press('p');
  await expect(
    message(ana, 'en el muelle').getByRole('img', { name: 'Fijado en el canal' }),
  ).toBeVisible();
  await say(ana, '¿Quién amarra el barco?');
  await arrived(bruno, '¿Quién amarra el barco?');
  await arrived(carmen, '¿Quién amarra el barco?');

  await openPerson(ana, 'Bruno Castaño');
  await ana.getByRole('button', { name: 'Bloquear' }).click();
  await ana.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click();
  await expect(ana.getByRole('dialog')).toHaveCount(0);
  await openChannel(ana, 'general');

  // Who is writing: the one name without the other.
  await composer(bruno).fill('Zarp');
  await expect(carmen.getByText('Bruno está escribiendo…')).toBeVisible();
  await composer(carmen).fill('Yo');
  await expect(ana.getByText('Carmen está escribiendo…')).toBeVisible();

  const thread = (page: Page) => page.getByRole('complementary', { name: 'Hilo' });
  const reply = async (page: Page, text: string) => {
    const field = thread(page).getByRole('textbox', { name: 'Responder…' });
    await field.fill(text);
    await field.press('Enter');
    await expect(field).toHaveValue('');
  };
  for (const page of [ana, bruno, carmen]) {
    await message(page, 'amarra el barco').focus();
    await page.keyboard.press('t');
    await expect(thread(page).getByRole('article')).toHaveCount(1);
  }
  const nothingRead = async () =>
    expect((await ana.getByRole('status').allTextContents()).join()).not.toMatch(/zarpazo/i);
  await reply(bruno, 'Zarpazo en el hilo');
  await expect(thread(ana).getByText('Mensaje de una persona bloqueada')).toBeVisible();
  await nothingRead();
  await reply(carmen, 'Lo amarro yo');
  await expect(
    ana.getByRole('status').filter({ hasText: 'Carmen Lago: Lo amarro yo' }),
  ).toHaveCount(1);
  await reply(bruno, 'Otro zarpazo');
  await expect(thread(ana).getByText('Mensaje de una persona bloqueada')).toHaveCount(2);
  await nothingRead();
  await thread(ana).getByRole('button', { name: 'Cerrar' }).click();

  await ana.getByRole('button', { name: 'Mensajes fijados' }).click();
  const pins = ana.getByRole('complementary', { name: 'Mensajes fijados' });
  await expect(pins).toContainText('Mensaje de una persona bloqueada');
  await expect(pins).not.toContainText('Zarpazo');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('blocked-pins.png') });
  await pins.getByRole('button', { name: 'Mostrar' }).click();
  await expect(pins).toContainText('Zarpazo en el muelle');

  await ana.getByRole('link', { name: 'Guardados' }).click();
  const saved = ana.getByRole('list', { name: 'Guardados' });
  await expect(saved).toContainText('Mensaje de una persona bloqueada');
  await expect(saved).not.toContainText('Zarpazo');
  await ana.screenshot({ path: testInfo.outputPath('blocked-saved.png') });

  await ana.getByRole('link', { name: /^Hilos/ }).click();
  const asked = ana.getByRole('list', { name: 'Hilos' }).getByRole('link', { name: /amarra/ });
  await expect(asked).toContainText('Carmen Lago: Lo amarro yo');
  await expect(asked).not.toContainText(/zarpazo/i);
  await ana.screenshot({ path: testInfo.outputPath('blocked-threads.png') });

  // The index hears of a message a moment later: then the others find it.
  await expect(async () => {
    await carmen.goto('/search?q=zarpazo');
    await expect(
      carmen.getByRole('list', { name: 'Mensajes encontrados' }).getByRole('link'),
    ).toHaveCount(3);
  }).toPass();
  await ana.goto('/search?q=zarpazo');
  await expect(ana.getByText('Ningún mensaje coincide')).toBeVisible();

  await ana.goto('/me');
  await ana.getByRole('button', { name: 'Desbloquear a Bruno Castaño' }).click();
  await expect(ana.getByText('No has bloqueado a nadie.')).toBeVisible();
});

test('CHAT-31: what arrived and what was read is told live, and to nobody once it is turned off', async ({
  personAt,
}, testInfo) => {
  const ana = await personAt('member');
  await writeTo(ana, 'Carmen Lago');
  await say(ana, '¿Has visto el parte?');
  await arrived(ana, '¿Has visto el parte?');
  const own = message(ana, '¿Has visto el parte?');
  await expect(own).toContainText('Enviado');
  await ana.screenshot({ path: testInfo.outputPath('sent.png') });
  // She comes in, and looks at something else.
  const carmen = await personAt('admin', '/me');
  await expect(own).toContainText('Entregado');
  await ana.reload();
  await expect(own).toContainText('Entregado');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('delivered.png') });
  await say(ana, 'Corre prisa');
  await expect(message(ana, 'Corre prisa')).toContainText('Entregado');
  await expect(own).not.toContainText('Entregado');
  await conversation(carmen, 'Ana Ferreiro').click();
  await arrived(carmen, 'Corre prisa');
  await expect(message(ana, 'Corre prisa')).toContainText('Leído');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('receipts.png') });

  await carmen.goto('/me');
  const choice = carmen.getByRole('switch', { name: 'Confirmaciones de lectura' });
  await expect(choice).toBeChecked();
  await choice.press('Space');
  await expect(choice).not.toBeChecked();
  await choice.scrollIntoViewIfNeeded();
  expect(await axe(carmen)).toEqual([]);
  await carmen.screenshot({ path: testInfo.outputPath('privacy.png') });
  await ana.reload();
  await arrived(ana, 'Corre prisa');
  await expect(message(ana, 'Corre prisa')).not.toContainText(/Enviado|Entregado|Leído/);
});

test('CHAT-30: on the phone, the conversations are on the start page @only-phone', async ({
  personAt,
}, testInfo) => {
  const ana = await personAt('member');
  await writeTo(ana, 'Diego Rial');
  await say(ana, 'Desde el teléfono');
  await arrived(ana, 'Desde el teléfono');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('private-phone.png') });
  await ana.getByRole('link', { name: 'Volver a los canales' }).click();
  await conversation(ana, 'Diego Rial').scrollIntoViewIfNeeded();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('private-list-phone.png') });
});
