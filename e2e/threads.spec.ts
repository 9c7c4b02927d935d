import type { Page } from '@playwright/test';
import { arrived, composer, log, message, openChannel, say } from './support/people.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'threads' });

const thread = (page: Page) => page.getByRole('complementary', { name: 'Hilo' });
const replyField = (page: Page) => thread(page).getByRole('textbox', { name: 'Responder…' });
const inThread = (page: Page, text: string) =>
  thread(page).getByRole('article').filter({ hasText: text });
/** The conversation beside an open thread. */
const channelLog = (page: Page) => page.getByRole('log', { name: /^Mensajes de / });
const inChannel = (page: Page, text: string) =>
  channelLog(page).getByRole('article').filter({ hasText: text });

async function reply(page: Page, text: string): Promise<void> {
  await replyField(page).fill(text);
  await replyField(page).press('Enter');
  await expect(inThread(page, text)).not.toHaveAttribute('data-pending');
}

/** Opens the thread of a message from its row of buttons. */
async function openThread(page: Page, text: string): Promise<void> {
  const row = inChannel(page, text);
  await row.hover();
  await row.getByRole('button', { name: 'Responder en un hilo' }).click();
  await expect(thread(page)).toBeVisible();
  await expect(inThread(page, text)).toBeVisible();
}

test('CHAT-06: a reply is in its thread, told to whom it answers, and in no count of the channel', async ({
  personAt,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await say(ana, '¿Quién cubre el turno del faro?');
  await arrived(bruno, '¿Quién cubre el turno del faro?');
  await openChannel(ana, 'puerto');

  await openThread(bruno, 'turno del faro');
  await reply(bruno, 'Lo cubro yo');
  await expect(inChannel(bruno, 'Lo cubro yo')).toHaveCount(0);
  const threads = ana.getByRole('link', { name: /^Hilos/ });
  await expect(threads).toHaveAccessibleName(/1 hilo sin leer/);
  await expect(ana.getByRole('link', { name: /^general/ })).not.toHaveAttribute('data-unread');

  await threads.click();
  const followed = ana.getByRole('list', { name: 'Hilos' }).getByRole('link');
  await expect(followed.first()).toContainText('Lo cubro yo');
  await expect(followed.first()).toContainText('1 nueva');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('threads.png') });
  await followed.first().press('Enter');
  await expect(inThread(ana, 'Lo cubro yo')).toBeVisible();
  await expect(threads).not.toHaveAccessibleName(/sin leer/);
  await expect(ana).toHaveURL(/[?&]t=/);

  await replyField(ana).fill('Gracias, te dejo las llaves');
  await thread(ana).getByRole('checkbox', { name: 'Enviar también a general' }).check();
  await replyField(ana).press('Enter');
  await expect(inChannel(bruno, 'te dejo las llaves')).toBeVisible();
  await expect(inThread(bruno, 'te dejo las llaves')).toBeVisible();
  const line = inChannel(bruno, 'turno del faro').getByRole('button', { name: /^2 respuestas/ });
  await expect(line).toBeVisible();
  expect(await axe(bruno)).toEqual([]);
  await bruno.screenshot({ path: testInfo.outputPath('thread.png') });

  // The address is the thread.
  await bruno.reload();
  await expect(inThread(bruno, 'te dejo las llaves')).toBeVisible();
  await thread(bruno).getByRole('button', { name: 'Cerrar' }).click();
  await expect(thread(bruno)).toHaveCount(0);
  await inChannel(bruno, 'te dejo las llaves')
    .getByRole('button', { name: 'Respuesta en un hilo' })
    .click();
  await expect(inThread(bruno, 'te dejo las llaves')).toBeFocused();
});

test('CHAT-06: by keyboard: T opens, Escape closes, and who stops following is left alone', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'ronda-nocturna');
  await openChannel(bruno, 'ronda-nocturna');
  await say(ana, 'Marea a las siete');
  await arrived(ana, 'Marea a las siete');
  await arrived(bruno, 'Marea a las siete');
  await message(ana, 'Marea a las siete').focus();
  await ana.keyboard.press('t');
  await expect(replyField(ana)).toBeFocused();
  await reply(ana, 'y media');
  const follow = thread(ana).getByRole('button', { name: 'Siguiendo' });
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await follow.click();
  await expect(thread(ana).getByRole('button', { name: 'Seguir' })).toBeVisible();
  await ana.keyboard.press('Escape');
  await expect(thread(ana)).toHaveCount(0);

  await openThread(bruno, 'Marea a las siete');
  await reply(bruno, 'Apuntado');
  await expect(
    inChannel(ana, 'Marea a las siete').getByRole('button', { name: /^2 respuestas/ }),
  ).toBeVisible();
  await expect(ana.getByRole('link', { name: /^Hilos/ })).not.toHaveAccessibleName(/sin leer/);
});

