import type { Page } from '@playwright/test';
import { axe } from './support/axe.ts';
import { withDatabase } from './support/database.ts';
import { arrived, composer, createChannel, message, openChannel, say } from './support/people.ts';
import { expect, test } from './support/test.ts';

test.use({ community: 'channel-settings' });

const openTab = async (page: Page, name: string) => {
  await page.getByRole('tab', { name, exact: true }).click();
  await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
};

test('CHAT-12: slow mode makes everyone but the managers wait, and counts down', async ({
  personAt,
}) => {
  const [ana, elena] = await Promise.all([personAt('member'), personAt('auditor')]);
  await createChannel(ana, { name: 'marea-lenta' });
  await elena.goto(new URL(ana.url()).pathname);
  await elena.getByRole('button', { name: 'Unirse' }).click();
  await expect(composer(elena)).toBeVisible();
  await openTab(ana, 'Reglas');
  await ana.getByLabel('Modo lento').selectOption('3600');
  await expect(elena.getByText('Modo lento: un mensaje cada 1 hora').first()).toBeVisible();

  await say(elena, 'El primero de la hora');
  await arrived(ana, 'El primero de la hora');
  await expect(elena.getByText(/Modo lento: podrás enviar otro en \d+ minutos/)).toBeVisible();
  await composer(elena).fill('El segundo');
  await expect(elena.getByRole('button', { name: 'Enviar' })).toBeDisabled();
  await composer(elena).press('Enter');
  // What cannot be sent yet is not lost.
  await expect(composer(elena)).toHaveValue('El segundo');
  await expect(message(ana, 'El segundo')).toHaveCount(0);
  for (const text of ['Quien gestiona', 'no espera']) {
    await say(ana, text);
    await arrived(elena, text);
  }

  await ana.getByLabel('Modo lento').selectOption('0');
  await expect(elena.getByRole('button', { name: 'Enviar' })).toBeEnabled();
  await composer(elena).press('Enter');
  await arrived(ana, 'El segundo');
});

test('CHAT-12: in an announcement channel the others read, and say so where one would write', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'anuncios', people: ['bruno'] });
  await openChannel(bruno, 'anuncios');
  await expect(composer(bruno)).toBeVisible();
  await openTab(ana, 'Reglas');
  await ana.getByRole('switch', { name: /Solo anuncios/ }).focus();
  await ana.keyboard.press('Space');
  await expect(bruno.getByText('Canal de anuncios: solo escribe quien lo gestiona.')).toBeVisible();
  await expect(composer(bruno)).toHaveCount(0);
  await say(ana, 'Mañana hay simulacro');
  await arrived(bruno, 'Mañana hay simulacro');
  await expect(bruno.getByRole('tab')).toHaveCount(0);
  expect(await axe(ana)).toEqual([]);
});

test('UI-20, CHAT-12: a field that appears while the palette is open leaves the cursor where it is', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'avisos-del-faro', people: ['bruno'] });
  await openTab(ana, 'Reglas');
  await ana.getByRole('switch', { name: /Solo anuncios/ }).press('Space');
  await openChannel(bruno, 'avisos-del-faro');
  await expect(bruno.getByText('Canal de anuncios: solo escribe quien lo gestiona.')).toBeVisible();
  await bruno.keyboard.press('Control+k');
  const palette = bruno.getByRole('dialog').getByRole('textbox');
  await palette.fill('gen');
  await ana.getByRole('switch', { name: /Solo anuncios/ }).press('Space');
  // Behind the palette, where no role is seen.
  await expect(bruno.getByPlaceholder('Mensaje para avisos-del-faro')).toHaveCount(1);
  await expect(palette).toBeFocused();
  await bruno.keyboard.type('eral');
  await expect(palette).toHaveValue('general');
  await bruno.keyboard.press('Enter');
  await expect(bruno.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await expect(composer(bruno)).toBeFocused();
});

test('CHAT-08, CHAT-12: who only reads a channel reacts there by mouse and by keyboard; who is muted does not', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'bandos', people: ['bruno'] });
  await openTab(ana, 'Reglas');
  await ana.getByRole('switch', { name: /Solo anuncios/ }).focus();
  await ana.keyboard.press('Space');
  await say(ana, 'Mañana no hay agua');
  await arrived(ana, 'Mañana no hay agua');
  await openChannel(bruno, 'bandos');
  await expect(bruno.getByText('Canal de anuncios: solo escribe quien lo gestiona.')).toBeVisible();

  const row = message(bruno, 'Mañana no hay agua');
  const reaction = (page: Page, name: RegExp) =>
    message(page, 'Mañana no hay agua').getByRole('button', { name });
  await row.hover();
  await row.getByRole('button', { name: 'Reaccionar' }).click();
  await bruno.getByRole('button', { name: '👍', exact: true }).click();
  await expect(reaction(ana, /^👍: 1 reacción/)).toBeVisible();
  await expect(reaction(bruno, /^👍/)).toHaveAttribute('aria-pressed', 'true');
  expect(await axe(bruno)).toEqual([]);
  await row.focus();
  await bruno.keyboard.press('r');
  await expect(bruno.locator('input:focus')).toBeVisible();
  await bruno.keyboard.type('ancla');
  await bruno.keyboard.press('Enter');
  await expect(reaction(ana, /^⚓: 1 reacción/)).toBeVisible();
  await reaction(bruno, /^👍/).press('Enter');
  await expect(reaction(ana, /^👍/)).toHaveCount(0);

  await openTab(ana, 'Canal');
  await ana.getByRole('button', { name: 'Acciones para Bruno Castaño' }).click();
  await ana.getByRole('menuitem', { name: 'Silenciar…' }).click();
  await ana.getByRole('dialog').getByLabel('Motivo').fill('Prueba');
  await ana.getByRole('dialog').getByRole('button', { name: 'Silenciar' }).click();
  await expect(bruno.getByText('Motivo: Prueba')).toBeVisible();
  await expect(reaction(bruno, /^⚓/)).toBeDisabled();
  await row.hover();
  await expect(row.getByRole('button', { name: 'Copiar el texto' })).toBeVisible();
  await expect(row.getByRole('button', { name: 'Reaccionar' })).toHaveCount(0);
});

