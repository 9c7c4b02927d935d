import type { Page } from '@playwright/test';
import { consoleEn } from '../packages/ui/src/i18n/console/en.ts';
import { callerOf, flagMessages } from './support/cases.ts';
import { axe, expect, test } from './support/test.ts';

// The queue is what it was at the beginning.
test.use({ community: 'console' });

const list = (page: Page) => page.getByRole('listbox', { name: 'Casos' });
const row = (page: Page, text: string) => list(page).getByRole('option').filter({ hasText: text });
const theCase = (page: Page) => page.getByRole('article', { name: 'Caso' });

/** Opens a case in the list and waits until it is there. */
async function openCase(page: Page, text: string): Promise<void> {
  await row(page, text).click();
  await expect(theCase(page)).toContainText(text);
}

test('UI-12: staff open the console in a browser; members are told whose it is', async ({
  page,
  personAt,
}) => {
  await page.goto('/console/queue');
  await expect(page.getByRole('heading', { name: 'Entra en la consola' })).toBeVisible();
  await page.getByLabel('Correo electrónico').fill('bruno@faro.example');
  await page.getByRole('textbox', { name: 'Contraseña' }).fill('demo-atalaya');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('heading', { name: 'Cola de revisión' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/console/queue');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Cola de revisión' })).toBeVisible();

  const member = await personAt('member', '/console/');
  await expect(member.getByRole('heading', { name: 'Esta consola es del equipo' })).toBeVisible();
  await expect(member.getByText('(miembro)')).toBeVisible();
  await expect(member.getByRole('navigation', { name: 'Pantallas' })).toHaveCount(0);
  await member.getByRole('link', { name: 'Ir a la aplicación web' }).click();
  await expect(member.getByRole('navigation', { name: 'Navegación' })).toBeVisible();
});

test('UI-03: a flagged message arrives within a second, without moving the list', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['ya estaba en la cola']);
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'ya estaba en la cola');
  const place = await row(page, 'ya estaba en la cola').boundingBox();
  await flagMessages(server, ['recién avisado, pintadas en el muelle']);
  const pill = page.getByRole('button', { name: /^\d+ nuevos?$/ });
  // From the answer to the flag to what the moderator sees.
  await expect(pill).toBeVisible({ timeout: 1_000 });
  expect(await row(page, 'ya estaba en la cola').boundingBox()).toEqual(place);
  await expect(row(page, 'recién avisado')).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(row(page, 'recién avisado')).toBeVisible();
  await expect(pill).toHaveCount(0);
});

test('UI-03, TRUST-06: two keys decide, the person is told, and z takes it back', async ({
  personAt,
  server,
}) => {
  const [flagged] = await flagMessages(server, ['fuera de lugar y con insultos']);
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'fuera de lugar');
  const before = await list(page).getByRole('option').count();
  await page.keyboard.press('3');
  await expect(page.getByRole('form', { name: 'Decidir: Ocultar' })).toBeVisible();
  await page.keyboard.press('Enter');
  // At once, before any answer.
  await expect(row(page, 'fuera de lugar')).toHaveCount(0, { timeout: 100 });
  await expect(page.getByText('Mensaje oculto: Ana Ferreiro')).toBeVisible();
  await expect(list(page).getByRole('option', { selected: true })).toHaveCount(before > 1 ? 1 : 0);
  const member = await callerOf(server, 'member');
  const standing = () =>
    member.query<{ sanctions: { kind: string; messageId: string }[] }>('moderation.mine');
  await expect(async () => {
    const { sanctions } = await standing();
    expect(sanctions.map(({ messageId }) => messageId)).toContain(flagged?.messageId);
  }).toPass({ timeout: 5_000 });
  await page.keyboard.press('z');
  await expect(page.getByText('Decisión deshecha')).toBeVisible();
  await expect(row(page, 'fuera de lugar')).toBeVisible();
  const { sanctions } = await standing();
  expect(sanctions.map(({ messageId }) => messageId)).not.toContain(flagged?.messageId);
});

test('UI-03: what z takes back is open again, as it was', async ({ personAt, server }) => {
  await flagMessages(server, ['me desdigo de este', 'este viene después']);
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'me desdigo de este');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(row(page, 'me desdigo de este')).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(page.getByText('Decisión deshecha')).toBeVisible();
  const selected = list(page).getByRole('option', { selected: true });
  await expect(selected).toContainText('me desdigo de este');
  await expect(theCase(page)).toContainText('me desdigo de este');
  // The decision and its end are there: the case was read again.
  await expect(theCase(page).getByText('deshecha', { exact: false }).first()).toBeVisible();
  await expect(theCase(page)).not.toContainText('hay pruebas nuevas');
});

