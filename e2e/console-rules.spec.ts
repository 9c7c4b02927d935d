import type { Page } from '@playwright/test';
import type { RouterInputs } from '../packages/api/src/types.ts';
import type { TestServer } from './support/server.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

// What is written elsewhere is not judged by the rules of these tests.
test.use({ community: 'console-rules' });

const path = '/console/rules';
const table = (page: Page) => page.getByRole('table', { name: 'Lista de reglas' });
const rule = (page: Page, name: string) => table(page).getByRole('link', { name, exact: true });
const row = (page: Page, name: string) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const panel = (page: Page) => page.getByRole('complementary');
const form = (page: Page) => panel(page).getByRole('form', { name: /^Regla|^Nueva regla/ });
const words = (page: Page) => form(page).getByRole('textbox', { name: 'Palabras y frases' });
const save = (page: Page) => form(page).getByRole('button', { name: 'Guardar', exact: true });

const aRule = {
  kind: 'words' as const,
  config: { words: ['farolillo'] },
  outcome: 'flag' as const,
  policy: 'spam' as const,
};

/** Makes a rule without a screen. */
async function makeRule(
  server: TestServer,
  name: string,
  more: Partial<RouterInputs['moderation']['rules']['create']> = {},
) {
  const { api, close } = await apiAs(server, 'admin');
  const made = await api.moderation.rules.create.mutate({ ...aRule, name, ...more } as never);
  close();
  return made;
}

/** What becomes of a message that a member sends. */
async function outcomeOf(server: TestServer, content: string): Promise<string> {
  const member = await apiAs(server, 'member');
  try {
    const channelId = await channelNamed(member, 'general');
    const clientId = crypto.randomUUID();
    await member.api.chat.messages.send.mutate({ channelId, clientId, content });
    return 'sent';
  } catch (error) {
    return (error as { messageKey: string }).messageKey;
  } finally {
    member.close();
  }
}

test('TRUST-01: a rule is written, tried before it counts, and then stops a message at once', async ({
  personAt,
  server,
}) => {
  const page = await personAt('admin', path);
  await expect(rule(page, 'Insultos')).toBeVisible();
  await expect(row(page, 'Ráfagas de mensajes')).toContainText('Más de 40 mensajes en 20 s');
  await page.getByRole('button', { name: 'Nueva regla' }).click();
  await expect(form(page).getByRole('textbox', { name: 'Nombre' })).toBeFocused();
  // What is missing is told at its field, and nothing is sent.
  await form(page).getByRole('button', { name: 'Crear la regla' }).click();
  await expect(form(page).getByText('Hace falta.')).toHaveCount(2);
  await form(page).getByRole('textbox', { name: 'Nombre' }).fill('Criptomonedas');
  await words(page).fill('moneda milagrosa\n\n  cripto chollo ');
  await form(page).getByRole('combobox', { name: 'Qué hace' }).selectOption('Bloquear');
  await form(page).getByRole('combobox', { name: 'Gravedad' }).selectOption('Alta');

  const text = 'Compra ya la M0NEDA m.i.l.a.g.r.o.s.a';
  await panel(page).getByRole('textbox', { name: 'Texto' }).fill(text);
  await panel(page).getByRole('button', { name: 'Probar', exact: true }).click();
  await expect(panel(page).getByText('No se enviaría.')).toBeVisible();
  await expect(panel(page).getByText(/Coincide: M0NEDA m\.i\.l\.a/)).toBeVisible();
  expect(await outcomeOf(server, text)).toBe('sent');

  await form(page).getByRole('button', { name: 'Crear la regla' }).click();
  await expect(page.getByText('Regla guardada. Ya vale.')).toBeVisible();
  await expect(row(page, 'Criptomonedas')).toContainText('moneda milagrosa, cripto chollo');
  expect(await outcomeOf(server, text)).toBe('error.refused.filter');

  await row(page, 'Criptomonedas').getByRole('switch').press('Space');
  await expect(page.getByText('«Criptomonedas» ya no vale')).toBeVisible();
  expect(await outcomeOf(server, `${text} hoy`)).toBe('sent');

  await form(page).getByRole('button', { name: 'Eliminar la regla' }).click();
  const asked = page.getByRole('dialog', { name: '¿Eliminar «Criptomonedas»?' });
  await asked.getByRole('button', { name: 'Cancelar' }).click();
  await expect(rule(page, 'Criptomonedas')).toBeVisible();
  await form(page).getByRole('button', { name: 'Eliminar la regla' }).click();
  await asked.getByRole('button', { name: 'Eliminar la regla' }).click();
  await expect(rule(page, 'Criptomonedas')).toHaveCount(0);
  await expect(panel(page)).toHaveCount(0);
});

