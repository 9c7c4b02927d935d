import type { Page } from '@playwright/test';
import type { TestServer } from './support/server.ts';
import { aNewcomer, apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

// What is written elsewhere is not judged by the rules of these tests.
test.use({ community: 'filter' });

const path = '/console/rules';
const panel = (page: Page) => page.getByRole('complementary');
const form = (page: Page) => panel(page).getByRole('form', { name: /^Regla|^Nueva regla/ });
const trial = (page: Page) => panel(page).getByRole('region', { name: 'Qué habría atrapado' });
const row = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'Lista de reglas' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

type Client = Awaited<ReturnType<typeof apiAs>>;

/** Sends to a channel that everybody is in, and says what became of it. */
async function send({ api }: Client, channelId: string, content: string): Promise<string> {
  const message = { channelId, clientId: crypto.randomUUID(), content };
  return api.chat.messages.send.mutate(message).then(
    () => 'sent',
    (error: { messageKey: string }) => error.messageKey,
  );
}

/** Somebody who has just come, in the channel «general». */
async function newcomer(server: TestServer): Promise<{ client: Client; channelId: string }> {
  const client = await apiAs(server, await aNewcomer(server));
  const channelId = await channelNamed(client, 'general');
  await client.api.chat.channels.join.mutate({ channelId });
  return { client, channelId };
}

test('TRUST-01: limits for new accounts are written on a screen and hold for who has just come', async ({
  personAt,
  server,
}) => {
  const { client, channelId } = await newcomer(server);
  const member = await apiAs(server, 'member');
  const link = `mirad https://chollos.example/${crypto.randomUUID()}`;
  expect(await send(client, channelId, link)).toBe('sent');

  const page = await personAt('admin', path);
  await page.getByRole('button', { name: 'Nueva regla' }).click();
  await form(page).getByRole('textbox', { name: 'Nombre' }).fill('Recién llegados');
  await form(page).getByRole('combobox', { name: 'Tipo' }).selectOption('Cuentas nuevas');
  await form(page).getByRole('textbox', { name: 'Días de una cuenta nueva' }).fill('5');
  await form(page).getByRole('textbox', { name: 'Menciones por mensaje' }).fill('0');
  const perHour = form(page).getByRole('textbox', { name: 'Mensajes por hora' });
  await perHour.fill('2000');
  await form(page).getByRole('combobox', { name: 'Qué hace' }).selectOption('Bloquear');
  // What it would have caught is asked of the server, so it has to be possible.
  await trial(page).getByRole('button', { name: 'Comprobar' }).click();
  await expect(perHour).toBeFocused();
  await perHour.fill('30');
  await trial(page).getByRole('button', { name: 'Comprobar' }).click();
  await expect(trial(page).getByRole('listitem').filter({ hasText: link })).toContainText(
    'Coincide: https://chollos.example/',
  );
  expect(await axe(page)).toEqual([]);
  await perHour.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('limits.png') });

  await form(page).getByRole('button', { name: 'Crear la regla' }).click();
  await expect(page.getByText('Regla guardada. Ya vale.')).toBeVisible();
  await expect(row(page, 'Recién llegados')).toContainText(
    'Cuentas de menos de 5 días: 30 mensajes por hora, sin enlaces, sin menciones',
  );
  expect(await send(client, channelId, `${link}/otra`)).toBe('error.refused.filter');
  expect(await send(client, channelId, 'hola a todos')).toBe('sent');
  expect(await send(member, channelId, `${link}/de-siempre`)).toBe('sent');
  for (const one of [client, member]) one.close();
});

test('TRUST-01: the trial of a rule that counts shows what would have been too much @phone', async ({
  personAt,
  server,
}) => {
  const member = await apiAs(server, 'member');
  const channelId = await channelNamed(member, 'general');
  const same = `comprad ya mi libro ${crypto.randomUUID()}`;
  for (let times = 0; times < 3; times++) expect(await send(member, channelId, same)).toBe('sent');
  member.close();
  const page = await personAt('admin', `${path}?rule=new`);
  await form(page).getByRole('combobox', { name: 'Tipo' }).selectOption('Repeticiones');
  await trial(page).getByRole('combobox', { name: 'Mensajes de' }).selectOption('El último día');
  await trial(page).getByRole('button', { name: 'Comprobar' }).click();
  // Of three the third is too many.
  const caught = trial(page).getByRole('listitem').filter({ hasText: same });
  await expect(caught).toHaveCount(1);
  await expect(caught).toContainText('general');
  expect(await axe(page)).toEqual([]);
  await caught.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('trial.png') });
  // Another rule is another question.
  await form(page).getByRole('textbox', { name: 'Veces que ya es demasiado' }).fill('9');
  await expect(caught).toHaveCount(0);
});

test('TRUST-01: what the filter holds of many messages is one line for the others @phone', async ({
  personAt,
  server,
}) => {
  const admin = await apiAs(server, 'admin');
  const word = `retenido${crypto.randomUUID().replace(/[^a-f]/g, '')}`;
  await admin.api.moderation.rules.create.mutate({
    kind: 'words',
    config: { words: [word] },
    name: word,
    outcome: 'hold',
    policy: 'spam',
  });
  const { client, channelId } = await newcomer(server);
  const first = `antes ${crypto.randomUUID()}`;
  expect(await send(client, channelId, first)).toBe('sent');
  const ana = await personAt('member', `/c/${channelId}`);
  const log = ana.getByRole('log');
  await expect(log.getByText(first)).toBeVisible();
  for (let i = 0; i < 12; i++) expect(await send(client, channelId, `${word} ${i}`)).toBe('sent');
  const after = `después ${crypto.randomUUID()}`;
  expect(await send(client, channelId, after)).toBe('sent');

  const line = log.getByText('12 mensajes ocultos por moderación');
  await expect(line).toBeVisible();
  await expect(log.getByText(first)).toBeVisible();
  const last = log.getByRole('article').filter({ hasText: after });
  await expect(last).toBeVisible();
  // It stands under its own name again, not under what is hidden.
  await expect(last.getByRole('button', { name: /^nueva-/ })).toBeVisible();
  await ana.reload();
  await expect(line).toBeVisible();
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: test.info().outputPath('held.png') });

  // By keyboard it is one message, on which nothing is done.
  await log.getByRole('article').last().focus();
  await ana.keyboard.press('ArrowUp');
  await expect(
    log.getByRole('article').filter({ hasText: '12 mensajes ocultos por moderación' }),
  ).toBeFocused();
  await ana.keyboard.press('f');
  await expect(ana.getByRole('dialog')).toHaveCount(0);

  // What staff find fine is there, and the line counts one less.
  const { items } = await admin.api.moderation.cases.list.query({ limit: 100 });
  const held = items.find(({ excerpt }) => excerpt === `${word} 5`);
  await admin.api.moderation.cases.decide.mutate({
    caseId: held?.id ?? '',
    version: held?.version ?? 0,
    actions: [{ type: 'dismiss' }],
    policy: 'spam',
  });
  await expect(log.getByText(`${word} 5`)).toBeVisible();
  await expect(log.getByText('5 mensajes ocultos por moderación')).toBeVisible();
  await expect(log.getByText('6 mensajes ocultos por moderación')).toBeVisible();
  for (const one of [client, admin]) one.close();
});
