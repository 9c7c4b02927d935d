import type { Page } from '@playwright/test';
import { withDatabase } from './support/database.ts';
import { arrived, composer, log, message, openChannel, say } from './support/people.ts';
import { credentials, type Who } from './support/sign-in.ts';
import { aNewcomer, apiAs, caseAbout, channelNamed, decideOn } from './support/staff.ts';
import { axe, test as base, expect } from './support/test.ts';

type Client = Awaited<ReturnType<typeof apiAs>>;

interface Fixtures {
  /** Someone's use of the API, without a screen. */
  clientOf: (who: Who) => Promise<Client>;
  /** A new person who is in the channel «general», and their page there. */
  newcomer: () => Promise<{ who: Who & object; page: Page; client: Client; id: string }>;
}

const test = base.extend<Fixtures>({
  clientOf: async ({ server }, use) => {
    const clients: Client[] = [];
    await use(async (who) => {
      const client = await apiAs(server, who);
      clients.push(client);
      return client;
    });
    for (const client of clients) client.close();
  },
  newcomer: async ({ server, personAt, clientOf }, use) => {
    await use(async () => {
      const who = await aNewcomer(server);
      const client = await clientOf(who);
      const channelId = await channelNamed(client, 'general');
      await client.api.chat.channels.join.mutate({ channelId });
      const { id } = await client.api.auth.me.query();
      const page = await personAt(who, `/c/${channelId}`);
      await expect(composer(page)).toBeVisible();
      return { who, page, client, id };
    });
  },
});

const text = (about: string) => `${about} ${crypto.randomUUID()}`;
const idOf = async (page: Page, words: string) =>
  (await message(page, words).getAttribute('data-message')) ?? '';

/** Has read the channel: it opens at its end, whatever others wrote there before. */
async function readAll(client: Client, channelId: string) {
  const { headSeq } = await client.api.chat.messages.history.query({ channelId, limit: 1 });
  await client.api.chat.channels.markRead.mutate({ channelId, seq: headSeq });
}

/** Somebody else flags it. */
async function flag(client: Client, subjectId: string) {
  await client.api.moderation.flags.create.mutate({
    subjectType: 'message',
    subjectId,
    reason: 'harassment',
  });
}

test('CHAT-10: a message is reported from its menu or by keyboard, and staff have the case @phone', async ({
  newcomer,
  personAt,
  clientOf,
  viewport,
}) => {
  const hasTouch = (viewport?.width ?? 0) < 768;
  const { client } = await newcomer();
  const moderator = await clientOf('moderator');
  const [first, second] = [text('compra relojes'), text('más relojes')];
  const channelId = await channelNamed(client, 'general');
  for (const content of [first, second]) {
    await client.api.chat.messages.send.mutate({
      channelId,
      clientId: crypto.randomUUID(),
      content,
    });
  }
  await readAll(await clientOf('member'), channelId);
  const ana = await personAt('member', `/c/${channelId}`);
  await expect(log(ana)).toHaveAttribute('aria-busy', 'false');
  // A finger, not a mouse that leaves the row when it grows: `hasTouch` alone does not make one.
  const report = message(ana, first).getByRole('button', { name: 'Denunciar' });
  if (hasTouch) {
    await message(ana, first).tap();
    await report.tap();
  } else {
    await message(ana, first).hover();
    await report.click();
  }
  const dialog = ana.getByRole('dialog');
  await expect(dialog).toContainText('Denunciar un mensaje de');
  await expect(dialog.getByRole('button', { name: 'Enviar la denuncia' })).toBeDisabled();
  expect(await axe(ana)).toEqual([]);
  await dialog.getByRole('radio', { name: /^Spam/ }).check();
  await dialog.getByRole('textbox').fill('Lo pone en todos los canales');
  await dialog.getByRole('button', { name: 'Enviar la denuncia' }).click();
  await expect(ana.getByText('Gracias. El equipo lo mirará')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const row = await caseAbout(moderator, first);
  expect(row).toMatchObject({ subjectType: 'message', policy: 'spam', flagCount: 1 });
  const { flags } = await moderator.api.moderation.cases.get.query({ caseId: row.id });
  expect(flags[0]).toMatchObject({ note: 'Lo pone en todos los canales' });

  await message(ana, second).focus();
  await ana.keyboard.press('f');
  await dialog.getByRole('radio', { name: /^Acoso/ }).check();
  await ana.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await caseAbout(moderator, second)).toMatchObject({ policy: 'harassment' });
});