test('TRUST-01: a rule for one channel, with what the server refuses at its field, and its history', async ({
  personAt,
  server,
}) => {
  const { id } = await makeRule(server, 'De un canal');
  const page = await personAt('admin', `${path}?rule=${id}`);
  await form(page).getByRole('combobox', { name: 'Canales' }).fill('gener');
  await page.getByRole('option', { name: 'general', exact: true }).click();
  await page.keyboard.press('Escape');
  await form(page).getByRole('combobox', { name: 'Tipo' }).selectOption('Patrón');
  await form(page).getByRole('textbox', { name: 'Patrón' }).fill('a(b');
  await save(page).click();
  await expect(form(page).getByRole('textbox', { name: 'Patrón' })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await expect(form(page).getByText('El patrón no se entiende')).toBeVisible();
  await form(page).getByRole('textbox', { name: 'Patrón' }).fill('\\d{9}');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Regla guardada. Ya vale.')).toBeVisible();
  await expect(row(page, 'De un canal')).toContainText('\\d{9}');
  const history = panel(page).getByRole('region', { name: 'Historial' });
  await expect(history.getByRole('listitem').first()).toContainText('Cambiada');
  await expect(history.getByRole('listitem').first()).toContainText('kind: words → pattern');
  await history.getByRole('link', { name: 'Ver en la auditoría' }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?type=rule&id=${id}`));
  await expect(page.getByRole('main').locator('tbody tr')).toHaveCount(2);
});

test('TRUST-01: two who change the same rule: the second is told, and chooses', async ({
  personAt,
  server,
}) => {
  const { id, version } = await makeRule(server, 'De dos');
  const page = await personAt('admin', `${path}?rule=${id}`);
  await words(page).fill('lo mío');
  const other = await apiAs(server, 'superadmin');
  const change = (config: { words: string[] }, from: number) =>
    other.api.moderation.rules.update.mutate({
      ...aRule,
      name: 'De dos',
      ruleId: id,
      version: from,
      config,
    });
  await change({ words: ['lo suyo'] }, version);
  await save(page).click();
  const alert = form(page).getByRole('alert');
  await expect(alert).toBeVisible();
  await expect(words(page)).toHaveValue('lo mío');
  await alert.getByRole('button', { name: 'Ver lo suyo' }).click();
  await expect(words(page)).toHaveValue('lo suyo');
  await expect(alert).toHaveCount(0);

  await words(page).fill('otra vez lo mío');
  await change({ words: ['otra vez lo suyo'] }, version + 1);
  await save(page).click();
  await expect(alert).toBeVisible();
  // Saving once more is no answer to the question.
  await page.keyboard.press('Control+s');
  await expect(save(page)).toBeEnabled();
  const theirs = await other.api.moderation.rules.get.query({ ruleId: id });
  expect(theirs.config).toMatchObject({ words: ['otra vez lo suyo'] });
  await alert.getByRole('button', { name: 'Guardar lo mío' }).click();
  await expect(page.getByText('Regla guardada. Ya vale.')).toBeVisible();
  const kept = await other.api.moderation.rules.get.query({ ruleId: id });
  expect(kept.config).toMatchObject({ words: ['otra vez lo mío'] });
  other.close();
});

test('TRUST-01: moderators and auditors read the rules and change nothing', async ({
  personAt,
  server,
}) => {
  await makeRule(server, 'Para leer', { config: { words: ['uno', 'dos'], except: ['unos'] } });
  for (const who of ['moderator', 'auditor'] as const) {
    const page = await personAt(who, path);
    await expect(page.getByText('Tu papel lee las reglas.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Nueva regla' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Probar un texto' })).toHaveCount(0);
    await expect(table(page).getByRole('switch')).toHaveCount(0);
    await rule(page, 'Para leer').click();
    await expect(panel(page).getByRole('listitem').first()).toHaveText('uno');
    await expect(panel(page)).toContainText('Se publica, y entra en la cola');
    await expect(panel(page).getByRole('textbox')).toHaveCount(0);
    await expect(panel(page).getByRole('region', { name: 'Historial' })).toHaveCount(
      who === 'auditor' ? 1 : 0,
    );
  }
});

test('TRUST-01: the list is searched and filtered, and says what to do when it is empty', async ({
  personAt,
  server,
}) => {
  await makeRule(server, 'Apagada', { enabled: false });
  const page = await personAt('admin', path);
  await page.getByRole('combobox', { name: 'Activa' }).selectOption('Solo inactivas');
  await expect(table(page).getByRole('link')).toHaveText(['Apagada']);
  await page.getByRole('combobox', { name: 'Tipo' }).selectOption('Ráfagas');
  await expect(page.getByText('Ninguna regla coincide')).toBeVisible();
  await page.getByRole('button', { name: 'Quitar los filtros' }).click();
  await page.getByRole('textbox', { name: 'Nombre de la regla' }).fill('insul');
  await expect(table(page).getByRole('link')).toHaveText(['Insultos']);
  await page.goto(`${path}?rule=0199c6a4-7d0e-7c3a-9d55-3f0f5d6f7a10`);
  await expect(panel(page).getByText('Esta regla ya no existe')).toBeVisible();
});

test('UI-30: the rules by keyboard alone', async ({ personAt, server }) => {
  await makeRule(server, 'A la primera');
  const page = await personAt('admin', path);
  await expect(rule(page, 'A la primera')).toBeVisible();
  await page.keyboard.press('j');
  await expect(rule(page, 'A la primera')).toBeFocused();
  await page.keyboard.press('s');
  await expect(row(page, 'A la primera').getByRole('switch')).not.toBeChecked();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(form(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(rule(page, 'A la primera')).toBeFocused();
  await page.keyboard.press('n');
  await expect(form(page).getByRole('textbox', { name: 'Nombre' })).toBeFocused();
  await page.keyboard.type('n de nada');
  await expect(form(page).getByRole('textbox', { name: 'Nombre' })).toHaveValue('n de nada');
  // A box takes no letters: the screen's keys work on it, but the space bar is its own.
  const on = form(page).getByRole('switch', { name: 'Activa' });
  await on.focus();
  await page.keyboard.press('Space');
  await expect(on).not.toBeChecked();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Nombre de la regla' })).toBeFocused();
  await on.focus();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page.getByRole('dialog', { name: '¿Salir sin guardar?' })).toBeVisible();
});

test('UI-08: an unfinished rule is not lost by mistake', async ({ personAt }) => {
  const page = await personAt('admin', path);
  await page.getByRole('button', { name: 'Nueva regla' }).click();
  const name = form(page).getByRole('textbox', { name: 'Nombre' });
  await name.fill('A medias');
  const asked = page.getByRole('dialog', { name: '¿Salir sin guardar?' });
  for (const leave of [
    () => panel(page).getByRole('button', { name: 'Cerrar' }).click(),
    () => rule(page, 'Insultos').click(),
    () => page.getByRole('link', { name: 'Cola' }).click(),
  ]) {
    await leave();
    await asked.getByRole('button', { name: 'Cancelar' }).click();
    await expect(name).toHaveValue('A medias');
  }
  // Of the window that closes the browser asks.
  const told = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await told;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(name).toHaveValue('A medias');
  await rule(page, 'Insultos').click();
  await asked.getByRole('button', { name: 'Salir sin guardar' }).click();
  await expect(form(page).getByRole('textbox', { name: 'Nombre' })).toHaveValue('Insultos');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on the rules, ${colorScheme} @phone`, async ({
    personAt,
  }) => {
    const page = await personAt('admin', path);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(rule(page, 'Insultos')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('list.png') });
    await rule(page, 'Insultos').click();
    await expect(form(page)).toBeVisible();
    await panel(page).getByRole('textbox', { name: 'Texto' }).fill('menudo g1l1pollas');
    await panel(page).getByRole('button', { name: 'Probar', exact: true }).click();
    await expect(panel(page).getByText('Se publicaría, y entraría en la cola.')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('rule.png') });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}
