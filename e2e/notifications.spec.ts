import type { Page } from '@playwright/test';
import { withDatabase } from './support/database.ts';
import { mailWith } from './support/mail.ts';
import {
  arrived,
  composer,
  createChannel,
  message,
  openChannel,
  openCounting,
  say,
  waitingIn,
} from './support/people.ts';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

// What people want to be told of is changed here.
test.use({ community: 'notifications' });

const suggestions = (page: Page) =>
  page.getByRole('listbox', { name: 'Personas que puedes mencionar' });
const notices = (page: Page) => page.getByRole('list', { name: 'Avisos' });

test('CHAT-07: a name is completed by keyboard; whoever is named is told at once and goes to the message', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator', '/notices')]);
  await openChannel(ana, 'general');
  const field = composer(ana);
  await field.pressSequentially('Ven a ver esto, @brun');
  await expect(suggestions(ana).getByRole('option', { name: /Bruno/ })).toBeVisible();
  await expect(field).toHaveAttribute('aria-activedescendant', /.+/);
  expect(await axe(ana)).toEqual([]);
  await field.press('Enter');
  await expect(field).toHaveValue('Ven a ver esto, @bruno ');
  await expect(suggestions(ana)).toHaveCount(0);
  await field.press('Enter');
  await arrived(ana, 'Ven a ver esto');

  const told = notices(bruno).getByRole('listitem').filter({ hasText: 'Ven a ver esto' });
  await expect(told).toContainText('te ha mencionado en general');
  expect(await axe(bruno)).toEqual([]);
  await told.getByRole('link', { name: 'Ir al mensaje' }).click();
  await expect(message(bruno, 'Ven a ver esto')).toBeVisible();
});

test('CHAT-11, CHAT-51: a mention is one thing in the title; reading it empties the bell, also on the other device', async ({
  personAt,
}) => {
  const [ana, phone, bruno] = await Promise.all([
    // Not staff's: what happens elsewhere rings their bells, too.
    personAt('member'),
    personAt('member'),
    personAt('moderator'),
  ]);
  const before = await openCounting(phone, '/me');
  const bell = phone.getByRole('link', { name: /^Avisos/ }).first();
  const rung = (await bell.textContent()) ?? '';
  await createChannel(bruno, { name: 'guardia-de-noche', people: ['ana'] });
  await expect(bell).not.toHaveText(rung);
  // Who opens the channel knows that they were brought in.
  await openChannel(ana, 'guardia-de-noche');
  await expect(bell).toHaveText(rung);
  await expect.poll(() => waitingIn(phone)).toBe(before);
  await openCounting(ana, '/me');
  await say(bruno, '@ana, falta el parte de hoy');
  await expect(bell).not.toHaveText(rung);
  await expect.poll(() => waitingIn(phone)).toBe(before + 1);
  await expect.poll(() => waitingIn(ana)).toBe(before + 1);

  await openChannel(ana, 'guardia-de-noche');
  await expect(message(ana, 'falta el parte de hoy')).toBeInViewport();
  await expect(bell).toHaveText(rung);
  await expect.poll(() => waitingIn(phone)).toBe(before);
  await expect.poll(() => waitingIn(ana)).toBe(before);
});

test('CHAT-07: Escape sends the list away and keeps what is written; what is no name opens none', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  const field = composer(page);
  await field.pressSequentially('@bru');
  await expect(suggestions(page)).toBeVisible();
  await field.press('Escape');
  await expect(suggestions(page)).toHaveCount(0);
  await expect(field).toHaveValue('@bru');
  await field.fill('');
  await field.pressSequentially('ana@faro');
  await expect(suggestions(page)).toHaveCount(0);
  await field.fill('');
});

test('CHAT-07: calling the whole channel is asked first, with how many it reaches', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member', '/notices'), personAt('moderator')]);
  await openChannel(bruno, 'general');
  await say(bruno, '@channel reunión en el muelle');
  const dialog = bruno.getByRole('dialog', { name: /^¿Avisar a .+ personas\?$/ });
  await expect(dialog).toContainText('general');
  await dialog.getByRole('button', { name: 'Cancelar' }).click();
  await expect(composer(bruno)).toHaveValue('@channel reunión en el muelle');
  await composer(bruno).press('Enter');
  await dialog.getByRole('button', { name: 'Enviar y avisar' }).click();
  await arrived(bruno, 'reunión en el muelle');
  await expect(notices(ana)).toContainText('ha llamado a todo el canal general');
});

