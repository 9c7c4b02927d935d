import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { withDatabase } from './support/database.ts';
import type { TestServer } from './support/server.ts';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

const path = '/console/audit';
const rows = (page: Page) => page.getByRole('main').locator('tbody tr:has([data-entry])');
const details = (page: Page) => page.getByRole('complementary');

/** Sets a setting, so that there is an entry of a known shape. */
async function setChannelsPerDay(server: TestServer, channelsPerDay: number) {
  const staff = await apiAs(server, 'superadmin');
  // Another one beside it: filters must tell them apart.
  await staff.api.settings.update.mutate({ presence: { awayAfterMinutes: channelsPerDay } });
  await staff.api.settings.update.mutate({ limits: { channelsPerDay } });
  staff.close();
}

test('OPS-50: the audit log, newest first, with what was before and what is after', async ({
  personAt,
  server,
}) => {
  await setChannelsPerDay(server, 41);
  await setChannelsPerDay(server, 42);
  const page = await personAt('auditor', `${path}?type=setting&id=limits.channelsPerDay`);
  await expect(rows(page).first()).toContainText('41 → 42');
  await expect(rows(page).first()).toContainText('Diego Rial');
  await expect(rows(page).nth(1)).toContainText('→ 41');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('row', { name: 'Valor 41 42' })).toBeVisible();
  // The details follow the cursor.
  await page.keyboard.press('j');
  await expect(details(page).getByRole('row', { name: /^Valor \d+ 41$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details(page)).toHaveCount(0);
});

test('OPS-50: the filters narrow the log and stand in the address', async ({
  personAt,
  server,
}) => {
  await setChannelsPerDay(server, 51);
  const page = await personAt('admin', path);
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Acción' }).fill('settings');
  await expect(page).toHaveURL(/action=settings/);
  await expect(rows(page).filter({ hasNotText: 'settings.' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Quién' }).fill('carmen');
  await page.getByRole('option', { name: 'Carmen Lago' }).click();
  await expect(page.getByText('Ninguna entrada coincide')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Quién' })).toHaveValue(/Carmen Lago/);
  await expect(page.getByRole('combobox', { name: 'Acción' })).toHaveValue('settings');
  await page.getByRole('button', { name: 'Quitar los filtros' }).first().click();
  await expect(page).toHaveURL(/audit$/);
  await expect(rows(page).first()).toBeVisible();
  // Nothing is of the time before there was anything.
  await page.getByLabel('Hasta').fill('2001-01-01T00:00');
  await expect(page.getByText('Ninguna entrada coincide')).toBeVisible();
  await page.getByRole('button', { name: 'Quitar los filtros' }).first().click();
  await page.getByLabel('Desde').fill('2001-01-01T00:00');
  await expect(page).toHaveURL(/from=2000-12-31T23/);
  await expect(rows(page).first()).toBeVisible();
});

test('OPS-50: from an entry to all that are like it', async ({ personAt, server }) => {
  await setChannelsPerDay(server, 61);
  const page = await personAt('auditor', path);
  await rows(page).filter({ hasText: 'limits.channelsPerDay' }).first().click();
  await details(page)
    .locator('dd', { hasText: 'limits.channelsPerDay' })
    .getByRole('button')
    .click();
  await expect(page).toHaveURL(/type=setting&id=limits.channelsPerDay/);
  await expect(rows(page).first()).toContainText('→ 61');
  await expect(rows(page).filter({ hasNotText: 'limits.channelsPerDay' })).toHaveCount(0);
  await details(page).getByRole('link', { name: 'limits.channelsPerDay' }).click();
  await expect(page.locator('[id="setting-limits.channelsPerDay"]')).toBeInViewport();
});

test('OPS-50: further pages are read by the cursor, and what is new waits above', async ({
  personAt,
  server,
}) => {
  for (let value = 100; value < 160; value++) await setMany(server, value);
  const page = await personAt('auditor', `${path}?type=setting&id=limits.editMinutes`);
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole('button', { name: 'Mostrar más' }).click();
  await expect(rows(page)).toHaveCount(60);
  await setMany(server, 999);
  const pill = page.getByRole('button', { name: '1 nueva' });
  // Told live, not looked for by the clock.
  await expect(pill).toBeVisible({ timeout: 1_000 });
  await setChannelsPerDay(server, 7);
  await expect(pill).toBeVisible();
  await expect(rows(page).first()).toContainText('159');
  await pill.click();
  await expect(rows(page).first()).toContainText('999');
  await expect(pill).toHaveCount(0);
});

let staff: Awaited<ReturnType<typeof apiAs>> | undefined;
async function setMany(server: TestServer, editMinutes: number) {
  staff ??= await apiAs(server, 'superadmin');
  await staff.api.settings.update.mutate({ limits: { editMinutes } });
}
test.afterAll(() => staff?.close());

test('OPS-50: the log is exported as a file, with what the filters leave', async ({
  personAt,
  server,
}) => {
  await setChannelsPerDay(server, 71);
  const page = await personAt('auditor', `${path}?type=setting&id=limits.channelsPerDay`);
  await expect(rows(page).first()).toBeVisible();
  const count = await rows(page).count();
  await page.getByRole('button', { name: 'Exportar' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Como CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^atalaya-audit-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(lines[0]).toMatch(/^position,at,actorId,/);
  expect(lines).toHaveLength(count + 1);
  expect(lines.at(-1)).toContain('limits.channelsPerDay');
  await expect(page.getByRole('status').filter({ hasText: /entradas? exportadas?/ })).toBeVisible();
});

test('OPS-50: verifying says in words that the chain is whole, and where it is broken', async ({
  personAt,
  server,
}) => {
  const page = await personAt('auditor', path);
  const verify = page.getByRole('button', { name: 'Verificar la cadena' });
  await verify.click();
  await expect(page.getByText(/Íntegra: \d+ entradas comprobadas/)).toBeVisible();
  await expect(page.getByText(/Huella de la última entrada: [\da-f]{64}/)).toBeVisible();
  const was = await falsify(server, `action = 'nothing.happened'`);
  try {
    await verify.click();
    await expect(page.getByText('Rota: la entrada 2 falta o fue alterada.')).toBeVisible();
    // From there straight to the entry, wherever in the log it is.
    await page.getByRole('button', { name: 'Ver la entrada 2' }).click();
    await expect(page).toHaveURL(/audit\?around=2$/);
    await expect(details(page)).toContainText('nothing.happened');
    await expect(rows(page).filter({ hasText: 'nothing.happened' })).toBeInViewport();
    await expect(page.getByText('Alrededor de la entrada 2')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Ver lo último' }).click();
    await expect(page).toHaveURL(/audit$/);
  } finally {
    await falsify(server, `action = '${was.action}'`);
  }
  await verify.click();
  await expect(page.getByText(/Íntegra: /)).toBeVisible();
});

test('OPS-50: where an entry was taken out, the log shows the hole', async ({
  personAt,
  server,
}) => {
  const page = await personAt('auditor', path);
  await expect(rows(page).first()).toBeVisible();
  const there = 2_000_000_000;
  await falsify(server, `position = ${there}`);
  try {
    await page.getByRole('button', { name: 'Verificar la cadena' }).click();
    await page.getByRole('button', { name: 'Ver la entrada 2' }).click();
    const hole = page.getByRole('row', { name: 'La entrada 2 no está.' });
    await expect(hole).toBeInViewport();
    await expect(details(page)).toHaveCount(0);
  } finally {
    await falsify(server, 'position = 2', there);
  }
});

/** Somebody with the database in their hands takes the watchman away and lies. Gives what was there. */
async function falsify(
  server: TestServer,
  change: string,
  position = 2,
): Promise<{ action: string }> {
  return withDatabase(server, async (client) => {
    await client.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only');
    const { rows: changed } = await client.query<{ action: string }>(
      `UPDATE audit_entry AS entry SET ${change}
         FROM audit_entry AS was
        WHERE was.organisation_id = entry.organisation_id AND was.position = entry.position
          AND entry.position = $1
          AND entry.organisation_id = (SELECT organisation_id FROM member WHERE email = 'diego@faro.example')
        RETURNING was.action AS action`,
      [position],
    );
    await client.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only');
    const [first] = changed;
    if (!first) throw new Error(`there is no entry ${position}`);
    return first;
  });
}

test('OPS-50: who may not read the audit log is told who can grant it', async ({ personAt }) => {
  const page = await personAt('moderator', path);
  await expect(page.getByText('Tu papel no incluye esta pantalla.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Auditoría' })).toHaveCount(0);
});

test('UI-30: axe finds nothing serious on the audit log with details open', async ({
  personAt,
}) => {
  const page = await personAt('auditor', path);
  await rows(page).first().click();
  await expect(details(page)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
});

test('UI-31: the audit log fits a phone @only-phone', async ({ personAt, server }) => {
  await setChannelsPerDay(server, 81);
  const page = await personAt('auditor', `${path}?type=setting`);
  await expect(rows(page).first()).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await rows(page).first().click();
  await expect(details(page)).toBeInViewport();
});
