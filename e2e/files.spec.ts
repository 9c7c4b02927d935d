import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { callerOf } from './support/cases.ts';
import {
  arrived,
  composer,
  createChannel,
  log,
  message,
  openChannel,
  say,
} from './support/people.ts';
import { aboutPicture, type Given, photo } from './support/pictures.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'files' });

const note = (name: string, text = 'marea a las siete'): Given => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

const chips = (page: Page) =>
  page.getByRole('list', { name: 'Archivos del mensaje' }).getByRole('listitem');
const chip = (page: Page, name: string) => chips(page).filter({ hasText: name });
/** It has arrived at the server, and was looked at there. */
const isReady = (one: Locator) => expect(one).toHaveAttribute('data-state', 'ready');
const lightbox = (page: Page) => page.getByRole('dialog');
const picture = (within: Locator) => within.getByRole('button', { name: /^Ver la imagen/ });

/** Chooses files with the button. */
async function choose(page: Page, files: Given[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Adjuntar archivos' }).click();
  await (await chooser).setFiles(files);
}

/** Drops or pastes files, as a browser tells a page of it. */
async function hand(
  target: Locator,
  type: 'dragenter' | 'drop' | 'paste',
  files: Given[],
): Promise<void> {
  const given = files.map(({ buffer, ...rest }) => ({ ...rest, text: buffer.toString('base64') }));
  await target.evaluate(
    (element, { type, given }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, text } of given) {
        const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const about = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        type === 'paste'
          ? new ClipboardEvent(type, { ...about, clipboardData: data })
          : new DragEvent(type, { ...about, dataTransfer: data }),
      );
    },
    { type, given },
  );
}

/** The picture is on the screen, not only its place. */
const isLoaded = (one: Locator) =>
  expect
    .poll(() => one.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);

test('CHAT-40: files come by button, by dropping and by pasting, and go with one message', async ({
  personAt,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');

  await choose(ana, [await photo('amanecer.jpg'), note('turnos.txt')]);
  await hand(log(ana), 'dragenter', [note('parte.txt')]);
  await expect(ana.getByText('Suelta para enviar a general')).toBeVisible();
  await ana.screenshot({ path: testInfo.outputPath('drop.png') });
  await hand(log(ana), 'drop', [note('parte.txt')]);
  await expect(ana.getByText('Suelta para enviar a general')).toHaveCount(0);
  await hand(composer(ana), 'paste', [await photo('image.png', '#b07a20')]);
  await expect(chips(ana)).toHaveCount(4);
  for (const name of ['amanecer.jpg', 'turnos.txt', 'parte.txt', 'image.png']) {
    await isReady(chip(ana, name));
  }
  await expect(ana.getByRole('status').filter({ hasText: '4 archivos listos' })).toBeAttached();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('composer.png') });

  await chip(ana, 'parte.txt').getByRole('button', { name: 'Quitar parte.txt' }).click();
  await expect(chips(ana)).toHaveCount(3);
  await expect(composer(ana)).toBeFocused();
  await say(ana, 'Lo de esta mañana');
  await expect(chips(ana)).toHaveCount(0);
  await arrived(ana, 'Lo de esta mañana');
  const got = message(bruno, 'Lo de esta mañana');
  await expect(picture(got)).toHaveCount(2);
  const file = got.getByRole('button', { name: /^Descargar turnos\.txt/ });
  const saved = bruno.waitForEvent('download');
  await file.click();
  expect((await saved).suggestedFilename()).toBe('turnos.txt');
  await isLoaded(picture(got).first());
  expect(await axe(bruno)).toEqual([]);
  await bruno.screenshot({ path: testInfo.outputPath('message.png') });
});

test('CHAT-40: a large file shows how far it is, and goes on where the line broke', async ({
  personAt,
}) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  const large = note('bitacora.txt', 'viento del noroeste\n'.repeat(900_000));
  const offsets: number[] = [];
  const cut = Promise.withResolvers<void>();
  await ana.route('**/files/upload/**', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    offsets.push(Number(route.request().headers()['upload-offset']));
    // The second piece never arrives: the line is gone.
    if (offsets.length !== 2) return route.continue();
    await ana.context().setOffline(true);
    await route.abort('internetdisconnected');
    cut.resolve();
  });
  await choose(ana, [large]);
  await cut.promise;
  const progress = ana.getByRole('progressbar', { name: 'Subiendo bitacora.txt' });
  const part = await progress.evaluate((bar: HTMLProgressElement) => bar.value / bar.max);
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(1);
  // What is written meanwhile waits for its file.
  await say(ana, 'La bitácora entera');
  await expect(
    ana.getByText('El mensaje se enviará en cuanto lleguen los archivos.'),
  ).toBeVisible();
  await expect(message(ana, 'La bitácora entera')).toHaveCount(0);
  await ana.context().setOffline(false);
  await arrived(ana, 'La bitácora entera');
  await expect(
    message(ana, 'La bitácora entera').getByRole('button', { name: /^Descargar bitacora\.txt/ }),
  ).toBeVisible();
  const again = offsets[2];
  expect(again).toBeGreaterThan(0);
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
});

