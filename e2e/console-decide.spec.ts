import type { Page } from '@playwright/test';
import type { CaseDetail, Notification, Sanction } from '../packages/api/src/types.ts';
import { type Caller, callerOf, flagMessages } from './support/cases.ts';
import { axe, expect, test } from './support/test.ts';

// What is in the queue is what these tests put there.
test.use({ community: 'console-decide' });

const list = (page: Page) => page.getByRole('listbox', { name: 'Casos' });
const row = (page: Page, text: string) => list(page).getByRole('option').filter({ hasText: text });
const theCase = (page: Page) => page.getByRole('article', { name: 'Caso' });
const form = (page: Page) => page.getByRole('form', { name: /^Decidir/ });
const chosen = (page: Page) =>
  page.getByRole('list', { name: 'Acciones de esta decisión' }).getByRole('listitem');

/** Has a message flagged, opens its case, and gives both ids. */
async function openFlagged(page: Page, caseAbout: Promise<{ messageId: string }[]>, text: string) {
  const [flagged] = await caseAbout;
  if (!flagged) throw new Error('nothing was flagged');
  await page.goto('/console/queue');
  await row(page, text).click();
  await expect(theCase(page)).toContainText(text);
  const caseId = new URL(page.url()).searchParams.get('case') ?? '';
  return { caseId, messageId: flagged.messageId };
}

const detailOf = (staff: Caller, caseId: string) =>
  staff.query<Pick<CaseDetail, 'state' | 'decisions'>>('moderation.cases.get', { caseId });

/** What the person was told about the message, the newest first. */
async function toldAbout(person: Caller, messageId: string): Promise<string[]> {
  const { items } = await person.query<{ items: Notification[] }>('notifications.list', {
    limit: 50,
  });
  return items.flatMap(({ kind, params }) =>
    'measures' in params && params.measures.some((one) => one.messageId === messageId)
      ? [`${kind} ${params.measures.map(({ sanction }) => sanction).join(' ')}`]
      : [],
  );
}

async function inForce(person: Caller, messageId: string): Promise<string[]> {
  const { sanctions } = await person.query<{ sanctions: Sanction[] }>('moderation.mine');
  return sanctions.filter((one) => one.messageId === messageId).map(({ kind }) => kind);
}

test('TRUST-06: warn, hide and a note in one decision', async ({ personAt, server }) => {
  const text = 'insultos en cubierta';
  const page = await personAt('moderator', '/console/');
  const { caseId, messageId } = await openFlagged(page, flagMessages(server, [text]), text);
  const [author, staff] = await Promise.all([
    callerOf(server, 'member'),
    callerOf(server, 'moderator'),
  ]);

  await page.keyboard.press('2');
  await page.keyboard.press('Shift+Digit3');
  await expect(page.getByRole('status').filter({ hasText: 'En una decisión' })).toHaveText(
    'En una decisión: Advertir y Ocultar',
  );
  await page.keyboard.press('Shift+Digit7');
  await expect(chosen(page)).toHaveText(['Advertir', 'Ocultar', 'Anotar']);
  const note = page.getByRole('textbox', { name: 'Nota para el equipo' });
  await expect(note).toBeFocused();
  // A note without words is not written.
  await page.keyboard.press('Enter');
  await expect(form(page)).toBeVisible();
  await page.keyboard.type('Es la segunda vez esta semana.');
  await page.getByRole('textbox', { name: /Motivo para la persona/ }).fill('Así no, por favor.');
  await page.keyboard.press('Enter');
  await expect(row(page, text)).toHaveCount(0, { timeout: 100 });
  await expect(
    page.getByText('Advertencia enviada · Mensaje oculto · Nota: Ana Ferreiro'),
  ).toBeVisible();

  await expect.poll(async () => (await detailOf(staff, caseId)).state).toBe('decided');
  const { decisions } = await detailOf(staff, caseId);
  expect(decisions).toMatchObject([
    {
      actions: [{ type: 'warn' }, { type: 'hide' }, { type: 'note' }],
      policy: 'harassment',
      statement: 'Así no, por favor.',
      note: 'Es la segunda vez esta semana.',
    },
  ]);
  // Of all measures in one notice, and nothing of the note.
  expect(await toldAbout(author, messageId)).toEqual(['sanction warn hide']);
  expect((await inForce(author, messageId)).toSorted()).toEqual(['hide', 'warn']);

  await page.keyboard.press('z');
  await expect(page.getByText('Decisión deshecha')).toBeVisible();
  await expect(row(page, text)).toBeVisible();
  expect(await inForce(author, messageId)).toEqual([]);
  expect(await toldAbout(author, messageId)).toEqual([
    'sanctionLifted warn hide',
    'sanction warn hide',
  ]);
  const after = await detailOf(staff, caseId);
  expect(after.state).toBe('open');
  expect(after.decisions).toMatchObject([{ reverted: true }, { revertsId: decisions[0]?.id }]);
});

