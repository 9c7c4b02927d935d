import { fillChannel } from './support/database.ts';
import { log, openChannel } from './support/people.ts';
import { expect, test } from './support/test.ts';

const count = 100_000;

test('UI-20: 100,000 messages scroll smoothly', async ({ personAt, server }) => {
  test.setTimeout(180_000);
  await fillChannel(server, 'visiting-crews', count);
  const page = await personAt('member');
  await openChannel(page, 'visiting-crews');
  await page.getByRole('button', { name: 'Más de 999 mensajes nuevos' }).click();
  await expect(log(page).getByText(`Parte ${count}`, { exact: false }).last()).toBeVisible();

  // To the very first message, page by page, as fast as the pages come.
  const scroller = await log(page).elementHandle();
  await page.waitForFunction(
    (element) => {
      if (!element) return false;
      element.scrollTop = 0;
      return /Aquí empieza visiting-crews/.test(element.textContent ?? '');
    },
    scroller,
    { polling: 30, timeout: 120_000 },
  );

  // Then down again: fast, and the time between frames is taken.
  const { frames, travelled, elements } = await log(page).evaluate(async (element) => {
    const times: number[] = [];
    let most = 0;
    await new Promise<void>((resolve) => {
      let last = performance.now();
      const step = (now: number) => {
        times.push(now - last);
        last = now;
        element.scrollTop += 300;
        most = Math.max(most, element.querySelectorAll('article').length);
        if (times.length < 300) requestAnimationFrame(step);
        else resolve();
      };
      requestAnimationFrame(step);
    });
    return { frames: times.slice(5), travelled: element.scrollTop, elements: most };
  });
  const sorted = frames.toSorted((a, b) => a - b);
  const part = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  test.info().annotations.push({
    type: 'frames',
    description: `median ${part(0.5).toFixed(1)} ms, p95 ${part(0.95).toFixed(1)} ms, worst ${part(0.999).toFixed(1)} ms`,
  });
  expect(travelled).toBeGreaterThan(60_000);
  // Only what is in sight is on the page, whatever is in memory.
  expect(elements).toBeLessThan(90);
  // 60 a second is 16.7 ms; a machine that shares its cores may miss some, not many.
  expect(part(0.5)).toBeLessThan(25);
  expect(part(0.95)).toBeLessThan(60);
});

test('UI-20: a page of older messages does not move what one is reading', async ({
  personAt,
  server,
}) => {
  await fillChannel(server, 'objetos-perdidos', 2_000);
  const page = await personAt('member');
  await openChannel(page, 'objetos-perdidos');
  await expect(page.getByRole('button', { name: 'Más de 999 mensajes nuevos' })).toBeVisible();
  await log(page).hover();
  await page.mouse.wheel(0, -60);
  const jumps = await log(page).evaluate(async (element) => {
    // The wheel's own way has to be over before anything is measured.
    for (let rest = 0, top = -1; rest < 10; rest = element.scrollTop === top ? rest + 1 : 0) {
      top = element.scrollTop;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    let largest = 0;
    for (let turn = 0; turn < 120; turn++) {
      const edge = element.getBoundingClientRect().top;
      const seen = [...element.querySelectorAll('[data-message]')].find(
        (row) => row.getBoundingClientRect().top > edge + 200,
      );
      const before = seen?.getBoundingClientRect().top ?? 0;
      element.scrollTop -= 100;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      if (!seen?.isConnected || element.scrollTop === 0) continue;
      largest = Math.max(largest, Math.abs(seen.getBoundingClientRect().top - before - 100));
    }
    return largest;
  });
  expect(jumps).toBeLessThan(8);
});

test('UI-20: the way to the newest message does not lie on the actions of the last one in sight @only-phone', async ({
  personAt,
  server,
}) => {
  await fillChannel(server, 'objetos-perdidos', 200);
  const page = await personAt('member');
  // Fingers only: a mouse that was here would hover wherever it stood.
  await page.getByRole('link', { name: /^objetos-perdidos/ }).tap();
  await expect(log(page)).toHaveAttribute('aria-busy', 'false');
  const pill = page.getByRole('button', { name: /mensajes nuevos$|^Ir a lo más reciente$/ });
  await expect(async () => {
    // It may go by itself meanwhile.
    if (await pill.isVisible()) await pill.tap({ timeout: 1_000 });
    await expect(pill).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  const actions = page.getByRole('toolbar', { name: 'Acciones del mensaje' });
  const messages = log(page);
  // From the very end, where nothing floats, to where it covers most of the last message.
  for (const up of [0, 30, 60, 90, 400]) {
    // A tap elsewhere puts the actions away.
    await page.getByRole('heading', { level: 1 }).tap();
    await expect(actions).toHaveCount(0);
    await messages.evaluate((element, by) => {
      element.scrollTop = element.scrollHeight - element.clientHeight - by;
    }, up);
    await expect(pill).toHaveCount(up < 48 ? 0 : 1);
    const last = await messages.evaluate((element) => {
      const edge = element.getBoundingClientRect().bottom;
      const seen = [...element.querySelectorAll('article')]
        .map((article) => article.getBoundingClientRect())
        .findLast(({ top }) => top < edge - 8);
      return { x: 60, y: (seen?.top ?? 0) + 4 };
    });
    await page.touchscreen.tap(last.x, last.y);
    await expect(actions).toBeInViewport({ ratio: 1 });
    // The bar comes into view first, and above what floats there with the next frames.
    await expect(async () => {
      const below = await actions.evaluateAll((bars) =>
        Math.max(...bars.map((bar) => bar.getBoundingClientRect().bottom)),
      );
      // It goes when the bar came into view together with the newest message: what is not there is not waited for.
      const above = await pill.evaluateAll((pills) =>
        Math.min(...pills.map((each) => each.getBoundingClientRect().top)),
      );
      expect(below, `${up} px up`).toBeLessThanOrEqual(above);
    }).toPass({ timeout: 10_000 });
  }
});