test('CHAT-06, CHAT-20: a thread that is open misses nothing while the server is away', async ({
  personAt,
  server,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await say(ana, 'Prueba de corte');
  await arrived(bruno, 'Prueba de corte');
  await openThread(bruno, 'Prueba de corte');
  await openThread(ana, 'Prueba de corte');
  await reply(ana, 'antes');
  await expect(inThread(bruno, 'antes')).toBeVisible();
  await server.halt();
  await replyField(ana).fill('durante');
  await replyField(ana).press('Enter');
  await expect(inThread(ana, 'durante')).toHaveAttribute('data-pending');
  await server.restart();
  await expect(inThread(bruno, 'durante')).toBeVisible({ timeout: 30_000 });
  await expect(inThread(ana, 'durante')).not.toHaveAttribute('data-pending', { timeout: 30_000 });
  await reply(ana, 'después');
  await expect(inThread(bruno, 'después')).toBeVisible();
  await expect(inThread(bruno, 'durante')).toHaveCount(1);
});

test('CHAT-06: a thread outlives its first message @phone', async ({ personAt }, testInfo) => {
  const ana = await personAt('member');
  const isPhone = testInfo.project.name === 'phone';
  await openChannel(ana, 'general');
  const text = `Se borra ${testInfo.project.name}`;
  await say(ana, text);
  await arrived(ana, text);
  if (isPhone) await message(ana, text).tap();
  else await message(ana, text).hover();
  await message(ana, text).getByRole('button', { name: 'Responder en un hilo' }).click();
  await reply(ana, 'Queda la respuesta');
  if (isPhone) {
    // It has the whole place; the way back is the browser's too.
    await expect(composer(ana)).toBeHidden();
    await ana.screenshot({ path: testInfo.outputPath('thread-phone.png') });
    await ana.goBack();
    await expect(composer(ana)).toBeVisible();
    await message(ana, text)
      .getByRole('button', { name: /^1 respuesta/ })
      .tap();
  }
  const root = inThread(ana, text);
  if (isPhone) await root.tap();
  else await root.hover();
  await root.getByRole('button', { name: 'Eliminar' }).click();
  await expect(inThread(ana, 'Mensaje eliminado')).toBeVisible();
  await reply(ana, 'Y sigue');
  await expect(inThread(ana, 'Queda la respuesta')).toBeVisible();
  // The deletion is carried out when the time to take it back is over.
  await expect(ana.getByRole('button', { name: 'Deshacer' })).toHaveCount(0, { timeout: 12_000 });
  await ana.reload();
  await expect(inThread(ana, 'Mensaje eliminado')).toBeVisible();
  await expect(inThread(ana, 'Y sigue')).toBeVisible();
});

test('CHAT-08: what one pins is at hand for everyone at once, and comes off again', async ({
  personAt,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await ana.getByRole('button', { name: 'Mensajes fijados' }).click();
  const pins = ana.getByRole('complementary', { name: 'Mensajes fijados' });
  await expect(pins).toBeVisible();
  await say(bruno, 'Normas del puerto: velocidad máxima tres nudos');
  await arrived(bruno, 'Normas del puerto');
  await message(bruno, 'Normas del puerto').hover();
  await message(bruno, 'Normas del puerto')
    .getByRole('button', { name: 'Fijar en el canal' })
    .click();
  const card = pins.getByRole('article').filter({ hasText: 'Normas del puerto' });
  await expect(card).toBeVisible();
  await expect(card).toContainText(/Fijado por/);
  await expect(
    inChannel(ana, 'Normas del puerto').getByRole('img', { name: 'Fijado en el canal' }),
  ).toBeVisible();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('pins.png') });
  await card.getByRole('link').click();
  await expect(ana).toHaveURL(/m=\d+/);
  await expect(inChannel(ana, 'Normas del puerto')).toBeFocused();
  await card.getByRole('button', { name: 'Quitar de los fijados' }).click();
  await expect(card).toHaveCount(0);
  await expect(
    message(bruno, 'Normas del puerto').getByRole('img', { name: 'Fijado en el canal' }),
  ).toHaveCount(0);
});

test('CHAT-08: saved messages are one’s own list, on all devices; what is gone says nothing', async ({
  personAt,
}, testInfo) => {
  const [ana, other, bruno] = await Promise.all([
    personAt('member'),
    personAt('member', '/saved'),
    personAt('moderator'),
  ]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  for (const text of ['Recuerda el pañol', 'Código de la verja: delfín']) {
    await say(bruno, text);
    await arrived(ana, text);
    await message(ana, text).focus();
    await ana.keyboard.press('s');
    await expect(message(ana, text).getByRole('img', { name: 'Guardado' })).toBeVisible();
  }
  const list = other.getByRole('list', { name: 'Guardados' });
  await expect(list.getByRole('article')).toHaveCount(2);
  await expect(list.getByRole('article').first()).toContainText('delfín');
  expect(await axe(other)).toEqual([]);
  await other.screenshot({ path: testInfo.outputPath('saved.png') });
  await list.getByRole('link').last().click();
  await expect(message(other, 'Recuerda el pañol')).toBeFocused();

  const secret = message(bruno, 'delfín');
  await secret.hover();
  await secret.getByRole('button', { name: 'Eliminar' }).click();
  await expect(bruno.getByRole('button', { name: 'Deshacer' })).toHaveCount(0, { timeout: 12_000 });
  await expect(message(ana, 'delfín')).toHaveCount(0);
  await other.goBack();
  await other.reload();
  await expect(other.getByText('Este mensaje ya no está disponible.')).toBeVisible();
  await expect(other.getByText('delfín')).toHaveCount(0);
  await other
    .getByRole('listitem')
    .filter({ hasText: 'no está disponible' })
    .getByRole('button')
    .click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(log(ana)).toBeVisible();
});