test('TRUST-06: every action of a decision has its own time, and the last key again confirms', async ({
  personAt,
  server,
}) => {
  const text = 'amenazas en el pantalán';
  const page = await personAt('moderator', '/console/');
  const { caseId } = await openFlagged(page, flagMessages(server, [text]), text);
  const staff = await callerOf(server, 'moderator');
  await page.keyboard.press('Shift+Digit3');
  await page.keyboard.press('Shift+Digit4');
  await page.keyboard.press('Shift+Digit5');
  await page.getByRole('combobox', { name: 'Silenciar: Durante' }).selectOption('8 horas');
  await page.getByRole('checkbox', { name: 'En todos los canales' }).check();
  // Added and taken out again by its key.
  await page.keyboard.press('Shift+Digit2');
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.press('Shift+Digit2');
  await expect(chosen(page)).toHaveCount(3);
  const ban = page.getByRole('combobox', { name: 'Suspender: Durante' });
  await expect(ban).toHaveValue('10080');
  // The choices end where the role does, and it says so.
  await expect(ban).toHaveAccessibleDescription(/^Tu papel llega hasta 30 días\./);
  await expect(ban.getByRole('option')).toHaveText(['1 día', '7 días', '30 días']);
  await page.keyboard.press('5');
  await expect(row(page, text)).toHaveCount(0);
  await expect.poll(async () => (await detailOf(staff, caseId)).state).toBe('decided');
  const { decisions } = await detailOf(staff, caseId);
  expect(decisions.map(({ actions }) => actions)).toEqual([
    [
      { type: 'hide' },
      { type: 'mute', minutes: 480, everywhere: true },
      { type: 'ban', minutes: 10_080 },
    ],
  ]);
  await page.keyboard.press('z');
  await expect(row(page, text)).toBeVisible();
});

test('TRUST-06: actions are added and taken out by mouse; what makes no sense together is refused', async ({
  personAt,
  server,
}) => {
  const text = 'palabras de más en la lonja';
  const page = await personAt('moderator', '/console/');
  await openFlagged(page, flagMessages(server, [text]), text);
  await page.getByRole('button', { name: /^Ocultar/ }).click();
  const more = page.getByRole('group', { name: 'Y además' });
  await expect(more.getByRole('button')).toHaveText([
    'Advertir',
    'Silenciar',
    'Suspender',
    'Anotar',
  ]);
  await more.getByRole('button', { name: 'Añadir: Silenciar' }).click();
  await more.getByRole('button', { name: 'Añadir: Advertir' }).click();
  await expect(form(page)).toHaveAccessibleName('Decidir: Ocultar, Silenciar y Advertir');
  await expect(page.getByRole('button', { name: 'Confirmar' })).toBeFocused();
  expect(await axe(page)).toEqual([]);

  // The server takes neither of them.
  await page.keyboard.press('Shift+Digit6');
  await expect(page.getByText('Eliminar y Ocultar no van en la misma decisión')).toBeVisible();
  await page.keyboard.press('Shift+Digit1');
  await expect(page.getByText('Desestimar y Ocultar no van en la misma decisión')).toBeVisible();
  await expect(chosen(page)).toHaveCount(3);

  await page.getByRole('button', { name: 'Quitar: Silenciar' }).click();
  await expect(chosen(page)).toHaveText(['Ocultar', 'Advertir']);
  await page.getByRole('button', { name: 'Quitar: Advertir' }).click();
  await expect(form(page)).toHaveAccessibleName('Decidir: Ocultar');
  await expect(chosen(page)).toHaveCount(0);
  // The number alone means this one alone.
  await page.keyboard.press('Shift+Digit2');
  await page.keyboard.press('1');
  await expect(form(page)).toHaveAccessibleName('Decidir: Desestimar');
  await page.keyboard.press('Escape');
  await expect(form(page)).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Añadir esa acción a la decisión');
});

test('TRUST-06: several actions that the server refuses bring the row back', async ({
  personAt,
  server,
}) => {
  const text = 'lo decide otra persona';
  const carmen = await callerOf(server, 'admin');
  const page = await personAt('moderator', '/console/');
  // The news of who took it comes too late.
  await page.routeWebSocket(/\/trpc/, (socket) => {
    const line = socket.connectToServer();
    line.onMessage((message) => {
      if (!String(message).includes('case.changed')) socket.send(message);
    });
  });
  const { caseId } = await openFlagged(page, flagMessages(server, [text]), text);
  await carmen.mutate('moderation.cases.claim', { caseId });
  await page.keyboard.press('2');
  await page.keyboard.press('Shift+Digit3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Carmen Lago está con este caso. El caso ha vuelto')).toBeVisible();
  await expect(row(page, text)).toBeVisible();
  expect((await detailOf(carmen, caseId)).decisions).toEqual([]);
});
