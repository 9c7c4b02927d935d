import type { Locator, Page } from '@playwright/test';
import { arrived, composer, createChannel, log, openChannel, say } from './support/people.ts';
import { expect, test } from './support/test.ts';

/** The line above the conversation, with the channel's name and topic. */
const head = (page: Page) => page.getByRole('main').locator('header');

const brunoActions = { name: 'Acciones para Bruno Castaño' };

/** Opens the channel's menu for Bruno and chooses in it. */
async function chooseForBruno(page: Page, role: 'menuitem' | 'menuitemradio', name: string) {
  await page.getByRole('button', brunoActions).click();
  await page.getByRole(role, { name }).click();
}

test('CHAT-03: a new name and topic reach everyone in the channel at once', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'mareas', people: ['bruno'] });
  await openChannel(bruno, 'mareas');
  await ana.getByRole('button', { name: 'Editar', exact: true }).click();
  const dialog = ana.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('mareas-vivas');
  await dialog.getByRole('textbox', { name: 'Tema' }).fill('Tablas y coeficientes');
  await dialog.getByRole('button', { name: 'Guardar' }).click();
  await expect(dialog).toHaveCount(0);
  for (const page of [ana, bruno]) {
    await expect(page.getByRole('heading', { level: 1, name: 'mareas-vivas' })).toBeVisible();
    await expect(head(page)).toContainText('Tablas y coeficientes');
    const channels = page.getByRole('list', { name: 'Canales' });
    await expect(channels.getByRole('link', { name: /^mareas-vivas/ })).toBeVisible();
  }
});

test('CHAT-03: a channel that changed meanwhile is not overwritten unseen', async ({
  personAt,
}) => {
  const ana = await personAt('member');
  await createChannel(ana, { name: 'boyas' });
  const other = await ana.context().newPage();
  await other.goto(ana.url());
  await ana.getByRole('button', { name: 'Editar', exact: true }).click();
  const field = ana.getByRole('dialog').getByRole('textbox', { name: 'Tema' });
  await field.fill('Escrito sobre lo de antes');
  await other.getByRole('button', { name: 'Editar', exact: true }).click();
  await other.getByRole('dialog').getByRole('textbox', { name: 'Tema' }).fill('Lo nuevo');
  await other.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
  await expect(head(ana)).toContainText('Lo nuevo');
  await ana.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
  await expect(ana.getByRole('alert')).toContainText('Alguien lo ha cambiado mientras tanto.');
  await expect(head(other)).toContainText('Lo nuevo');
});

test('CHAT-03: who may only read loses the composer at once, and gets it back', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'bitacora', people: ['bruno'] });
  await openChannel(bruno, 'bitacora');
  await expect(composer(bruno)).toBeVisible();
  await chooseForBruno(ana, 'menuitemradio', 'Solo lectura');
  await expect(bruno.getByText('En este canal solo puedes leer.')).toBeVisible();
  await expect(composer(bruno)).toHaveCount(0);
  await expect(ana.getByRole('link', { name: /Bruno Castaño.*Solo lectura/ })).toBeVisible();
  await say(ana, 'Se lee lo que no se puede contestar');
  await arrived(bruno, 'Se lee lo que no se puede contestar');
  await chooseForBruno(ana, 'menuitemradio', 'Puede escribir');
  await say(bruno, 'Ya puedo otra vez');
  await arrived(ana, 'Ya puedo otra vez');
});

test('CHAT-03: only people who are not in the channel yet are offered', async ({ personAt }) => {
  const ana = await personAt('member');
  await createChannel(ana, { name: 'turnos', isPrivate: true, people: ['bruno'] });
  await ana.getByRole('button', { name: 'Añadir personas' }).click();
  const dialog = ana.getByRole('dialog');
  await expect(dialog.getByRole('checkbox').first()).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: /@(ana|bruno)$/ })).toHaveCount(0);
  await dialog.getByRole('textbox').fill('bruno');
  await expect(dialog.getByText('Nadie coincide')).toBeVisible();
  await expect(dialog.getByRole('checkbox')).toHaveCount(0);
});