test('CHAT-10: nobody is offered to report what is their own', async ({ newcomer }) => {
  const { page } = await newcomer();
  const own = text('lo mío');
  await say(page, own);
  await arrived(page, own);
  await message(page, own).hover();
  await expect(message(page, own).getByRole('button', { name: 'Eliminar' })).toBeVisible();
  await expect(message(page, own).getByRole('button', { name: 'Denunciar' })).toHaveCount(0);
  await message(page, own).focus();
  await page.keyboard.press('f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('CHAT-10: a channel and a person are reported from their panels', async ({
  newcomer,
  personAt,
  clientOf,
}) => {
  const { id } = await newcomer();
  // Whoever runs the channel does not see its case.
  const staff = await clientOf('auditor');
  const ana = await personAt('member', `/people?who=${id}`);
  await ana.getByRole('button', { name: 'Denunciar a esta persona' }).click();
  await ana.getByRole('radio', { name: /^Suplantación/ }).check();
  await ana.getByRole('button', { name: 'Enviar la denuncia' }).click();
  await expect(ana.getByRole('dialog')).toHaveCount(0);
  await openChannel(ana, 'general');
  const info = ana.getByRole('button', { name: 'Información del canal', expanded: false });
  if ((await info.count()) > 0) await info.click();
  await ana.getByRole('button', { name: 'Denunciar el canal' }).click();
  await ana.getByRole('radio', { name: /^Otro motivo/ }).check();
  await ana.getByRole('button', { name: 'Enviar la denuncia' }).click();
  await expect(ana.getByRole('dialog')).toHaveCount(0);
  const { items } = await staff.api.moderation.cases.list.query({ limit: 100 });
  expect(items).toContainEqual(
    expect.objectContaining({ subjectType: 'member', subjectId: id, policy: 'impersonation' }),
  );
  expect(items).toContainEqual(
    expect.objectContaining({ subjectType: 'channel', policy: 'other' }),
  );
});

test('UI-24: who is muted is told why and until when, live, and writes again by themselves @phone', async ({
  newcomer,
  clientOf,
  server,
}) => {
  const { page, id, client } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const words = text('eres lo peor');
  await say(page, words);
  await arrived(page, words);
  await flag(ana, await idOf(page, words));
  await decideOn(moderator, words, {
    actions: [{ type: 'mute', minutes: 30 }],
    policy: 'harassment',
    statement: 'Respeta a los demás',
  });
  const notice = page.getByRole('region', { name: 'Por qué no puedes escribir' });
  await expect(notice).toContainText('El equipo de moderación te ha silenciado en general');
  await expect(notice).toContainText('Acoso. Nadie persigue');
  await expect(notice).toContainText('Respeta a los demás');
  await notice.getByText('Si crees que es un error').click();
  await expect(notice).toContainText('otra persona revise la decisión');
  await expect(composer(page)).toHaveCount(0);
  const timer = notice.getByRole('timer');
  await expect(timer).toHaveText(/Falta: (30|29) minutos/);
  const before = await timer.textContent();
  await expect(timer).not.toHaveText(before ?? '');
  expect(await axe(page)).toEqual([]);

  // The half-hour is nearly over; the server finds out by itself.
  await withDatabase(server, async (database) => {
    const soon = `now() + interval '4 seconds'`;
    await database.query(`UPDATE sanction SET ends_at = ${soon} WHERE member_id = $1`, [id]);
    await database.query(`UPDATE channel_member SET muted_until = ${soon} WHERE member_id = $1`, [
      id,
    ]);
  });
  await page.reload();
  await expect(timer).toHaveText(/Falta: [1-4] segundos?/);
  await expect(composer(page)).toBeVisible({ timeout: 20_000 });
  const lifted = async () => {
    const { items } = await client.api.notifications.list.query({});
    return items.some(({ kind }) => kind === 'sanctionLifted');
  };
  // What was changed behind the server's back it knows once it has tidied up.
  await expect.poll(lifted).toBe(true);
  const again = text('perdón');
  await say(page, again);
  await arrived(page, again);
});

