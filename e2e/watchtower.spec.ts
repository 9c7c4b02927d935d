import { writeFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';
import { demoPassword } from '../packages/db/src/demo/sign-ins.ts';
import { arrived, composer, message, openChannel, say } from './support/people.ts';
import { aMachine, signInToProgram, test } from './support/program.ts';
import { expect } from './support/test.ts';

// The whole way of a flag, on a server where nothing else happens.
test.use({ community: 'watchtower' });

const hugo = { email: 'hugo@faro.example', password: demoPassword };
const soon = 1_000;

/** Pictures and figures of the way, for whoever reads the result. */
function diary(info: TestInfo) {
  const times: Record<string, number> = {};
  let number = 0;
  return {
    async picture(name: string, page: Page): Promise<void> {
      number++;
      const path = info.outputPath(`${String(number).padStart(2, '0')}-${name}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      await info.attach(name, { path, contentType: 'image/png' });
    },
    /** Milliseconds from a moment in one browser to one in another; both run on the clock of this machine. */
    took(what: string, from: number, to: number): void {
      times[what] = to - from;
      expect.soft(to - from, what).toBeLessThan(soon);
    },
    async close(): Promise<void> {
      const body = JSON.stringify(times, null, 2);
      info.annotations.push({ type: 'milliseconds', description: body });
      const path = info.outputPath('milliseconds.json');
      await writeFile(path, body);
      await info.attach('milliseconds', { path, contentType: 'application/json' });
    },
  };
}

/** When the page first shows something that matches, from now on. */
function whenShown(page: Page, selector: string, words: string): Promise<number> {
  const moment = page.evaluate(
    ([elements, pattern]) =>
      new Promise<number>((resolve, reject) => {
        const wanted = new RegExp(pattern);
        const look = () => {
          const all = [...document.querySelectorAll(elements)];
          if (!all.some(({ textContent }) => wanted.test(textContent ?? ''))) return;
          watch.disconnect();
          resolve(Date.now());
        };
        const watch = new MutationObserver(look);
        watch.observe(document, { subtree: true, childList: true, characterData: true });
        setTimeout(() => reject(new Error(`nothing says ${pattern}`)), 15_000);
        look();
      }),
    [selector, words] as const,
  );
  // A test that fails before it asks is over already.
  moment.catch(() => {});
  return moment;
}

/** Notes in the page when the last key was pressed; gives the way to read it. */
async function momentOf(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    document.addEventListener(
      'keydown',
      () => {
        document.documentElement.dataset['pressedAt'] = String(Date.now());
      },
      { capture: true },
    );
  });
  return async () =>
    Number(await page.evaluate(() => document.documentElement.dataset['pressedAt']));
}

const cases = (page: Page) => page.getByRole('listbox', { name: 'Casos' });
const chosen = (page: Page) => cases(page).getByRole('option', { selected: true });

/** Walks through the queue by keyboard to the case with this text. */
async function walkTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('n');
  const row = cases(page).getByRole('option').filter({ hasText: text });
  await expect(row).toHaveCount(1);
  const [at, to] = await cases(page).evaluate((list, words) => {
    const rows = [...list.querySelectorAll('[role=option]')];
    return [
      rows.findIndex((one) => one.getAttribute('aria-selected') === 'true'),
      rows.findIndex((one) => one.textContent?.includes(words)),
    ] as const;
  }, text);
  const key = to > at ? 'j' : 'k';
  for (let step = 0; step < Math.abs(to - at); step++) await page.keyboard.press(key);
  await expect(chosen(page)).toContainText(text);
  await expect(page.getByRole('article', { name: 'Caso' })).toContainText(text);
}

/** Reports a message by keyboard; resolves to the moment at which it was sent. */
async function report(page: Page, text: string): Promise<number> {
  await message(page, text).focus();
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Acoso/ }).check();
  const pressedAt = await momentOf(page);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  return pressedAt();
}

test('TRUST-41, TRUST-06, UI-24: two members and the console side by side: chat, a flag, its decision, and everybody told', async ({
  personAt,
  start,
  server,
}, info) => {
  test.setTimeout(180_000);
  const { picture, took, close } = diary(info);
  const [ana, offender, program, auditor] = await Promise.all([
    personAt('member'),
    personAt(hugo),
    start(aMachine()),
    personAt('auditor', '/console/audit'),
  ]);
  const { page: desk, standIn } = program;
  await signInToProgram(desk, server.url);
  await desk.keyboard.press('g');
  await desk.keyboard.press('q');
  await expect(chosen(desk)).toHaveCount(1);
  for (const page of [ana, offender]) await openChannel(page, 'general');

  // They talk.
  for (const [from, to, words] of [
    [offender, ana, '¿Queda sitio en el pantalán norte?'],
    [ana, offender, 'Dos amarres, hasta el lunes'],
  ] as const) {
    const sentAt = await momentOf(from);
    const shown = whenShown(to, 'article', words.replace('?', '\\?'));
    await say(from, words);
    took(`message to the other member: ${words}`, await sentAt(), await shown);
    await arrived(from, words);
  }
  await picture('chat-ana', ana);
  await picture('chat-hugo', offender);

  const threat = 'Pues quita de ahí tu barcucho, o te vas a enterar';
  await say(offender, threat);
  await arrived(ana, threat);

  // It is flagged and on the moderator's desk, before anybody asks for it.
  const badge = standIn.records.badge ?? 0;
  const onDesk = whenShown(desk, 'button', '^\\d+ nuevos?$');
  const flaggedAt = await report(ana, threat);
  await picture('flag-sent', ana);
  took('flag to the queue', flaggedAt, await onDesk);
  await expect.poll(() => standIn.records.badge).toBe(badge + 1);
  await picture('desk-new-case', desk);
  await walkTo(desk, threat);
  await desk.keyboard.press('c');
  await expect(chosen(desk)).toContainText('Lo tienes tú');
  await picture('desk-claimed', desk);

  // Hidden, and its author silenced, in one decision, with a reason, without a mouse.
  await desk.keyboard.press('3');
  await desk.keyboard.press('Shift+Digit4');
  await desk.keyboard.press('r');
  await desk.keyboard.type('Eso es una amenaza. Vuelve mañana con calma.');
  await picture('desk-hide-and-mute', desk);
  await composer(offender).fill('y otra cosa');
  const hiddenFor = whenShown(offender, 'article', 'oculto por moderación: solo lo ves tú');
  const silenced = whenShown(offender, 'section', 'te ha silenciado en general');
  const decidedAt = await momentOf(desk);
  await desk.keyboard.press('Enter');
  took('decision to the person, hidden', await decidedAt(), await hiddenFor);
  took('decision to the person, silenced', await decidedAt(), await silenced);
  await picture('desk-decided', desk);
  await expect(message(ana, threat)).toHaveCount(0);
  await expect(ana.getByText('Oculto por moderación')).toBeVisible();
  await picture('hidden-for-ana', ana);

  // The composer is gone; reason, time left and what one can do stand in its place.
  await expect(composer(offender)).toHaveCount(0);
  const notice = offender.getByRole('region', { name: 'Por qué no puedes escribir' });
  await expect(notice).toContainText('Acoso. Nadie persigue');
  await expect(notice).toContainText('Eso es una amenaza. Vuelve mañana con calma.');
  await expect(notice.getByRole('timer')).toHaveText(/Falta: (1 día|23 horas)/);
  await notice.getByText('Si crees que es un error').click();
  await expect(notice).toContainText('quieres que otra persona revise la decisión');
  await picture('silenced-hugo', offender);

  // His statements of reasons.
  await offender.getByRole('link', { name: 'Ver el motivo' }).click();
  const notices = offender.getByRole('list', { name: 'Avisos' }).getByRole('listitem');
  // One decision, one notice: everything that it did, and for how long.
  const measures = notices.filter({ hasText: 'ha tomado 2 medidas' });
  await expect(measures).toContainText('Un mensaje tuyo, oculto');
  await expect(measures).toContainText('Silencio en general · hasta el');
  await expect(measures).toContainText('Nadie persigue');
  await expect(measures).toContainText('Eso es una amenaza. Vuelve mañana con calma.');
  await expect(measures).toContainText('Si crees que es un error');
  await picture('reasons-hugo', offender);

  // Who flagged is told what became of it, and not what was decided about whom.
  await ana.getByRole('link', { name: /^Avisos/ }).click();
  const outcomes = ana
    .getByRole('listitem')
    .filter({ hasText: 'El equipo ha revisado el mensaje' });
  await expect(outcomes).toHaveCount(1);
  await expect(outcomes).toContainText('Ha tomado medidas. Gracias por avisar.');
  await expect(ana.getByRole('main')).not.toContainText('silenciado');
  await picture('outcome-ana', ana);

  // The auditor sees who decided what.
  await auditor.getByRole('combobox', { name: 'Acción' }).fill('moderation.cases.decide');
  const entries = auditor.getByRole('main').locator('tbody tr:has([data-entry])');
  await expect(entries.first()).toContainText('Bruno Castaño');
  await expect(entries.first()).toContainText('moderation.cases.decide');
  await entries.first().click();
  await expect(auditor.getByRole('complementary')).toContainText(/"hide".*"mute"/);
  await picture('audit', auditor);
  await close();
});