test('CHAT-25: who is removed while reading is told so by name, and of what is public may join again', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'abierto', people: ['bruno'] });
  await openChannel(bruno, 'abierto');
  await say(ana, 'Hola a bordo');
  await arrived(bruno, 'Hola a bordo');
  await chooseForBruno(ana, 'menuitem', 'Quitar del canal');
  await expect(bruno.getByText('Ya no estás en abierto: te han quitado')).toBeVisible();
  await expect(composer(bruno)).toHaveCount(0);
  // What is public is read on, live.
  await say(ana, 'Sigue a la vista');
  await arrived(bruno, 'Sigue a la vista');
  await bruno.getByRole('button', { name: 'Unirse' }).click();
  await expect(composer(bruno)).toBeVisible();
  await say(ana, 'Bienvenido otra vez');
  await arrived(bruno, 'Bienvenido otra vez');
});

test('CHAT-25: of a private channel that was deleted its readers are told that it was', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'efimero', isPrivate: true, people: ['bruno'] });
  await openChannel(bruno, 'efimero');
  await say(ana, 'Esto no dura');
  await arrived(bruno, 'Esto no dura');
  const address = new URL(bruno.url()).pathname;
  await ana.getByRole('button', { name: 'Eliminar el canal' }).click();
  await ana.getByRole('textbox', { name: /^Escribe/ }).fill('efimero');
  await ana.getByRole('dialog').getByRole('button', { name: 'Eliminar el canal' }).click();
  await expect(bruno.getByRole('alert')).toContainText('efimero se ha eliminado');
  await expect(log(bruno)).toHaveCount(0);
  await bruno.getByRole('link', { name: 'Ver tus canales' }).click();
  await expect(composer(bruno)).toBeVisible();
  // Nothing is kept of it: another visit does not know its name.
  await bruno.goto(address);
  await expect(bruno.getByText('Este canal no está a tu alcance')).toBeVisible();
  await expect(bruno.getByText('efimero')).toHaveCount(0);
});

test('UI-20: the switcher finds channels that one may join, and people', async ({ personAt }) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(bruno, { name: 'redes-y-nasas' });
  await createChannel(bruno, { name: 'redes-ocultas', isPrivate: true });
  await ana.keyboard.press('Control+k');
  const field = ana.getByPlaceholder('Canal, persona o página');
  await field.fill('redes-');
  await expect(ana.getByRole('button', { name: 'redes-y-nasas Unirse' })).toBeVisible();
  await expect(ana.getByText('redes-ocultas')).toHaveCount(0);
  await field.press('Enter');
  await expect(ana.getByRole('heading', { level: 1, name: 'redes-y-nasas' })).toBeVisible();
  await ana.getByRole('button', { name: 'Unirse' }).click();
  await expect(composer(ana)).toBeVisible();

  await ana.keyboard.press('Control+k');
  await field.fill('redes-');
  // Now it is one of the joined ones, and there once.
  await expect(ana.getByRole('button', { name: 'redes-y-nasas', exact: true })).toBeVisible();
  await expect(ana.getByRole('button', { name: 'redes-y-nasas Unirse' })).toHaveCount(0);
  await field.fill('bruno');
  await ana.getByRole('button', { name: /Bruno Castaño/ }).click();
  await expect(ana.getByRole('complementary', { name: 'Perfil' })).toContainText('@bruno');
  await ana.keyboard.press('Control+k');
  // What nothing is called may have been said.
  await field.fill('zzzz');
  await expect(ana.getByRole('button', { name: 'Buscar «zzzz» en los mensajes' })).toBeVisible();
  await expect(ana.locator('[data-action]')).toHaveCount(1);
});

test('UI-30: a notice covers neither the newest message nor what one writes @phone', async ({
  personAt,
}) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await say(ana, 'Esto se queda a la vista');
  await arrived(ana, 'Esto se queda a la vista');
  const newest = log(ana).getByRole('article').last();
  await newest.focus();
  await ana.keyboard.press('c');
  const notice = ana.getByRole('alert').filter({ hasText: /copia/ });
  await expect(notice).toBeVisible();
  const edges = async (place: Locator) => {
    const { y = 0, height = 0 } = (await place.boundingBox()) ?? {};
    return { top: y, bottom: y + height };
  };
  // It slides in: where it comes to rest is what counts.
  let before = Number.NaN;
  await expect(async () => {
    const { top } = await edges(notice);
    const isAtRest = top === before;
    before = top;
    expect(isAtRest).toBe(true);
  }).toPass({ intervals: [150], timeout: 3_000 });
  const shown = await edges(notice);
  expect(shown.top).toBeGreaterThan((await edges(head(ana))).bottom);
  expect(shown.bottom).toBeLessThan((await edges(newest)).top);
  expect(shown.bottom).toBeLessThan((await edges(composer(ana))).top);
});