test('CHAT-40: what is refused says why and may be taken away, and the rest goes', async ({
  personAt,
}, testInfo) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await choose(ana, [
    { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('esto no es una foto') },
    note('vacio.txt', ''),
    note('bien.txt'),
  ]);
  await expect(ana.getByText('vacio.txt está vacío y no se envía.')).toBeVisible();
  const refused = chip(ana, 'foto.jpg');
  await expect(refused.getByRole('alert')).toBeVisible();
  await expect(refused).toHaveAttribute('data-state', 'failed');
  await isReady(chip(ana, 'bien.txt'));
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('refused.png') });
  // It would be refused again: there is nothing to try.
  await expect(refused.getByRole('button')).toHaveCount(1);
  await refused.getByRole('button', { name: 'Quitar foto.jpg' }).press('Enter');
  await expect(chips(ana)).toHaveCount(1);
  await choose(ana, [
    { name: 'otra.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('tampoco lo es') },
  ]);
  await expect(chip(ana, 'otra.jpg')).toHaveAttribute('data-state', 'failed');
  // What is left goes when the message does.
  await composer(ana).press('Enter');
  await expect(chips(ana)).toHaveCount(0);
  await expect(log(ana).getByRole('button', { name: /^Descargar bien\.txt/ })).toBeVisible();
});

test('CHAT-40: what is dropped on a thread goes into the thread', async ({ personAt }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await say(ana, '¿Quién tiene la lista?');
  await arrived(ana, '¿Quién tiene la lista?');
  await message(ana, '¿Quién tiene la lista?').focus();
  await ana.keyboard.press('t');
  const thread = ana.getByRole('complementary', { name: 'Hilo' });
  await hand(thread.getByRole('log'), 'drop', [note('lista.txt')]);
  await isReady(thread.getByRole('listitem').filter({ hasText: 'lista.txt' }));
  await expect(chips(ana)).toHaveCount(1);
  await thread.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(thread.getByRole('button', { name: /^Descargar lista\.txt/ })).toBeVisible();
  await expect(ana.getByRole('button', { name: /^Descargar lista\.txt/ })).toHaveCount(1);
  await expect(chips(ana)).toHaveCount(0);
});

test('CHAT-41: what a photograph knows of place and camera is gone; small forms come first @phone', async ({
  personAt,
}, testInfo) => {
  const isPhone = testInfo.project.name === 'phone';
  const ana = await personAt('member', '/');
  const channel = isPhone ? 'ronda-nocturna' : 'puerto';
  await openChannel(ana, channel);
  const given = await photo('faro.jpg');
  expect((await aboutPicture(given.buffer)).exif).toBeDefined();
  await choose(ana, [given]);
  await isReady(chip(ana, 'faro.jpg'));
  await say(ana, 'Desde la torre');
  await arrived(ana, 'Desde la torre');
  const shown = picture(message(ana, 'Desde la torre'));
  await isLoaded(shown);
  const small = await shown.locator('img').getAttribute('src');
  expect(small).toContain('/medium?');
  expect(await shown.evaluate(({ style }) => style.backgroundImage)).toContain('data:image/png');
  await ana.screenshot({ path: testInfo.outputPath('alone.png') });

  await shown.click();
  const saved = ana.waitForEvent('download');
  await lightbox(ana).getByRole('button', { name: 'Descargar' }).click();
  const bytes = await readFile(await (await saved).path());
  const { exif, width, format } = await aboutPicture(bytes);
  expect({ exif, width, format }).toEqual({ exif: undefined, width: 1600, format: 'jpeg' });
  expect(bytes.includes('Telescopio')).toBe(false);
  await expect(lightbox(ana).getByRole('img')).toBeVisible();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('lightbox.png') });
  await ana.keyboard.press('Escape');
  await expect(lightbox(ana)).toHaveCount(0);

  await choose(ana, [
    await photo('uno.jpg', '#3d865a'),
    await photo('dos.jpg', '#842928', [900, 1600]),
    await photo('tres.jpg', '#50565b'),
    note('un nombre bastante largo para un archivo de texto, con la fecha de hoy.txt'),
  ]);
  await ana.screenshot({ path: testInfo.outputPath('sending.png') });
  await say(ana, 'Ronda de esta noche');
  await arrived(ana, 'Ronda de esta noche');
  const all = picture(message(ana, 'Ronda de esta noche'));
  await expect(all).toHaveCount(3);
  await isLoaded(all.last());
  await ana.screenshot({ path: testInfo.outputPath('several.png') });
  await ana.emulateMedia({ colorScheme: 'dark' });
  await ana.screenshot({ path: testInfo.outputPath('several-dark.png') });
  await all.first().focus();
  await ana.keyboard.press('Enter');
  await expect(lightbox(ana).getByRole('status')).toHaveText('1 de 3');
  await ana.keyboard.press('ArrowRight');
  await expect(lightbox(ana)).toContainText('dos.jpg');
  await isLoaded(lightbox(ana));
  await ana.screenshot({ path: testInfo.outputPath('lightbox-tall.png') });
  await ana.keyboard.press('Escape');
  await expect(all.first()).toBeFocused();
});