test('UI-24: a mute that is taken back is no longer announced, and the list says that it is over', async ({
  newcomer,
  clientOf,
}) => {
  const { page } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const words = text('no te aguanto');
  await say(page, words);
  await arrived(page, words);
  await flag(ana, await idOf(page, words));
  const { id: caseId } = await decideOn(moderator, words, {
    actions: [{ type: 'mute', minutes: 30 }],
    policy: 'harassment',
  });
  const banner = page.getByRole('alert').filter({ hasText: 'te ha silenciado en general' });
  await expect(banner).toBeVisible();
  const { allowed } = await moderator.api.moderation.cases.get.query({ caseId });
  await moderator.api.moderation.cases.undo.mutate({
    caseId,
    decisionId: allowed.undo?.decisionId ?? '',
  });
  await expect(composer(page)).toBeVisible();
  await expect(banner).toHaveCount(0);
  await page
    .getByRole('link', { name: /^Avisos/ })
    .filter({ visible: true })
    .click();
  const list = page.getByRole('list', { name: 'Avisos' });
  const notice = list.getByRole('listitem').filter({ hasText: 'te ha silenciado en general' });
  await expect(notice).toContainText('Ya no está en vigor');
  await expect(notice).not.toContainText('Falta:');
  await expect(list).toContainText('Ha terminado tu silencio en general');
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(notice).toContainText('Ya no está en vigor');
});

test('UI-24: a mute everywhere says so in every channel', async ({ newcomer, clientOf }) => {
  const { page } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const words = text('os odio');
  await say(page, words);
  await arrived(page, words);
  await flag(ana, await idOf(page, words));
  await decideOn(moderator, words, {
    actions: [{ type: 'mute', minutes: 90, everywhere: true }],
    policy: 'hate',
  });
  const notice = page.getByRole('region', { name: 'Por qué no puedes escribir' });
  await expect(notice).toContainText('te ha silenciado en todos los canales');
  await expect(notice.getByRole('timer')).toHaveText('Falta: 1 hora y 30 minutos');
});

test('UI-24: what is hidden leaves a mark for the others, and its author still reads it', async ({
  newcomer,
  personAt,
  clientOf,
}) => {
  const { page } = await newcomer();
  const path = new URL(page.url()).pathname;
  await readAll(await clientOf('member'), path.split('/').at(-1) ?? '');
  const ana = await personAt('member', path);
  const [flagger, moderator] = await Promise.all([clientOf('admin'), clientOf('moderator')]);
  const words = text('datos de otra persona');
  await say(page, words);
  await arrived(page, words);
  await arrived(ana, words);
  const id = await idOf(page, words);
  await flag(flagger, id);
  const row = await decideOn(moderator, words, { actions: [{ type: 'hide' }], policy: 'privacy' });
  const seen = (where: Page) => where.locator(`[data-message="${id}"]`);
  await expect(seen(ana)).toContainText('Oculto por moderación');
  await expect(seen(ana)).not.toContainText(words);
  await expect(seen(page)).toContainText('oculto por moderación: solo lo ves tú');
  await expect(seen(page)).toContainText(words);
  await page.reload();
  await expect(seen(page)).toContainText(words);
  await expect(seen(page)).toContainText('oculto por moderación: solo lo ves tú');

  const { decisions } = await moderator.api.moderation.cases.get.query({ caseId: row.id });
  const decisionId = decisions[0]?.id ?? '';
  await moderator.api.moderation.cases.undo.mutate({ caseId: row.id, decisionId });
  await expect(seen(ana)).toContainText(words);
  await expect(seen(page)).not.toContainText('solo lo ves tú');
});

test('UI-24: what the rules do not let through comes back to be changed, and what they hold waits', async ({
  newcomer,
  personAt,
  clientOf,
}) => {
  const { page } = await newcomer();
  const path = new URL(page.url()).pathname;
  await readAll(await clientOf('member'), path.split('/').at(-1) ?? '');
  const ana = await personAt('member', path);
  const admin = await clientOf('admin');
  const rule = (outcome: 'block' | 'hold', word: string) =>
    admin.api.moderation.rules.create.mutate({
      kind: 'words',
      config: { words: [word] },
      name: word,
      outcome,
      policy: 'harassment',
    });
  await rule('block', 'zarrapastroso');
  await rule('hold', 'mequetrefe');

  await say(page, 'vaya zarrapastroso');
  await expect(page.getByRole('form').getByRole('alert')).toContainText('Nadie persigue, insulta');
  await expect(composer(page)).toHaveValue('vaya zarrapastroso');
  await expect(message(page, 'vaya zarrapastroso')).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
  const better = text('vaya, hombre');
  await composer(page).fill(better);
  await expect(page.getByRole('form').getByRole('alert')).toHaveCount(0);
  await composer(page).press('Enter');
  await arrived(page, better);

  const held = text('menudo mequetrefe');
  await say(page, held);
  await arrived(page, held);
  await expect(message(page, held)).toContainText('en revisión: solo lo ves tú');
  const id = await idOf(page, held);
  await expect(ana.locator(`[data-message="${id}"]`)).toContainText('Oculto por moderación');
  await page.reload();
  await expect(message(page, held)).toContainText('en revisión');
  await decideOn(admin, held, { actions: [{ type: 'dismiss' }], policy: 'harassment' });
  await expect(message(ana, held)).toBeVisible();
  await expect(message(page, held)).not.toContainText('en revisión');
});

