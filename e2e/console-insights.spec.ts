import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { withDatabase } from './support/database.ts';
import type { TestServer } from './support/server.ts';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'insights' });

/** Ten days in which everybody was there for half an hour, and what their clients measured. */
const seed = (server: TestServer) =>
  withDatabase(server, async (client) => {
    await client.query(
      `INSERT INTO online_day (organisation_id, day, member_id, minutes)
       SELECT organisation_id, (now() AT TIME ZONE 'UTC')::date - n, id, 30
         FROM member, generate_series(1, 10) AS n
       ON CONFLICT (organisation_id, day, member_id) DO NOTHING`,
    );
    await client.query(
      `INSERT INTO client_measure (organisation_id, hour, kind, bucket, count)
       SELECT id, date_trunc('hour', now()) - n * interval '5 hours', kind::"MeasureKind", bucket, 20
         FROM organisation, generate_series(1, 20) AS n,
              (VALUES ('delivery', 18), ('delivery', 30), ('load', 38), ('connectionError', 0)) AS m (kind, bucket)
       ON CONFLICT (organisation_id, kind, hour, bucket) DO NOTHING`,
    );
    await client.query(
      `INSERT INTO channel_measure (channel_id, hour, bucket, count)
       SELECT id, date_trunc('hour', now()) - n * interval '5 hours', bucket, 3
         FROM channel, generate_series(1, 20) AS n, (VALUES (24), (40)) AS m (bucket)
        WHERE type = 'public'
       ON CONFLICT (channel_id, hour, bucket) DO NOTHING`,
    );
  });

const total = (page: Page, name: string) =>
  page.locator('dl > div').filter({ hasText: name }).locator('dd');
const rowsOf = (page: Page, name: string) =>
  page.getByRole('table', { name, exact: true }).getByRole('row');
/** Until the demo's messages are counted, some seconds after the start. */
const counted = async (server: TestServer) => {
  const staff = await apiAs(server, 'auditor');
  await expect
    .poll(async () => (await staff.api.insights.engagement.query({ days: 90 })).totals.messages, {
      timeout: 60_000,
    })
    .toBeGreaterThan(0);
  staff.close();
};

