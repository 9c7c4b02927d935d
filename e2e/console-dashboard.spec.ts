import type { Page } from '@playwright/test';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

const figure = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Cifras' }).getByRole('link', { name });
const countOf = async (page: Page, name: string) =>
  Number((await figure(page, name).innerText()).match(/^[\d.]+/)?.[0].replace('.', ''));
const chart = (page: Page, title: string) =>
  page.getByRole('region', { name: title }).locator('canvas');
/** What is drawn, as text. */
const drawing = (page: Page, title: string) =>
  chart(page, title).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

test('UI-02, CHAT-62: charts and numbers follow what happens, without reload or a new chart', async ({
  server,
  personAt,
}) => {
  const page = await personAt('moderator', '/console/');
  const refused: string[] = [];
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
  });
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  for (const title of ['Mensajes por minuto', 'Personas en línea']) {
    await expect(chart(page, title)).toBeVisible();
    await chart(page, title).evaluate((canvas) => canvas.setAttribute('data-mark', ''));
  }
  await expect(figure(page, 'Personas en línea')).toContainText(/[1-9]/);
  const before = await drawing(page, 'Mensajes por minuto');
  const ana = await apiAs(server, 'member');
  const hugo = await personAt({ email: 'hugo@faro.example', password: 'demo-atalaya' });
  await expect(hugo.getByRole('list', { name: 'Canales' })).toBeVisible();
  const channelId = await channelNamed(ana, 'general');
  for (const content of ['marea alta', 'marea baja', 'marea viva']) {
    const clientId = crypto.randomUUID();
    await ana.api.chat.messages.send.mutate({ channelId, clientId, content });
  }
  const perMinute = page.getByRole('region', { name: 'Mensajes por minuto' });
  await expect
    .poll(async () => Number((await perMinute.innerText()).match(/\d+/)?.[0]))
    .toBeGreaterThanOrEqual(3);
  // People of earlier tests may be leaving meanwhile: at least these two are there.
  await expect.poll(() => countOf(page, 'Personas en línea')).toBeGreaterThanOrEqual(2);
  await expect.poll(() => drawing(page, 'Mensajes por minuto')).not.toBe(before);
  await expect(page.locator('canvas[data-mark]')).toHaveCount(2);
  expect(loads).toBe(0);
  expect(refused).toEqual([]);
  ana.close();
});

test('UI-02: charts take the colours of the theme when it changes', async ({ personAt }) => {
  const page = await personAt('auditor', '/console/');
  const ofTheme = () =>
    chart(page, 'Personas en línea').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const line = getComputedStyle(document.documentElement).getPropertyValue('--at-line').trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(line.slice(at, at + 2), 16));
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (wanted.every((part, index) => data[at + index] === part)) count += 1;
      }
      return { line, drawn: count > canvas.width / 2 };
    });
  const themes: string[] = [];
  for (const colorScheme of ['light', 'dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expect.poll(async () => (await ofTheme()).drawn).toBe(true);
    themes.push((await ofTheme()).line);
  }
  expect(new Set(themes).size).toBe(2);
});

test('UI-30: behind every chart stands a table', async ({ personAt }) => {
  const page = await personAt('auditor', '/console/');
  for (const name of [
    'Mensajes por minuto, minuto a minuto',
    'Personas en línea, minuto a minuto',
    'Actividad',
  ]) {
    const rows = page.getByRole('table', { name }).getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    await expect(rows.last().getByRole('cell')).toHaveText(/^\d+$/);
  }
  await page.getByText('14 días', { exact: true }).click();
  await expect(page.getByRole('table', { name: 'Actividad' }).getByRole('row')).toHaveCount(15);
});

test('UI-02: every number opens what it counts', async ({ personAt }) => {
  const page = await personAt('moderator', '/console/');
  await expect(figure(page, 'Casos abiertos')).toContainText(/[1-9]/);

  const messages = await countOf(page, 'Mensajes en 24 h');
  await figure(page, 'Mensajes en 24 h').click();
  await expect(page.getByRole('region', { name: 'Actividad' })).toBeFocused();
  await expect(page.getByRole('region', { name: 'Actividad' })).toContainText(
    `${messages} mensajes en total`,
  );

  const cases = await countOf(page, 'Casos abiertos');
  const overdue = await countOf(page, 'Fuera de plazo');
  expect(overdue).toBeGreaterThan(0);
  await figure(page, 'Fuera de plazo').click();
  await expect(page.getByRole('checkbox', { name: 'Fuera de plazo' })).toBeChecked();
  await expect(page.getByRole('option')).toHaveCount(overdue);
  await expect(page.getByRole('option', { name: /venció/ })).toHaveCount(overdue);
  await page.getByRole('checkbox', { name: 'Fuera de plazo' }).press('Space');
  await expect(page.getByRole('option')).toHaveCount(cases);

  // The filters of the last visit do not hide what was counted. A chip is no writing: keys go on.
  await page.getByText('Decididos', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Decididos' })).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await figure(page, 'Casos abiertos').click();
  await expect(page.getByRole('option')).toHaveCount(cases);

  await page.goBack();
  const alerts = await countOf(page, 'Alertas sin atender');
  await figure(page, 'Alertas sin atender').click();
  await expect(
    page.getByRole('list', { name: 'Lista de alertas' }).getByRole('listitem'),
  ).toHaveCount(alerts);

  await page.goBack();
  await figure(page, 'Altas en 24 h').click();
  await expect(page.getByRole('combobox', { name: 'Orden' })).toHaveValue('joined');
  await page.goBack();
  await figure(page, 'Personas en línea').click();
  await expect(page.getByRole('combobox', { name: 'Orden' })).toHaveValue('lastActive');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on the dashboard, ${colorScheme} @phone`, async ({
    personAt,
  }) => {
    const page = await personAt('superadmin', '/console/');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.getByRole('region', { name: 'Este servidor' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}