test('CHAT-05: an edit that the rules do not let through stays open with the text and the reason @phone', async ({
  newcomer,
  clientOf,
}) => {
  const { page } = await newcomer();
  const admin = await clientOf('admin');
  const word = `majadero${crypto.randomUUID().slice(0, 4)}`;
  await admin.api.moderation.rules.create.mutate({
    kind: 'words',
    config: { words: [word] },
    name: word,
    outcome: 'block',
    policy: 'harassment',
  });
  const before = text('buenas tardes');
  await say(page, before);
  await arrived(page, before);
  const id = await idOf(page, before);
  const own = page.locator(`[data-message="${id}"]`);
  await composer(page).press('ArrowUp');
  const editor = own.getByRole('textbox', { name: 'Editar' });
  await editor.fill(`eres un ${word}`);
  await editor.press('Enter');
  await expect(own.getByRole('alert')).toContainText('El filtro de la comunidad no admite');
  await expect(own.getByRole('alert')).toContainText('Nadie persigue, insulta');
  await expect(editor).toHaveValue(`eres un ${word}`);
  await expect(editor).toBeFocused();
  await expect(editor).toHaveAccessibleDescription(/Nadie persigue/);
  expect(await axe(page)).toEqual([]);
  const after = text('buenas tardes a todos');
  await editor.fill(after);
  await expect(own.getByRole('alert')).toHaveCount(0);
  await editor.press('Enter');
  await expect(own).toContainText(after);
  await expect(own).toContainText('(editado)');
  await expect(editor).toHaveCount(0);
});

test('CHAT-05: what is being edited is not lost by scrolling it out of sight', async ({
  newcomer,
  clientOf,
}) => {
  const { page } = await newcomer();
  const ana = await clientOf('member');
  const own = text('a medio cambiar');
  await say(page, own);
  await arrived(page, own);
  await composer(page).press('ArrowUp');
  const editor = page.getByRole('textbox', { name: 'Editar' });
  await editor.fill('casi listo');
  await composer(page).focus();
  // It is neither the newest message nor the one with the focus.
  const later = text('otra cosa');
  await ana.api.chat.messages.send.mutate({
    channelId: await channelNamed(ana, 'general'),
    clientId: crypto.randomUUID(),
    content: later,
  });
  await arrived(page, later);
  await log(page).evaluate((element) => {
    element.scrollTop = 0;
  });
  await expect(editor).not.toBeInViewport();
  await log(page).evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(editor).toHaveValue('casi listo');
});

