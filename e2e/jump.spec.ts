import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { callerOf } from './support/cases.ts';
import { fillChannel, withDatabase } from './support/database.ts';
import {
  composer,
  createChannel,
  log,
  message,
  openChannel,
  openCounting,
  waitingIn,
} from './support/people.ts';
import type { TestServer } from './support/server.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'jump' });

/** How many days ago the first and the last message were written, and between which there are none. */
const written = { first: 100, last: 3, gap: [40, 60] } as const;

/** Fills a channel with ten messages a day, from eight in the morning on, where the reader is. */
const fillDays = (server: TestServer, name: string) =>
  withDatabase(server, async (client) => {
    await client.query(
      `UPDATE channel SET created_at = now() - interval '120 days' WHERE name = $1`,
      [name],
    );
    await client.query(
      `WITH days AS (SELECT ago, hour FROM generate_series($3::int, $2::int) AS ago, generate_series(8, 17) AS hour
                      WHERE ago NOT BETWEEN $4 AND $5),
            moments AS (SELECT ago, (((now() AT TIME ZONE 'Europe/Madrid')::date - ago) + make_interval(hours => hour))
                                    AT TIME ZONE 'Europe/Madrid' AS at FROM days),
            said AS (SELECT *, row_number() OVER (ORDER BY at) AS n FROM moments),
            added AS (INSERT INTO message (id, channel_id, seq, client_id, author_id, content, created_at)
                      SELECT gen_random_uuid(), channel.id, last_seq + n, 'day-' || n, created_by_id,
                             'Parte ' || n || ', hace ' || ago || ' días', at
                        FROM channel, said WHERE name = $1 RETURNING channel_id, seq)
       UPDATE channel SET last_seq = (SELECT max(seq) FROM added), last_message_at = now()
        WHERE id = (SELECT channel_id FROM added LIMIT 1)`,
      [name, written.first, written.last, ...written.gap],
    );
  });

const menu = (page: Page) => page.getByRole('dialog', { name: /Ir a (una|otra) fecha$/ });
const dayAgo = (days: number) => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
};
/** A day as a field for dates takes it. */
const fieldText = (day: Date) => day.toLocaleDateString('sv-SE');

/** A channel of a hundred days, open at its newest message. */
async function openDays(page: Page, server: TestServer, name: string): Promise<void> {
  await createChannel(page, { name });
  await fillDays(server, name);
  await page.reload();
  await expect(log(page)).toHaveAttribute('aria-busy', 'false');
  await expect(message(page, 'hace 3 días').last()).toBeVisible();
}

test('CHAT-11: from a day line to another day, from where it is read on in both directions', async ({
  personAt,
  server,
}, testInfo) => {
  const page = await personAt('member');
  await openDays(page, server, 'cuaderno');
  await log(page).getByRole('button', { name: 'Ir a otra fecha' }).last().click();
  await expect(menu(page).getByRole('button', { name: 'Ayer' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('jump.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: testInfo.outputPath('jump-dark.png') });
  await page.emulateMedia({ colorScheme: 'light' });
  await menu(page).getByRole('button', { name: 'Hace una semana' }).click();
  const first = message(page, 'hace 7 días').first();
  await expect(first).toBeInViewport();
  await expect(first).toBeFocused();
  const day = dayAgo(7).toLocaleDateString('es-ES', { day: 'numeric', month: 'long' });
  const line = log(page).getByRole('button', { name: new RegExp(`${day}. Ir a otra fecha`) });
  await expect(line).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: testInfo.outputPath('jumped.png') });

  await page.keyboard.press('ArrowUp');
  await expect(message(page, 'hace 8 días').last()).toBeFocused();
  for (let step = 0; step < 11; step++) await page.keyboard.press('ArrowDown');
  await expect(message(page, 'hace 6 días').first()).toBeFocused();
});

test('CHAT-11: a day without messages leads to the next one, and says so; the beginning, the end', async ({
  personAt,
  server,
}, testInfo) => {
  const page = await personAt('member');
  await openDays(page, server, 'partes');
  await composer(page).press('Alt+g');
  const field = menu(page).getByLabel('Otro día');
  await expect(field).toHaveAttribute('min', fieldText(dayAgo(120)));
  await expect(field).toHaveAttribute('max', fieldText(dayAgo(0)));
  await field.fill(fieldText(dayAgo(50)));
  await field.press('Enter');
  const after = message(page, 'hace 39 días').first();
  await expect(after).toBeFocused();
  await expect(page.getByRole('alert')).toContainText(
    /^Sin mensajes el .+ Los siguientes son del /,
  );
  await page.screenshot({ path: testInfo.outputPath('jump-next.png') });

  await page.keyboard.press('Alt+g');
  await menu(page).getByRole('button', { name: 'El principio' }).click();
  await expect(page.getByText('Aquí empieza partes')).toBeInViewport();
  await expect(message(page, 'Parte 1,')).toBeFocused();

  await page.getByRole('button', { name: 'Ir a una fecha' }).click();
  await menu(page).getByRole('button', { name: 'Hoy' }).click();
  await expect(page.getByText(/^Sin mensajes desde el /)).toBeVisible();
  await expect(message(page, 'hace 3 días').last()).toBeInViewport();

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Ir a una fecha del canal');
});

test('CHAT-11: on the phone the way to a date is beside the conversation @only-phone', async ({
  personAt,
  server,
}, testInfo) => {
  const page = await personAt('member');
  await openDays(page, server, 'muelle');
  await page.screenshot({ path: testInfo.outputPath('phone.png') });
  await page.getByRole('button', { name: 'Información del canal' }).click();
  await page.getByRole('button', { name: 'Ir a una fecha' }).click();
  await expect(menu(page)).toBeInViewport({ ratio: 1 });
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('jump-phone.png') });
  await menu(page).getByRole('button', { name: 'Hace una semana' }).click();
  await expect(message(page, 'hace 7 días').first()).toBeInViewport();
  await page.screenshot({ path: testInfo.outputPath('jumped-phone.png') });
});