test('CHAT-42: an address ends with being in the channel, and is good for one person only', async ({
  personAt,
  server,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'linterna', isPrivate: true, people: ['bruno'] });
  await openChannel(bruno, 'linterna');
  await choose(ana, [await photo('secreto.jpg')]);
  await isReady(chip(ana, 'secreto.jpg'));
  await say(ana, 'Solo para la linterna');
  const shown = picture(message(bruno, 'Solo para la linterna'));
  await isLoaded(shown);
  const address = (await shown.locator('img').getAttribute('src')) ?? '';
  expect((await bruno.request.get(address)).status()).toBe(200);
  const ofAna = new URL(address);
  ofAna.searchParams.set('member', crypto.randomUUID());
  expect((await bruno.request.get(ofAna.href)).status()).toBe(403);

  const api = await apiAs(server, 'member');
  const channelId = await channelNamed(api, 'linterna');
  const { items } = await api.api.chat.channels.members.query({ channelId });
  const other = items.find(({ username }) => username.startsWith('bruno'));
  await api.api.chat.channels.removeMember.mutate({ channelId, memberId: other?.id ?? '' });
  api.close();
  await expect(shown).toHaveCount(0);
  expect((await bruno.request.get(address)).status()).toBe(404);
});

test('TRUST-11: a flagged picture is blurred and grey for staff until the space bar shows it', async ({
  personAt,
  server,
}, testInfo) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await choose(ana, [await photo('denunciada.jpg')]);
  await isReady(chip(ana, 'denunciada.jpg'));
  await ana.getByRole('button', { name: 'Enviar', exact: true }).click();
  const sent = log(ana)
    .getByRole('article')
    .filter({ has: ana.getByRole('button', { name: 'Ver la imagen denunciada.jpg' }) });
  await expect(sent).not.toHaveAttribute('data-pending');
  const subjectId = (await sent.getAttribute('data-message')) ?? '';
  const [flagger, staff] = await Promise.all([
    callerOf(server, 'auditor'),
    callerOf(server, 'moderator'),
  ]);
  await flagger.mutate('moderation.flags.create', {
    subjectType: 'message',
    subjectId,
    reason: 'harassment',
    note: '',
  });
  const { items } = await staff.query<{ items: { id: string; subjectId: string }[] }>(
    'moderation.cases.list',
    { limit: 100 },
  );
  const id = items.find((one) => one.subjectId === subjectId)?.id;
  const console = await personAt('moderator', `/console/queue?case=${id}`);
  const files = console
    .getByRole('list', { name: 'Archivos del mensaje' })
    .filter({ hasText: 'denunciada.jpg' });
  const veiled = files.getByRole('img', { name: 'Imagen difuminada' });
  await isLoaded(files);
  await expect(veiled).toHaveCSS('filter', 'grayscale(1) blur(18px)');
  expect(await axe(console)).toEqual([]);
  await console.screenshot({ path: testInfo.outputPath('evidence.png') });
  await console.keyboard.press('Space');
  const clear = files.getByRole('img', { name: 'denunciada.jpg' });
  await expect(clear).toHaveCSS('filter', 'none');
  await expect(clear).toBeInViewport();
  await isLoaded(files);
  await console.screenshot({ path: testInfo.outputPath('evidence-clear.png') });
});
