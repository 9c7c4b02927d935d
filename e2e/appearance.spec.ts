import type { Page } from '@playwright/test';
import { en } from '../packages/ui/src/i18n/en.ts';
import { arrived, composer, log, message, openChannel, say } from './support/people.ts';
import { axe, expect, test } from './support/test.ts';

/** Every screen that there is, and how one gets there. */
const screens: { name: string; open: (page: Page) => Promise<unknown> }[] = [
  {
    name: 'conversation',
    open: async (page) => {
      await page.goto('/');
      await page.getByRole('link', { name: /^general/ }).click();
      await expect(log(page).getByRole('article').first()).toBeVisible();
    },
  },
  {
    name: 'channel information',
    open: async (page) => {
      await page.getByRole('button', { name: 'Información del canal' }).click();
      await expect(page.getByRole('link', { name: /Ana Ferreiro/ })).toBeVisible();
    },
  },
  {
    name: 'channels',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('link', { name: /^general/ })).toBeVisible();
    },
  },
  {
    name: 'browse',
    open: async (page) => {
      await page.goto('/browse');
      await expect(page.getByRole('button', { name: /^Unirse a/ }).first()).toBeVisible();
    },
  },
  {
    name: 'create channel',
    open: async (page) => {
      await page.getByRole('button', { name: 'Crear canal' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'person',
    open: async (page) => {
      await page.goto('/people');
      await page.getByRole('link', { name: /Bruno/ }).click();
      await expect(page.getByRole('heading', { name: 'Bruno Castaño' })).toBeVisible();
    },
  },
  {
    name: 'people',
    open: async (page) => {
      await page.goto('/people');
      await expect(page.getByRole('link', { name: /Bruno/ })).toBeVisible();
    },
  },
  {
    name: 'oneself',
    open: async (page) => {
      await page.goto('/me');
      await expect(page.getByLabel('Sobre ti')).toBeVisible();
    },
  },
  {
    name: 'invitations',
    open: async (page) => {
      await page.goto('/invites');
      await page.getByRole('button', { name: 'Crear enlace' }).click();
      await expect(page.getByText(/\/join\?code=/)).toBeVisible();
    },
  },
  {
    name: 'shortcuts',
    open: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'no such page',
    open: async (page) => {
      await page.goto('/nowhere');
      await expect(page.getByText('Esta página no existe')).toBeVisible();
    },
  },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on any screen, ${colorScheme} @phone`, async ({
    page,
    personAt,
  }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    for (const path of ['/sign-in', '/join', '/verify?code=unknown']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      expect(await axe(page), path).toEqual([]);
    }
    const staff = await personAt('admin');
    await staff.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { name, open } of screens) {
      await open(staff);
      expect(await axe(staff), name).toEqual([]);
    }
  });
}

test('UI-31: language, theme and density are chosen and kept @phone', async ({ personAt }) => {
  const page = await personAt('member', '/me');
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Profile and preferences' })).toBeVisible();
  await page.getByText('Dark', { exact: true }).click();
  await page.getByText('Compact', { exact: true }).click();
  await page.reload();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(html).toHaveAttribute('data-density', 'compact');
  await expect(page.getByRole('heading', { name: 'Profile and preferences' })).toBeVisible();
  // No key of a sentence that is missing shows through.
  for (const path of ['/', '/browse', '/people', '/me']) {
    await page.goto(path);
    await expect(page.getByRole('navigation').first()).toBeVisible();
    const text = await page.locator('body').innerText();
    expect(Object.keys(en).filter((key) => text.includes(key))).toEqual([]);
  }
});

test('UI-31: one message at a time shows what can be done with it @only-phone', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  for (const text of ['Toca aquí', 'Y luego aquí']) {
    await say(page, text);
    await arrived(page, text);
  }
  const bars = log(page).getByRole('toolbar');
  const barOf = (text: string) => message(page, text).getByRole('toolbar');
  await message(page, 'Toca aquí').tap();
  await expect(barOf('Toca aquí')).toBeVisible();
  // What a long press is to the page: there is no click that would tell the other one.
  await message(page, 'Y luego aquí').click({ button: 'right' });
  await expect(barOf('Y luego aquí')).toBeVisible();
  await expect(bars).toHaveCount(1);
});

test('UI-31: on a phone one pane at a time, and fingers find their targets @only-phone', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await expect(page.getByRole('navigation', { name: 'Secciones' })).toBeVisible();
  await expect(log(page)).toHaveCount(0);
  await page.getByRole('link', { name: /^general/ }).tap();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Canales' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Secciones' })).toBeHidden();
  for (const name of ['Volver a los canales', 'Información del canal', 'Enviar']) {
    const target = page.getByRole('button', { name }).or(page.getByRole('link', { name }));
    const box = await target.first().boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
  }
  // A keyboard takes half of the height: the composer stays above it.
  await page.setViewportSize({ width: 390, height: 420 });
  const box = await composer(page).boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(420);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Volver a los canales' }).tap();
  await expect(page.getByRole('list', { name: 'Canales' })).toBeVisible();
  await page.getByRole('link', { name: 'Explorar' }).tap();
  const join = await page
    .getByRole('button', { name: /^Unirse a/ })
    .first()
    .boundingBox();
  expect((join?.x ?? 390) + (join?.width ?? 0)).toBeLessThanOrEqual(390);
  expect(join?.height).toBeGreaterThanOrEqual(44);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});

test('UI-30: a conversation by keyboard alone', async ({ personAt }) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  await say(page, 'con el teclado');
  await expect(log(page).getByRole('article').last()).toContainText('con el teclado');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  for (let stop = 0; stop < 12; stop++) {
    if (await log(page).locator('article:focus').count()) break;
    await page.keyboard.press('Shift+Tab');
  }
  const own = log(page).getByRole('article').filter({ hasText: 'con el teclado' });
  await expect(own).toBeFocused();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Editar' }).fill('solo con el teclado');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('solo con el teclado')).toBeVisible();
  await own.focus();
  await page.keyboard.press('ArrowUp');
  await expect(own).not.toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(own).toBeFocused();
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Buscar emoji' }).fill('faro');
  await page.getByRole('textbox', { name: 'Buscar emoji' }).fill('linterna');
  await page.keyboard.press('Enter');
  await expect(own.getByRole('button', { name: /🔦: 1/ })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Canal, persona o página').fill('puer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'puerto' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('heading', { level: 1, name: 'puerto' })).toBeHidden();
});

test('UI-33: the first screen needs at most 200 kB of JavaScript', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Entrar' })).toBeVisible();
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry as PerformanceResourceTiming)
      .filter(({ name }) => /\.js(\?|$)/.test(name))
      .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })),
  );
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  test.info().annotations.push({ type: 'weight', description: `${(total / 1024).toFixed(1)} kB` });
  expect(scripts.length).toBeGreaterThan(2);
  expect(scripts.every(({ bytes }) => bytes > 0)).toBe(true);
  expect(total).toBeLessThanOrEqual(200 * 1024);
});

test('UI-33: nothing on any screen asks for more than the content security policy allows', async ({
  personAt,
}) => {
  const page = await personAt('admin', '/');
  const refused: string[] = [];
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
  });
  for (const { open } of screens) await open(page);
  const header = (await page.request.get('/')).headers()['content-security-policy'] ?? '';
  expect(header).toContain("default-src 'self'");
  expect(header).not.toMatch(/unsafe-(inline|eval)/);
  expect(refused).toEqual([]);
});