test('CHAT-12: a manager mutes somebody with a reason, sees it listed, and takes it back', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'tertulia', people: ['bruno'] });
  await openChannel(bruno, 'tertulia');
  await expect(composer(bruno)).toBeVisible();
  await ana.getByRole('button', { name: 'Acciones para Bruno Castaño' }).click();
  await ana.getByRole('menuitem', { name: 'Silenciar…' }).click();
  const dialog = ana.getByRole('dialog');
  await dialog.getByLabel('Durante').selectOption('1440');
  await dialog.getByLabel('Motivo').fill('Demasiados memes');
  await dialog.getByRole('button', { name: 'Silenciar' }).click();
  await expect(dialog).toHaveCount(0);

  await expect(bruno.getByText(/Quien gestiona tertulia te ha silenciado hasta el/)).toBeVisible();
  await expect(bruno.getByText('Motivo: Demasiados memes')).toBeVisible();
  await expect(bruno.getByRole('timer')).toBeVisible();
  await expect(composer(bruno)).toHaveCount(0);
  await expect(ana.getByRole('link', { name: /Bruno Castaño.*Silenciado/ })).toBeVisible();

  await openTab(ana, 'Reglas');
  await expect(ana.getByText('Demasiados memes')).toBeVisible();
  await ana.getByRole('button', { name: 'Quitar el silencio a Bruno Castaño' }).click();
  await expect(ana.getByText('Nadie está silenciado en este canal.')).toBeVisible();
  await say(bruno, 'Ya no más memes');
  await arrived(ana, 'Ya no más memes');
});

test('CHAT-03: a link leads into a private channel, and nowhere after it was revoked', async ({
  personAt,
}) => {
  const [ana, bruno, elena] = await Promise.all([
    personAt('member'),
    personAt('moderator'),
    personAt('auditor'),
  ]);
  await createChannel(ana, { name: 'camarote', isPrivate: true });
  await openTab(ana, 'Enlaces');
  await expect(ana.getByText('No hay ningún enlace abierto.')).toBeVisible();
  await ana.getByLabel('Quien entre').selectOption('reader');
  await ana.getByRole('button', { name: 'Crear enlace' }).click();
  const link = ana.locator('code').filter({ hasText: '/join/' });
  const address = new URL((await link.textContent()) ?? '').pathname;
  expect(await axe(ana)).toEqual([]);

  await bruno.goto(address);
  await expect(bruno.getByRole('heading', { name: 'camarote' })).toBeVisible();
  await expect(bruno.getByText(/te invita a este canal/)).toBeVisible();
  expect(await axe(bruno)).toEqual([]);
  await bruno.getByRole('button', { name: 'Entrar en camarote' }).click();
  await expect(bruno.getByRole('heading', { level: 1, name: 'camarote' })).toBeVisible();
  await expect(bruno.getByText('En este canal solo puedes leer.')).toBeVisible();

  await ana.getByRole('button', { name: /^Retirar el enlace/ }).click();
  await expect(ana.getByText('No hay ningún enlace abierto.')).toBeVisible();
  await elena.goto(address);
  await expect(elena.getByText('Este enlace no lleva a ningún canal')).toBeVisible();
  await expect(elena.getByText('camarote')).toHaveCount(0);
});

test('CHAT-04: who owns an archived channel opens it again from the notice', async ({
  personAt,
  server,
}) => {
  const ana = await personAt('member');
  await createChannel(ana, { name: 'dique-seco' });
  const channelId = new URL(ana.url()).pathname.split('/').at(-1) ?? '';
  // As the job leaves it after months, which a test does not have.
  await withDatabase(server, async (client) => {
    await client.query('UPDATE channel SET archived_at = now() WHERE id = $1', [channelId]);
    await client.query(
      `INSERT INTO notification (id, organisation_id, member_id, kind, params, key)
       SELECT gen_random_uuid(), c.organisation_id, cm.member_id, 'channelArchived',
              jsonb_build_object('channelId', c.id, 'name', c.name, 'days', 90), 'channelArchived:test'
         FROM channel c JOIN channel_member cm ON cm.channel_id = c.id WHERE c.id = $1`,
      [channelId],
    );
  });
  await ana.goto('/notices');
  const notice = ana.getByRole('listitem').filter({ hasText: 'dique-seco se ha archivado' });
  await expect(notice).toContainText('Llevaba 90 días sin actividad');
  await notice.getByRole('button', { name: 'Reabrir el canal' }).click();
  await expect(ana.getByText('dique-seco está abierto otra vez')).toBeVisible();
  await openChannel(ana, 'dique-seco');
  await say(ana, 'Seguimos aquí');
  await arrived(ana, 'Seguimos aquí');
});
