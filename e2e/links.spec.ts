import type { Page } from '@playwright/test';
import { page as aPage, html, startPages } from '../apps/server/src/testing/pages.ts';
import { callerOf } from './support/cases.ts';
import { arrived, log, message, openChannel, say } from './support/people.ts';
import { TestServer } from './support/server.ts';
import { axe, test as base, expect } from './support/test.ts';

type Web = Awaited<ReturnType<typeof startPages>>;

const test = base.extend<object, { web: Web }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const server = await TestServer.start({}, 'apps/server/src/testing/own-web-program.ts');
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  web: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      await using web = await startPages();
      await use(web);
    },
    { scope: 'worker' },
  ],
});
test.use({ community: 'links' });

const preview = (page: Page, title: string) =>
  log(page)
    .getByRole('list', { name: 'Vistas previas de enlaces' })
    .getByRole('listitem')
    .filter({ hasText: title });

const content = aPage({
  title: 'El faro',
  head: `<meta property="og:site_name" content="Puertos de la costa">
    <meta property="og:title" content="El faro de cabo Peñas, 170 años de luz">
    <meta property="og:description" content="Se encendió en 1852 y desde entonces ha guiado a quienes vuelven de noche. Historia, horarios y cómo llegar a pie desde Viodo por la senda de los acantilados, que en invierno se corta a veces por el viento.">`,
});

/** A page that answers when it is told to. */
function aHeldPage(web: Web, path: string) {
  const asked = Promise.withResolvers<() => void>();
  const url = web.put(path, (response) =>
    asked.resolve(() => void response.writeHead(200, html).end(content)),
  );
  return { url, release: async () => (await asked.promise)() };
}

test('CHAT-05: what a link leads to appears live, leads there, and goes when its author takes it off @phone', async ({
  personAt,
  web,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  const url = web.put(`/faro/${testInfo.project.name}`, content);
  await say(ana, `Para el sábado: ${url}`);
  const title = 'El faro de cabo Peñas';
  await expect(preview(bruno, title)).toBeVisible();
  const card = preview(ana, title);
  await expect(card).toContainText(`Puertos de la costa · 127.0.0.1:${web.port}`);
  await expect(card).toContainText('Se encendió en 1852');
  const link = card.getByRole('link', { name: title });
  await expect(link).toHaveAttribute('href', url);
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', /noopener noreferrer/);
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('light.png') });
  await ana.emulateMedia({ colorScheme: 'dark' });
  await ana.screenshot({ path: testInfo.outputPath('dark.png') });
  expect(await axe(ana)).toEqual([]);
  await ana.emulateMedia({ colorScheme: 'light' });
  // The screens themselves ask nothing of that page: once the server, and that was all.
  expect(web.asked.filter(({ path }) => path === new URL(url).pathname)).toHaveLength(1);

  await ana.reload();
  const remove = preview(ana, title).getByRole('button', {
    name: /^Quitar la vista previa: El faro/,
  });
  await remove.click();
  await expect(preview(ana, title)).toHaveCount(0);
  await ana.getByRole('button', { name: 'Deshacer' }).click();
  await expect(preview(ana, title)).toBeVisible();
  await remove.click();
  await expect(preview(bruno, title)).toHaveCount(0);
  await arrived(bruno, 'Para el sábado');
  await ana.reload();
  await expect(message(ana, 'Para el sábado')).toBeVisible();
  await expect(preview(ana, title)).toHaveCount(0);
});

test('UI-20: a preview that comes late moves nobody, neither at the end nor further up @phone', async ({
  personAt,
  web,
}, testInfo) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  const early = aHeldPage(web, `/early/${testInfo.project.name}`);
  const late = aHeldPage(web, `/late/${testInfo.project.name}`);
  const mark = `marca ${testInfo.project.name}`;
  await say(ana, `${mark} arriba ${early.url}`);
  for (let n = 1; n <= 14; n++) {
    await say(ana, `${mark} ${n}\nuno\ndos\ntres`);
    await arrived(ana, `${mark} ${n}`);
  }
  await say(ana, `${mark} fin ${late.url}`);
  await arrived(bruno, `${mark} fin`);

  // Ana is at the end, and stays there.
  await late.release();
  await expect(preview(ana, 'El faro de cabo Peñas').last()).toBeInViewport({ ratio: 0.99 });

  // Bruno reads further up: the link stands just above what is in view.
  const linking = message(bruno, `${mark} arriba`);
  await log(bruno).evaluate(async (list, text) => {
    // Whoever takes the list with a finger is put nowhere any more.
    list.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    const frames = async () => {
      for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
    };
    // Heights turn out on the way: to the end first, then up step by step.
    for (let n = 0; n < 10; n++) {
      list.scrollTo(0, list.scrollHeight);
      await frames();
    }
    for (let steps = 0; steps < 100; steps++) {
      const rows = [...list.querySelectorAll('article')];
      const row = rows.find((one) => one.textContent?.includes(text));
      const edge = list.getBoundingClientRect().top;
      const above = row ? edge - row.getBoundingClientRect().bottom : null;
      if (above !== null && above >= 1 && above <= 8) return;
      list.scrollBy(0, above === null ? -200 : 4 - above);
      await frames();
    }
    throw new Error('the link was not found');
  }, `${mark} arriba`);
  await expect(linking).not.toBeInViewport();
  const first = message(bruno, `${mark} 2`);
  await expect(first).toBeInViewport();
  const top = async () => (await first.boundingBox())?.y ?? 0;
  await expect.poll(async () => (await top()) - (await top())).toBe(0);
  const before = await top();
  await early.release();
  await expect(linking.getByRole('list', { name: 'Vistas previas de enlaces' })).toBeAttached();
  // Two frames, in which the new height is measured and made up for.
  await bruno.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  expect(Math.abs((await top()) - before)).toBeLessThan(2);
});

test('TRUST-04: staff see what stood under a flagged message of the pages it links to @phone', async ({
  personAt,
  server,
  web,
}, testInfo) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  const near = web.put(`/near/${testInfo.project.name}`, content);
  // The demo's filter flags it.
  const title = `Un imbécil y su barco, ${testInfo.project.name}`;
  const url = web.put(`/flagged/${testInfo.project.name}`, aPage({ title }));
  await say(ana, near);
  await expect(preview(ana, 'El faro de cabo Peñas').last()).toBeVisible();
  await say(ana, url);
  await expect(preview(ana, title)).toBeVisible();
  const staff = await callerOf(server, 'moderator');
  const { items } = await staff.query<{ items: { id: string; preview: string }[] }>(
    'moderation.cases.list',
    { limit: 100 },
  );
  const id = items.find((one) => JSON.stringify(one).includes(url))?.id;
  const page = await personAt('moderator', `/console/queue?case=${id}`);
  const evidence = page.getByRole('article', { name: 'Caso' });
  const cards = evidence.getByRole('list', { name: 'Vistas previas de enlaces' });
  await expect(cards.filter({ hasText: title })).toContainText(`127.0.0.1:${web.port}`);
  await expect(cards.filter({ hasText: 'El faro de cabo Peñas' }).first()).toBeVisible();
  await expect(cards.getByRole('link')).toHaveCount(0);
  await cards.filter({ hasText: title }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: testInfo.outputPath('evidence.png') });
  expect(await axe(page)).toEqual([]);
});