test('UI-03: twenty cases by keyboard alone, each in two keys and shown in 50 ms', async ({
  personAt,
  server,
}) => {
  test.setTimeout(120_000);
  const texts = Array.from({ length: 20 }, (_, number) => `tanda número ${number + 100}`);
  await flagMessages(server, texts, { reason: 'spam' });
  const page = await personAt('moderator', '/console/queue');
  await expect(list(page).getByRole('option').first()).toBeVisible();
  await openCase(page, 'tanda número 100');
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter') return;
        const gone = document.querySelector('[aria-selected="true"]')?.getAttribute('data-case');
        const start = performance.now();
        const look = () => {
          const now = document.querySelector('[aria-selected="true"]')?.getAttribute('data-case');
          const shown = document.querySelector('article[aria-label] h2');
          if (now && now !== gone && shown) times.push(performance.now() - start);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
  const decided = new Set<string>();
  for (let turn = 0; turn < 12; turn++) {
    const selected = list(page).getByRole('option', { selected: true });
    decided.add((await selected.getAttribute('data-case')) ?? '');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (count) => (window as unknown as { times: number[] }).times.length === count,
      turn + 1,
    );
  }
  expect(decided.size).toBe(12);
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 999;
  test
    .info()
    .annotations.push({ type: 'next case', description: `median ${median.toFixed(0)} ms` });
  // The goal is 50 ms, and the bench measures it: here other tests share the machine.
  expect(median).toBeLessThan(200);
  const staff = await callerOf(server, 'moderator');
  await expect(async () => {
    const { items } = await staff.query<{ items: { id: string }[] }>('moderation.cases.list', {
      state: 'decided',
      limit: 100,
    });
    const ids = new Set(items.map(({ id }) => id));
    expect([...decided].filter((id) => !ids.has(id))).toEqual([]);
  }).toPass({ timeout: 10_000 });
});

test('UI-03, TRUST-05: a refusal brings the row back and says who has the case', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['lo tiene otra persona']);
  const carmen = await callerOf(server, 'admin');
  const page = await personAt('moderator', '/console/queue');
  // The news of who took it comes too late: the screen does not know what the server knows.
  await page.routeWebSocket(/\/trpc/, (socket) => {
    const line = socket.connectToServer();
    line.onMessage((message) => {
      if (!String(message).includes('case.changed')) socket.send(message);
    });
  });
  await page.reload();
  await openCase(page, 'lo tiene otra persona');
  const caseId = new URL(page.url()).searchParams.get('case');
  await carmen.mutate('moderation.cases.claim', { caseId });
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Carmen Lago está con este caso. El caso ha vuelto')).toBeVisible();
  await expect(row(page, 'lo tiene otra persona')).toBeVisible();
});

test('TRUST-05: who holds a case is seen at once, and only they can decide it', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['de mano en mano']);
  const carmen = await callerOf(server, 'admin');
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'de mano en mano');
  const caseId = new URL(page.url()).searchParams.get('case');
  await page.keyboard.press('2');
  await carmen.mutate('moderation.cases.claim', { caseId });
  await expect(row(page, 'de mano en mano')).toContainText('Lo tiene Carmen Lago');
  await expect(page.getByRole('form')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await carmen.mutate('moderation.cases.release', { caseId });
  await expect(row(page, 'de mano en mano')).not.toContainText('Lo tiene');
  await page.keyboard.press('c');
  await expect(row(page, 'de mano en mano')).toContainText('Lo tienes tú');
  await page.keyboard.press('c');
  await expect(row(page, 'de mano en mano')).not.toContainText('Lo tienes');
});

test('UI-04: evidence in its context, who flagged it, policy, person and reason', async ({
  personAt,
  server,
}) => {
  await flagMessages(server, ['dato privado de una vecina'], { reason: 'privacy' });
  await flagMessages(server, ['algo violento de verdad'], { reason: 'violence' });
  const page = await personAt('moderator', '/console/queue');
  await openCase(page, 'dato privado');
  await expect(theCase(page)).toContainText('Elena Souto');
  await expect(theCase(page)).toContainText('Molesta a la gente.');
  await expect(theCase(page)).toContainText('No se publican datos ajenos sin permiso.');
  const person = page.getByRole('complementary', { name: 'Persona' });
  await expect(person).toContainText('Ana Ferreiro');
  await page.keyboard.press('4');
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: /Motivo para la persona/ })).toBeFocused();
  await page.keyboard.type('Los datos de otra persona no se publican.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('form')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('complementary', { name: 'Ficha' })).toContainText(
    'ana@faro.example',
  );

  await page.goBack();
  await page.goto('/console/queue');
  const veiled = list(page).getByRole('option').filter({ hasText: 'Contenido delicado' }).last();
  await veiled.click();
  await expect(theCase(page).getByText('Contenido delicado')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(theCase(page).getByText('Contenido delicado')).toHaveCount(0);
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await expect(theCase(page).getByText('Contenido delicado')).toBeVisible();
});

