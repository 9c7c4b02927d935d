import type { Page } from '@playwright/test';
import { arrived, composer, log, message, openChannel, say } from './support/people.ts';
import { axe, expect, test } from './support/test.ts';

const inBothThemes = async (page: Page) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
};

const grammarFiles = /\/assets\/(typescript|python|colours)-/;

test('CHAT-05: code is coloured in light and dark, and the highlighter read only then @phone', async ({
  personAt,
}, { project }) => {
  const page = await personAt('member');
  const read: string[] = [];
  page.on('request', (request) => {
    const [, name] = grammarFiles.exec(request.url()) ?? [];
    if (name) read.push(name);
  });
  await page.reload();
  await openChannel(page, 'general');
  await say(page, `Sin lenguaje ${project.name}:\n\`\`\`\nconst luz = 0;\n\`\`\``);
  await say(page, `Desconocido ${project.name}:\n\`\`\`faroscript\nconst luz = 0;\n\`\`\``);
  await arrived(page, `Desconocido ${project.name}`);
  expect(read).toEqual([]);

  const code = [
    '// Cada noche',
    `const luz: number = 1; // ${project.name}`,
    "export function girar(faro: Faro) { return faro.nombre + '<img src=x onerror=alert(1)>'; }",
  ].join('\n');
  await say(page, `\`\`\`ts\n${code}\n\`\`\``);
  const own = message(page, `const luz: number = 1; // ${project.name}`);
  await expect(own.locator('[data-kind="keyword"]').first()).toHaveText('const');
  await expect(own.locator('pre code')).toHaveText(code);
  await expect(own.locator('img')).toHaveCount(0);
  expect(new Set(read)).toEqual(new Set(['colours', 'typescript']));
  await inBothThemes(page);
});

test('CHAT-05: nothing moves when the colours arrive', async ({ personAt }) => {
  const page = await personAt('member');
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(grammarFiles, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await openChannel(page, 'general');
  await say(page, '```python\ndef girar(faro):\n    return "luz" if faro else None\n```');
  await arrived(page, 'def girar');
  const block = message(page, 'def girar').locator('pre');
  await expect(block.locator('[data-kind]')).toHaveCount(0);
  // Its size and not its place: messages of other tests may come meanwhile.
  const size = () =>
    block.evaluate(({ offsetWidth, offsetHeight, scrollWidth }: HTMLElement) => ({
      offsetWidth,
      offsetHeight,
      scrollWidth,
    }));
  const before = await size();
  arrive();
  await expect(block.locator('[data-kind="keyword"]').first()).toBeVisible();
  expect(await size()).toEqual(before);
});

test('CHAT-05: very long code stays plain', async ({ personAt }) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  await say(page, `\`\`\`js\nconst corta = 1;\n\`\`\``);
  await expect(message(page, 'const corta').locator('[data-kind]').first()).toBeVisible();
  await say(page, `\`\`\`js\nconst larga = "${'a'.repeat(600)}";\n\`\`\``);
  await arrived(page, 'const larga');
  await expect(message(page, 'const larga').locator('[data-kind]')).toHaveCount(0);
});

test('CHAT-05: the preview shows the message, gives caret and text back, and sends @phone', async ({
  personAt,
}, { project }) => {
  const page = await personAt('member');
  await openChannel(page, 'puerto');
  const isPhone = project.name === 'phone';
  const toggle = page.getByRole('button', { name: 'Vista previa' });
  if (isPhone) await page.getByRole('button', { name: 'Formato' }).click();
  await expect(toggle).toBeDisabled();
  const field = composer(page);
  await field.fill(`Vista **norte** @ana ${project.name}\n\`\`\`js\nconst luz = 1;\n\`\`\``);
  await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 5));
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  if (isPhone) await toggle.click();
  else await field.press('Control+Alt+p');

  const shown = page.getByRole('region', { name: /^Así se verá/ });
  await expect(shown).toBeFocused();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await expect(shown.locator('strong')).toHaveText('norte');
  await expect(shown.locator('[data-me]')).toHaveText('@ana');
  await expect(shown.locator('[data-kind="keyword"]')).toHaveText('const');
  await expect(field).toBeHidden();
  await inBothThemes(page);

  if (isPhone) await toggle.click();
  else await shown.press('Escape');
  await expect(shown).toHaveCount(0);
  await expect(field).toBeFocused();
  expect(
    await field.evaluate(({ selectionStart, selectionEnd }: HTMLTextAreaElement) => [
      ...[selectionStart, selectionEnd],
    ]),
  ).toEqual([3, 5]);

  await toggle.click();
  await shown.press('Enter');
  await arrived(page, `Vista norte @ana ${project.name}`);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  // The next message is written, not looked at.
  await field.pressSequentially('otra');
  await expect(field).toHaveValue('otra');
  await expect(shown).toHaveCount(0);
});

test('CHAT-05: in a thread and while editing there is a preview too', async ({ personAt }) => {
  const page = await personAt('member');
  await openChannel(page, 'puerto');
  await say(page, 'Editar con vista');
  await arrived(page, 'Editar con vista');
  await composer(page).press('ArrowUp');
  const editor = page.getByRole('textbox', { name: 'Editar' });
  await editor.fill('Editado con _vista_');
  await editor.press('Control+Alt+p');
  const shown = page.getByRole('region', { name: /^Así se verá/ });
  await expect(shown.locator('em')).toHaveText('vista');
  await shown.press('Enter');
  await expect(message(page, 'Editado con vista')).toContainText('(editado)');

  await message(page, 'Editado con vista').hover();
  await page.getByRole('button', { name: 'Responder en un hilo' }).click();
  const reply = page.getByRole('form', { name: /hilo/ });
  await reply.getByRole('textbox').fill('En el **hilo**');
  await reply.getByRole('button', { name: 'Vista previa' }).click();
  await expect(shown.locator('strong')).toHaveText('hilo');
  await shown.press('Escape');
  await expect(reply.getByRole('textbox')).toBeFocused();
});

test('CHAT-05: formats go on and off what is chosen, and the browser takes them back', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await openChannel(page, 'puerto');
  const field = composer(page);
  await field.pressSequentially('luz verde');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await field.press('Control+b');
  await expect(field).toHaveValue('luz **verde**');
  await field.press('Control+i');
  await expect(field).toHaveValue('luz **_verde_**');
  await field.press('Control+z');
  await expect(field).toHaveValue('luz **verde**');
  await field.press('Control+z');
  await expect(field).toHaveValue('luz verde');
  await field.press('Control+e');
  await expect(field).toHaveValue('luz `verde`');
  await field.press('Control+e');
  await expect(field).toHaveValue('luz verde');

  await page.getByRole('button', { name: 'Formato' }).click();
  const bar = page.getByRole('toolbar', { name: 'Formato' });
  await bar.getByRole('button', { name: 'Tachado' }).click();
  await expect(field).toHaveValue('luz ~~verde~~');
  await expect(field).toBeFocused();
  await bar.getByRole('button', { name: 'Negrita' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(bar.getByRole('button', { name: 'Cursiva' })).toBeFocused();
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(page.getByRole('toolbar', { name: 'Formato' })).toBeVisible();
  await expect(log(page)).toBeVisible();

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Vista previa del mensaje');
});
