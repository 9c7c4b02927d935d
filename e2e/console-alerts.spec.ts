import type { Page } from '@playwright/test';
import type { TestServer } from './support/server.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

const rows = (page: Page) =>
  page.getByRole('list', { name: 'Lista de alertas' }).getByRole('listitem');
const row = (page: Page, text: string) => rows(page).filter({ hasText: text });

/** What the same person writes shares one alert: each raid is about somebody else. */
const writers = ['karima', 'pilar', 'nico', 'marta'];

/** So many people flag one new message, which raises an alert; gives its words. */
async function raid(server: TestServer): Promise<string> {
  const words = `boyas ${crypto.randomUUID().slice(0, 8)}`;
  const people = await Promise.all(
    [writers.shift() ?? 'ines', 'ana', 'hugo', 'lois'].map((name) =>
      apiAs(server, { email: `${name}@faro.example`, password: 'demo-atalaya' }),
    ),
  );
  const [writer, ...others] = people;
  if (!writer) throw new Error('nobody writes');
  const { id } = await writer.api.chat.messages.send.mutate({
    channelId: await channelNamed(writer, 'general'),
    clientId: crypto.randomUUID(),
    content: words,
  });
  for (const { api } of others) {
    await api.moderation.flags.create.mutate({
      subjectType: 'message',
      subjectId: id,
      reason: 'spam',
    });
  }
  for (const person of people) person.close();
  return words;
}

test('TRUST-41: what is raised shows within two seconds, and the list does not jump', async ({
  server,
  personAt,
}) => {
  const page = await personAt('moderator', '/console/alerts');
  await expect(rows(page).first()).toBeVisible();
  const first = await rows(page).first().getAttribute('data-alert');
  const count = await rows(page).count();
  const words = await raid(server);
  const pill = page.getByRole('button', { name: '1 nueva' });
  await expect(pill).toBeVisible({ timeout: 2_000 });
  expect(await rows(page).first().getAttribute('data-alert')).toBe(first);
  await expect(rows(page)).toHaveCount(count);
  await page.keyboard.press('n');
  await expect(rows(page)).toHaveCount(count + 1);
  await expect(rows(page).first()).toContainText(`3 personas han avisado de lo mismo: «${words}»`);
  await expect(pill).toBeHidden();
  await rows(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/console\/queue\?case=/);
  await expect(page.getByRole('main')).toContainText(words);
});

test('TRUST-40: acknowledged with one key; the others see in its place who looks after it', async ({
  server,
  personAt,
}) => {
  const words = await raid(server);
  const [bruno, carmen] = [
    await personAt('moderator', '/console/alerts'),
    await personAt('admin', '/console/alerts'),
  ];
  await expect(row(carmen, words)).toBeVisible();
  const places = await rows(carmen).count();
  await row(bruno, words).focus();
  await bruno.keyboard.press('a');
  await expect(row(bruno, words)).toHaveCount(0);
  await expect(bruno.getByText('Ahora la atiendes tú')).toBeVisible();
  // The next row has the focus: the work goes on by keyboard.
  await expect(rows(bruno).first()).toBeFocused();
  await expect(row(carmen, words)).toContainText('La atiende Bruno Castaño');
  await expect(rows(carmen)).toHaveCount(places);
  await bruno.getByText('Atendidas', { exact: true }).click();
  await expect(row(bruno, words)).toContainText('La atiendes tú');
});

test('TRUST-40: resolving and silencing can be taken back, and else they hold', async ({
  server,
  personAt,
}) => {
  const words = await raid(server);
  const page = await personAt('moderator', '/console/alerts');
  const { api, close } = await apiAs(server, 'auditor');
  const onServer = async () => {
    const { items } = await api.alerts.list.query({ limit: 100 });
    return items.find(({ params }) => params['excerpt'] === words);
  };
  await row(page, words).focus();
  await page.keyboard.press('s');
  await expect(row(page, words)).toContainText('Silenciada hasta');
  await page.keyboard.press('z');
  await expect(row(page, words)).not.toContainText('Silenciada hasta');
  expect((await onServer())?.silencedUntil).toBeNull();

  await page.keyboard.press('e');
  await expect(row(page, words)).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(row(page, words)).toBeVisible();
  expect((await onServer())?.state).toBe('open');

  await row(page, words).getByRole('button', { name: 'Resolver' }).click();
  await expect(row(page, words)).toHaveCount(0);
  // Leaving the screen does what still waits.
  await page.getByRole('link', { name: 'Panel' }).click();
  await expect.poll(async () => (await onServer())?.state).toBe('resolved');
  expect((await onServer())?.resolvedBy?.displayName).toBe('Bruno Castaño');
  close();
});

test('TRUST-40: who only looks on changes nothing', async ({ server, personAt }) => {
  const words = await raid(server);
  const page = await personAt('auditor', '/console/alerts');
  await expect(row(page, words)).toBeVisible();
  await expect(rows(page).getByRole('button')).toHaveCount(0);
  await row(page, words).focus();
  for (const key of ['a', 'e', 's']) await page.keyboard.press(key);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('En las alertas');
  await expect(page.getByRole('dialog')).not.toContainText('Atender la alerta');
  await page.keyboard.press('Escape');
  await expect(row(page, words)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on the alerts, ${colorScheme} @phone`, async ({
    personAt,
  }) => {
    const page = await personAt('moderator', '/console/alerts');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const state of ['Sin atender', 'Atendidas', 'Resueltas', 'Todas']) {
      await page.getByText(state, { exact: true }).first().click();
      await expect(page.getByRole('radio', { name: state })).toBeChecked();
      expect(await axe(page), state).toEqual([]);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}