test('UI-03: ? lists the keys of the screen, Ctrl K finds screens, commands and people', async ({
  personAt,
}) => {
  const page = await personAt('moderator', '/console/queue');
  await expect(page.getByRole('heading', { name: 'Cola de revisión' })).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Atajos de esta pantalla' });
  for (const text of [
    'Desestimar',
    'Deshacer la última decisión',
    'Confirmar la decisión',
    'Ir a las alertas',
  ]) {
    await expect(dialog).toContainText(text);
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Pantalla, persona u orden').fill('Alertas');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Alertas' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Pantalla, persona u orden').fill('hugo');
  await page.getByText('Hugo Barreiro').click();
  await expect(page.getByRole('complementary', { name: 'Ficha' })).toContainText('Hugo Barreiro');
});

test('UI-12: the auditor sees everything and changes nothing', async ({ personAt }) => {
  const page = await personAt('auditor', '/console/queue');
  await list(page).getByRole('option').first().click();
  await expect(page.getByText('Tu papel lo ve todo y no cambia nada.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Desestimar' })).toHaveCount(0);
  await page.keyboard.press('1');
  await expect(page.getByRole('form')).toHaveCount(0);
  // A moderator has no such screen.
  const moderator = await personAt('moderator', '/console/audit');
  await expect(moderator.getByText('No tienes permiso para esto')).toBeVisible();
  await expect(moderator.getByRole('link', { name: 'Auditoría' })).toHaveCount(0);
});

const screens: readonly [path: string, heading: string][] = [
  ['', 'Panel'],
  ['queue', 'Cola de revisión'],
  ['alerts', 'Alertas'],
  ['insights', 'Analítica'],
  ['people', 'Personas'],
  ['settings', 'Ajustes'],
  ['audit', 'Auditoría'],
];
for (const colorScheme of ['light', 'dark'] as const) {
  test(`UI-30: axe finds nothing serious on any screen of the console, ${colorScheme}`, async ({
    page,
    personAt,
    server,
  }) => {
    test.setTimeout(120_000);
    await flagMessages(server, ['para mirarlo de cerca'], { reason: 'illegal' });
    const refused: string[] = [];
    await page.emulateMedia({ colorScheme });
    await page.goto('/console/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await axe(page), 'sign-in').toEqual([]);
    const staff = await personAt('superadmin', '/console/');
    staff.on('console', (line) => {
      if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
    });
    await staff.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [path, heading] of screens) {
      await staff.goto(`/console/${path}`);
      await expect(staff.getByRole('heading', { level: 1, name: heading })).toBeVisible();
      await expect(staff.locator('[aria-busy="true"]')).toHaveCount(0);
      if (path === 'queue') {
        await list(staff).getByRole('option').filter({ hasText: 'para mirarlo' }).first().click();
        // The case is there: what is pressed before is for none.
        await expect(theCase(staff)).toContainText('Algo ilegal');
        await staff.keyboard.press('4');
        await expect(staff.getByRole('form')).toBeVisible();
      }
      expect(await axe(staff), path).toEqual([]);
    }
    await staff.goto('/console/people');
    await staff.getByRole('link', { name: /Ana Ferreiro/ }).click();
    await expect(staff.getByRole('complementary', { name: 'Ficha' })).toContainText('Correo');
    expect(await axe(staff), 'file').toEqual([]);
    await staff.keyboard.press('?');
    await expect(staff.getByRole('dialog')).toBeVisible();
    expect(await axe(staff), 'keys').toEqual([]);
    expect(refused).toEqual([]);
  });
}

test('UI-03: three panes are resized by keyboard and remembered; small screens show one', async ({
  personAt,
}) => {
  const page = await personAt('moderator', '/console/queue');
  const pane = page.getByRole('region', { name: 'Casos', exact: true });
  await expect(pane).toBeVisible();
  const before = (await pane.boundingBox())?.width ?? 0;
  await page.getByRole('separator').first().focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight');
  await expect
    .poll(async () => (await pane.boundingBox())?.width ?? 0)
    .toBeGreaterThan(before + 40);
  const wide = (await pane.boundingBox())?.width ?? 0;
  await page.reload();
  await expect
    .poll(async () => Math.round((await pane.boundingBox())?.width ?? 0))
    .toBe(Math.round(wide));
  await page.setViewportSize({ width: 420, height: 800 });
  await page.goto('/console/queue');
  await list(page).getByRole('option').first().click();
  await expect(theCase(page)).toBeVisible();
  await expect(list(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Volver a la lista' }).click();
  await expect(list(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
});

test('UI-31: the whole console speaks English too', async ({ personAt }) => {
  const page = await personAt('superadmin', '/console/');
  await page.getByRole('button', { name: /Tu menú/ }).click();
  await page.getByText('English').click();
  for (const [path, heading] of [
    ['', 'Dashboard'],
    ['queue', 'Review queue'],
    ['alerts', 'Alerts'],
    ['people', 'People'],
    ['rules', 'Filter rules'],
    ['rules?rule=new', 'Filter rules'],
    ['settings', 'Settings'],
    ['audit', 'Audit log'],
  ] as const) {
    await page.goto(`/console/${path}`);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    // No key of a sentence that is missing shows through.
    const text = await page.locator('body').innerText();
    expect(Object.keys(consoleEn).filter((key) => text.includes(key))).toEqual([]);
  }
});