test('CHAT-11: who passed over the unread messages finds the way to the first of them', async ({
  personAt,
  server,
}, testInfo) => {
  const [page, bruno] = await Promise.all([personAt('member'), callerOf(server, 'moderator')]);
  const { items } = await bruno.query<{ items: { id: string; name: string }[] }>(
    'chat.channels.list',
    { limit: 100 },
  );
  const channelId = items.find(({ name }) => name === 'general')?.id;
  const write = (content: string) =>
    bruno.mutate('chat.messages.send', { channelId, clientId: randomUUID(), content });
  await fillChannel(server, 'general', 200);
  await openChannel(page, 'general');
  const toNewest = page.getByRole('button', { name: /mensajes nuevos$|^Ir a lo más reciente$/ });
  await expect(async () => {
    // It may go by itself meanwhile.
    if (await toNewest.isVisible()) await toNewest.click({ timeout: 1_000 });
    await expect(toNewest).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  const link = page.getByRole('list', { name: 'Canales' }).getByRole('link', { name: 'general' });
  await expect(link).not.toHaveAttribute('data-unread');
  // She leaves it while reading something older.
  await log(page).hover();
  await page.mouse.wheel(0, -1500);
  await expect(page.getByRole('button', { name: 'Ir a lo más reciente' })).toBeVisible();
  await openChannel(page, 'puerto');
  for (let n = 1; n <= 30; n++) await write(`Novedad ${n}`);
  await openChannel(page, 'general');
  await page.getByRole('button', { name: '30 mensajes nuevos' }).click();
  await expect(message(page, 'Novedad 30')).toBeInViewport();
  const up = page.getByRole('button', { name: 'Ir al primero sin leer' });
  await expect(up).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('first-unread.png') });
  await up.click();
  await expect(message(page, 'Novedad 1').first()).toBeFocused();
  await expect(log(page).getByText('Mensajes nuevos')).toBeInViewport();
  await expect(up).toHaveCount(0);
  await page.keyboard.press('Alt+g');
  await expect(menu(page).getByRole('button', { name: 'Primer mensaje sin leer' })).toBeVisible();
});

test('CHAT-11: what calls for the person is counted in the title and on the icon', async ({
  personAt,
  server,
}) => {
  const [page, bruno] = await Promise.all([personAt('member'), callerOf(server, 'moderator')]);
  const before = await openCounting(page, '/me');
  const badge = page.locator('html');
  await expect(badge).toHaveAttribute('data-badge', String(before));
  const people = await bruno.query<{ items: { id: string; username: string }[] }>('members.list', {
    search: 'ana',
  });
  const ana = people.items.find(({ username }) => username === 'ana');
  const { id: channelId } = await bruno.mutate<{ id: string }>('chat.direct.open', {
    memberId: ana?.id,
  });
  await bruno.mutate('chat.messages.send', { channelId, clientId: randomUUID(), content: 'Ven' });
  await expect(badge).toHaveAttribute('data-badge', String(before + 1));
  expect(await waitingIn(page)).toBe(before + 1);
});