test('CHAT-21: notices come live, are read, deleted and taken back @phone', async ({
  newcomer,
  clientOf,
}) => {
  const { page, client } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const isPhone = (page.viewportSize()?.width ?? 0) < 768;
  const bell = page.getByRole('link', { name: /^Avisos/ }).filter({ visible: true });
  if (isPhone) await page.goto('/');
  await bell.click();
  await expect(page.getByText('No tienes avisos')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.goto('/');

  const mine = text('mira lo que vendo');
  const channelId = await channelNamed(client, 'general');
  const sent = await client.api.chat.messages.send.mutate({
    channelId,
    clientId: crypto.randomUUID(),
    content: mine,
  });
  await flag(ana, sent.id);
  await decideOn(moderator, mine, {
    actions: [{ type: 'warn' }],
    policy: 'spam',
    statement: 'Aquí no se vende',
  });
  // In sight wherever the person is, until they say that they know.
  const alert = page.getByRole('alert').filter({ hasText: 'te ha hecho una advertencia' });
  await expect(alert).toContainText('Motivo: Spam o publicidad');
  await expect(bell).toHaveAccessibleName(/1 aviso sin leer/);
  await expect(page).toHaveTitle(/^\(1\)/);
  await alert.getByRole('link', { name: 'Ver el motivo' }).click();

  const list = page.getByRole('list', { name: 'Avisos' });
  await expect(list).toContainText('Aquí no se vende');
  await expect(list).toContainText('Nada de publicidad');
  await expect(list).toContainText('Si crees que es un error');
  await list.getByRole('button', { name: 'Marcar como leído' }).click();
  await expect(bell).toHaveAccessibleName('Avisos');
  await page.goto('/');
  await expect(bell).toBeVisible();
  await expect(alert).toHaveCount(0);

  // What becomes of one's own report, while one looks.
  await bell.click();
  const theirs = text('vaya ruido');
  const other = await ana.api.chat.messages.send.mutate({
    channelId,
    clientId: crypto.randomUUID(),
    content: theirs,
  });
  await flag(client, other.id);
  await expect(list).toContainText('Hemos recibido tu denuncia de un mensaje');
  await decideOn(moderator, theirs, { actions: [{ type: 'dismiss' }], policy: 'harassment' });
  await expect(list).toContainText('No ve que incumpla las normas');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Marcar todo como leído' }).click();
  await expect(bell).toHaveAccessibleName('Avisos');
  // The screen is ahead of the server.
  await expect
    .poll(() => client.api.notifications.unreadCount.query())
    .toEqual({ unread: 0, apart: 0 });

  const outcome = list.getByRole('listitem').filter({ hasText: 'El equipo ha revisado' });
  const remove = outcome.getByRole('button', { name: 'Eliminar el aviso' });
  await remove.click();
  await expect(outcome).toHaveCount(0);
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(outcome).toBeVisible();
  await remove.click();
  await expect(outcome).toHaveCount(0);
  await expect
    .poll(async () => (await client.api.notifications.list.query({})).items.length)
    .toBe(2);
});

test('UI-24: who is banned is out at once and reads why and until when @phone', async ({
  newcomer,
  clientOf,
  page: elsewhere,
}) => {
  const { page, who, client } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const words = text('te voy a encontrar');
  await say(page, words);
  await arrived(page, words);
  await flag(ana, await idOf(page, words));
  client.close();
  await decideOn(moderator, words, {
    actions: [{ type: 'ban', minutes: 3 * 24 * 60 }],
    policy: 'violence',
    statement: 'Eso es una amenaza',
  });
  const decidedAt = Date.now();
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { name: 'Tu cuenta está suspendida' })).toBeVisible();
  expect(Date.now() - decidedAt).toBeLessThan(1_000);
  const reasons = async (where: Page) => {
    await expect(where.getByRole('main')).toContainText('Violencia. Sin amenazas');
    await expect(where.getByRole('main')).toContainText('Eso es una amenaza');
    await expect(where.getByRole('timer')).toHaveText(/2 días y 23 horas|3 días/);
    await expect(where.getByRole('main')).toContainText('Escribe por correo');
  };
  await reasons(page);
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await reasons(page);

  // Signing in says it, too.
  const { email, password } = credentials(who);
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('Correo electrónico').fill(email);
  await elsewhere.getByLabel('Contraseña', { exact: true }).fill(password);
  await elsewhere.getByRole('button', { name: 'Entrar' }).click();
  await reasons(elsewhere);
  await elsewhere.getByRole('button', { name: 'Entrar con otra cuenta' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Entra en tu comunidad' })).toBeVisible();
  await expect(main).toBeVisible();
});

test('UI-24: who was banned while away reads why when they come back', async ({
  newcomer,
  clientOf,
}) => {
  const { page, client } = await newcomer();
  const [ana, moderator] = await Promise.all([clientOf('member'), clientOf('moderator')]);
  const words = text('otra amenaza');
  await say(page, words);
  await arrived(page, words);
  const id = await idOf(page, words);
  const address = page.url();
  client.close();
  await page.goto('about:blank');
  await flag(ana, id);
  await decideOn(moderator, words, { actions: [{ type: 'ban', minutes: 60 }], policy: 'violence' });
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Tu cuenta está suspendida' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Violencia. Sin amenazas');
});