test('CHAT-60: engagement by period and channel, with charts, tables and a file', async ({
  server,
  personAt,
}) => {
  test.slow();
  await seed(server);
  await counted(server);
  const page = await personAt('moderator', '/console/');
  await page
    .getByRole('navigation', { name: 'Pantallas' })
    .getByRole('link', { name: 'Analítica' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Analítica' })).toBeVisible();
  await expect(total(page, 'Minutos en la aplicación')).toHaveText('30');
  for (const title of ['Mensajes', 'Personas activas', 'Tiempo medio en la aplicación']) {
    await expect(
      page.getByRole('region', { name: title, exact: true }).locator('canvas'),
    ).toBeVisible();
  }
  // A head and a row for each day.
  await expect(rowsOf(page, 'Mensajes')).toHaveCount(31);
  await page.getByText('7 días', { exact: true }).click();
  await expect(rowsOf(page, 'Mensajes')).toHaveCount(8);
  await page.getByText('90 días', { exact: true }).click();
  await expect(rowsOf(page, 'Mensajes')).toHaveCount(91);
  await expect(page).toHaveURL(/days=90/);
  expect(await axe(page)).toEqual([]);

  const channels = page.getByRole('table', { name: 'Participación por canal' });
  const first = channels.getByRole('button').first();
  const name = (await first.innerText()).trim();
  const written = await total(page, 'Mensajes').first().innerText();
  await first.click();
  await expect(page.getByRole('combobox', { name: 'Canal' })).toHaveValue(name);
  await expect(total(page, 'Minutos en la aplicación')).toHaveCount(0);
  await expect(total(page, 'Mensajes').first()).not.toHaveText(written);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exportar CSV' }).click();
  await page.getByRole('menuitem', { name: 'Participación por canal' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^atalaya-canales-.*\.csv$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/^id,name,messages,people\n/);
  expect(text).toContain(name.replace('# ', ''));
  await page.getByRole('combobox', { name: 'Canal' }).click();
  await page.getByRole('option', { name: 'Toda la organización' }).click();
  await expect(total(page, 'Mensajes').first()).toHaveText(written);
});

test('CHAT-60: any public channel is found by its name, the last of many too', async ({
  server,
  personAt,
}) => {
  await withDatabase(server, (client) =>
    client.query(
      `INSERT INTO channel (id, organisation_id, type, name)
       SELECT gen_random_uuid(), id, 'public', 'rincón ' || lpad(n::text, 2, '0')
         FROM organisation, generate_series(1, 70) AS n`,
    ),
  );
  const page = await personAt('moderator', '/console/insights');
  const picker = page.getByRole('combobox', { name: 'Canal' });
  await expect(picker).toHaveValue('Toda la organización');
  // By mouse, into the middle of the name: what is typed takes its place.
  await picker.click();
  await page.keyboard.type('rincón');
  await expect(picker).toHaveValue('rincón');
  await expect(page.getByRole('option', { name: '# rincón 01' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Toda la organización' })).toHaveCount(0);
  // The end of what is there asks for more.
  const last = page.getByRole('option').last();
  await expect(async () => {
    await last.scrollIntoViewIfNeeded();
    await expect(last).toHaveText('# rincón 70', { timeout: 500 });
  }).toPass();
  await picker.fill('cón 6');
  await expect(page.getByRole('option')).toHaveCount(10);
  await picker.press('ArrowDown');
  await picker.press('Enter');
  await expect(picker).toHaveValue('# rincón 60');
  await expect(page).toHaveURL(/channel=/);
  await page.reload();
  await expect(picker).toHaveValue('# rincón 60');
  await picker.fill('esto no existe');
  await expect(page.getByText('Ningún canal público se llama así')).toBeVisible();
});

test('CHAT-61: delivery, load and lost connections, with a table behind each chart', async ({
  server,
  personAt,
}) => {
  await seed(server);
  const page = await personAt('auditor', '/console/insights?days=7');
  for (const title of [
    'Entrega de los mensajes',
    'Carga de la página',
    'Conexiones perdidas o fallidas',
  ]) {
    const card = page.getByRole('region', { name: title, exact: true });
    await expect(card.locator('canvas')).toBeVisible();
    await expect.poll(() => rowsOf(page, title).count()).toBeGreaterThan(10);
  }
  await expect(rowsOf(page, 'Entrega de los mensajes').nth(1)).toContainText('ms');
  await page.getByText('30 días', { exact: true }).click();
  await expect.poll(() => rowsOf(page, 'Carga de la página').count()).toBeGreaterThan(1);
});

test('CHAT-61: delivery in one channel, with chart, table and a file', async ({
  server,
  personAt,
}) => {
  await seed(server);
  await counted(server);
  const page = await personAt('auditor', '/console/insights?days=7');
  const channels = page.getByRole('table', { name: 'Participación por canal' });
  await channels.getByRole('button').first().click();
  const card = page.getByRole('region', { name: 'Entrega de los mensajes', exact: true });
  await expect(page.getByRole('region', { name: 'Carga de la página' })).toHaveCount(0);
  await expect(card.locator('canvas')).toBeVisible();
  await expect(page.getByText('120 medidas')).toBeVisible();
  await expect(rowsOf(page, 'Entrega de los mensajes').filter({ hasText: 'ms' })).toHaveCount(20);
  expect(await axe(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exportar CSV' }).click();
  await page.getByRole('menuitem', { name: 'Rendimiento por hora' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toMatch(/^hour,deliveries,deliveryP50,deliveryP95,deliveryP99\n/);
  expect(text.trim().split('\n')).toHaveLength(21);
});

test('CHAT-61: a member’s browser tells how long its page took to load', async ({
  server,
  personAt,
}) => {
  test.slow();
  const chief = await apiAs(server, 'superadmin');
  await chief.api.settings.update.mutate({ insights: { sampleOneIn: 1 } });
  const measured = async () =>
    (await chief.api.insights.performance.query({ days: 7 })).totals.loads ?? 0;
  const before = await measured();
  const page = await personAt('member', '/');
  await expect(page.getByRole('list', { name: 'Canales' })).toBeVisible();
  await expect.poll(measured, { timeout: 60_000 }).toBeGreaterThan(before);
  chief.close();
});