test('CHAT-50: one chooses how to be told; a mention comes by mail, and the link in it stops them @phone', async ({
  personAt,
  server,
}) => {
  const bruno = await personAt('moderator', '/me');
  const delay = bruno.getByRole('combobox', { name: 'Enviar el correo' });
  await delay.selectOption({ label: 'Al momento' });
  const byMail = bruno.getByRole('checkbox', { name: 'Me mencionan: Correo' });
  await expect(byMail).toBeChecked();
  expect(await axe(bruno)).toEqual([]);
  await bruno.reload();
  await expect(delay).toHaveValue('0');

  const ana = await personAt('member');
  await openChannel(ana, 'general');
  const text = `Mira el parte ${crypto.randomUUID().slice(0, 8)}`;
  await say(ana, `@bruno ${text}`);
  await arrived(ana, text);
  const mail = await mailWith(server, 'bruno@faro.example', text);
  const link = mail.match(/https?:\/\/\S+\/unsubscribe\?token=[\w.-]+/)?.[0] ?? '';
  expect(link).not.toBe('');
  await bruno.goto(`/unsubscribe${new URL(link).search}`);
  await bruno.getByRole('button', { name: 'Dejar de recibirlos' }).click();
  await expect(bruno.getByText('Ya no te enviaremos correos de este tipo.')).toBeVisible();
  await bruno.goto('/me');
  await expect(byMail).not.toBeChecked();
  await byMail.check();
});

test('CHAT-50: every kind of notice is among the preferences and can be turned off and on; half of a row is shown as half', async ({
  personAt,
  server,
}, testInfo) => {
  const page = await personAt('superadmin', '/me');
  const own = await apiAs(server, 'superadmin');
  const { preferences } = own.api.notifications;
  const mailed = async () => {
    const { choices } = await preferences.get.query();
    return [...new Set(Object.values(choices).map(({ mail }) => mail))];
  };
  const boxes = page.getByRole('checkbox', { name: /: Correo$/ });
  await expect(boxes).toHaveCount(9);
  for (const box of await boxes.all()) await box.check();
  await expect.poll(mailed).toEqual([true]);
  for (const box of await boxes.all()) await box.uncheck();
  await expect.poll(mailed).toEqual([false]);

  // As the link in a mail does.
  const { choices } = await preferences.get.query();
  const idle = { ...choices.channelIdle, mail: true };
  await preferences.set.mutate({ choices: { ...choices, channelIdle: idle } });
  await page.reload();
  const quiet = page.getByRole('checkbox', {
    name: 'Un canal mío se queda sin actividad: Correo',
  });
  await expect(quiet).toHaveJSProperty('indeterminate', true);
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('kinds.png'), fullPage: true });
  await quiet.click();
  const isMailed = async () => {
    const { channelIdle, channelArchived } = (await preferences.get.query()).choices;
    return [channelIdle.mail, channelArchived.mail];
  };
  await expect.poll(isMailed).toEqual([true, true]);
  await expect(
    page.getByRole('checkbox', { name: 'Decisiones sobre mi cuenta: Aquí' }),
  ).toBeDisabled();
  own.close();

  const member = await personAt('member', '/me');
  await expect(member.getByRole('checkbox', { name: /: Correo$/ })).toHaveCount(7);
});

test('CHAT-50, CHAT-30: preferences, conversations and blocked people that could not be read are read when one tries again', async ({
  personAt,
}, testInfo) => {
  const page = await personAt('member');
  let isDown = true;
  const failing = ['notifications.preferences.get', 'chat.direct.list', 'chat.blocks.list'];
  await page.routeWebSocket(/\/trpc/, (socket) => {
    const line = socket.connectToServer();
    socket.onMessage((text) => {
      if (!isDown || !/^[[{]/.test(String(text))) return line.send(text);
      // Calls of one moment go together.
      for (const call of [JSON.parse(String(text))].flat()) {
        if (!failing.includes(call.params?.path)) line.send(JSON.stringify(call));
        else {
          const data = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 };
          const error = { json: { message: 'failed', code: -32603, data } };
          socket.send(JSON.stringify({ id: call.id, error }));
        }
      }
    });
  });
  await page.goto('/me');
  const again = page.getByRole('button', { name: 'Reintentar' });
  await expect(again).toHaveCount(3);
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('failed.png'), fullPage: true });
  isDown = false;
  for (const left of [2, 1, 0]) {
    await again.first().click();
    await expect(again).toHaveCount(left);
  }
  await expect(page.getByRole('combobox', { name: 'Enviar el correo' })).toBeVisible();
  await expect(page.getByText('No has bloqueado a nadie.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Mensajes directos' })).toBeVisible();
});

test('CHAT-51: what failed for good is seen in the console, tried again or given up', async ({
  personAt,
  server,
}) => {
  const letters = (name: string) =>
    withDatabase(server, async (client) => {
      await client.query(
        `INSERT INTO jobs.job (id, name, data, source_name, output)
         VALUES (gen_random_uuid(), 'dead-letters', '{"memberId":"${crypto.randomUUID()}"}', $1,
                 '{"message":"Error: el servidor de correo no responde"}')`,
        [name],
      );
    });
  await letters('notifications.mail');
  await letters('identity.exists-mail');
  const page = await personAt('superadmin', '/console/jobs');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('notifications.mail')).toContainText('el servidor de correo no responde');
  expect(await axe(page)).toEqual([]);
  await row('notifications.mail').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Volver a intentar' }).click();
  await expect(row('notifications.mail')).toHaveCount(0);
  await row('identity.exists-mail').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Descartar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Descartar' }).click();
  await expect(page.getByText('No ha fallado ningún trabajo')).toBeVisible();
});
