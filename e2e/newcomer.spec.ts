import type { BrowserContext, Page, TestInfo } from '@playwright/test';
import { startPushService } from '../apps/server/src/testing/push-service.ts';
import { enter, tabTo, walkTo } from './support/keyboard.ts';
import { linkMailedTo, mailWith } from './support/mail.ts';
import { arrived, composer, log, message } from './support/people.ts';
import { photo } from './support/pictures.ts';
import { test, untilGone } from './support/pushing.ts';
import type { TestServer } from './support/server.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect } from './support/test.ts';
import { type Language, wordsOf } from './support/words.ts';

/** Pictures of the way, for whoever reads the result; each screen is looked at for what keeps people out. */
function diary(page: Page, info: TestInfo) {
  let number = 0;
  return async (name: string) => {
    number++;
    const path = info.outputPath(`${String(number).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    // The checker tries what takes the focus; the person goes on where they were.
    const focused = await page.evaluateHandle(() => document.activeElement);
    expect.soft(await axe(page), name).toEqual([]);
    await focused.evaluate((at) => {
      if (at instanceof HTMLElement && at !== document.activeElement) at.focus();
    });
    await info.attach(name, { path, contentType: 'image/png' });
  };
}

/** The browser's own worker is given what was pushed, as the browser would do it; gives what the person sees. */
async function receivePush(context: BrowserContext, page: Page, payload: unknown) {
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations;
      if (one) resolve(one.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.deliverPushMessage', {
    origin: new URL('/', page.url()).href,
    registrationId: await registered,
    data: JSON.stringify(payload),
  });
  const shown = () =>
    page.evaluate(async () => {
      const { getNotifications } = ServiceWorkerRegistration.prototype;
      const registration = await navigator.serviceWorker.ready;
      return (await getNotifications.call(registration)).map(({ title, body }) => ({
        title,
        body,
      }));
    });
  await expect.poll(shown).toHaveLength(1);
  const [notice] = await shown();
  return notice;
}

/** A click on the notification: nobody but the system can make a real one. */
async function openPush(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await registration.getNotifications();
    const click = Object.assign(new Event('notificationclick'), {
      notification,
      // It is not the system's, so no browser window comes to the front for it.
      waitUntil: (work: Promise<unknown>) => work.catch(() => {}),
    });
    dispatchEvent(click);
  });
}

for (const language of ['es', 'en'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: { es: 'es-ES', en: 'en-GB' }[language] });

    test(`CHAT-03, CHAT-09, CHAT-40, CHAT-50: a newcomer, by keyboard alone, in ${language}: invited, reads, finds, sends a file, is told by mail and push @phone`, async ({
      page,
      context,
      personAt,
      server,
    }, info) => {
      test.setTimeout(90_000);
      await newcomersWay({ page, context, personAt, server, language, info });
    });
  });
}

interface Way {
  page: Page;
  context: BrowserContext;
  personAt: (who: 'admin', path: string) => Promise<Page>;
  server: TestServer;
  language: Language;
  info: TestInfo;
}

async function newcomersWay({ page, context, personAt, server, language, info }: Way) {
  const say = wordsOf(language);
  const isPhone = info.project.name === 'phone';
  const { keyboard } = page;
  const picture = diary(page, info);
  const name = `nuria${language}${info.project.name}`;
  const who = { email: `${name}@lejos.example`, password: 'un faro entre la niebla' };
  const title = (text: string) => page.getByRole('heading', { level: 1, name: text });
  const jump = async (to: string) => {
    await keyboard.press('Control+k');
    await expect(page.getByPlaceholder(say('switcher.placeholder'))).toBeFocused();
    await keyboard.type(to);
    const chosen = page.locator('[data-action][data-selected]');
    await expect(chosen).toContainText(to);
    // What it is called before what it was said in, once the server has found it.
    await expect(chosen).not.toContainText(say('search.for', { words: to }));
    await keyboard.press('Enter');
  };
  const read = async (channel: string) => {
    await expect(title(channel)).toBeVisible();
    await expect(log(page)).toHaveAttribute('aria-busy', 'false');
  };
  const write = async (text: string) => {
    await tabTo(page, composer(page));
    await keyboard.type(text);
    await keyboard.press('Enter');
    await arrived(page, text);
  };

  const ana = await apiAs(server, 'member');
  const general = await channelNamed(ana, 'general');
  const tell = (content: string) =>
    ana.outbox.send({ channelId: general, content: `${content} ${name}` }).sent;
  await tell('Las bengalas caducadas se entregan en capitanía');

  // Invited.
  const staff = await personAt('admin', '/invites');
  await staff.getByRole('button', { name: say('invites.create') }).click();
  await page.goto(await staff.getByText(/\/join\?code=/).innerText());
  await expect(page.getByText(say('register.invited'))).toBeVisible();
  await picture('invited');
  for (const [label, text] of [
    ['field.email', who.email],
    ['field.displayName', `Nuria ${language} ${info.project.name}`],
    ['field.username', name],
    ['field.password', who.password],
  ] as const) {
    await tabTo(page, page.getByLabel(say(label), { exact: true }));
    await keyboard.type(text);
  }
  await picture('registering');
  await keyboard.press('Enter');
  await expect(page.getByText(say(isPhone ? 'channels.none' : 'home.empty.title'))).toBeVisible();
  await picture('arrived');

  // Joins and reads.
  await enter(
    page,
    isPhone
      ? page.getByRole('link', { name: say('channels.none.browse') })
      : page.getByRole('main').getByRole('link', { name: say('browse.title') }),
  );
  await expect(title(say('browse.title'))).toBeVisible();
  const join = page.getByRole('button', { name: say('channel.join.named', { name: 'general' }) });
  await tabTo(page, join);
  await picture('browse');
  await keyboard.press('Enter');
  await read('general');
  const article = log(page).locator('article[tabindex="0"]');
  await tabTo(page, article, 'Shift+Tab');
  const newest = await article.getAttribute('data-message');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await expect(article).toBeFocused();
  expect(await article.getAttribute('data-message')).not.toBe(newest);
  await picture('reading');

  // Jumps to a channel that is new to her, and back.
  await jump('puerto');
  await read('puerto');
  await enter(page, page.getByRole('button', { name: say('channel.join'), exact: true }));
  await expect(composer(page)).toBeVisible();
  await jump('general');
  await read('general');

  // Finds what was said, in one channel.
  await keyboard.press('Control+Shift+F');
  const field = page.getByRole('searchbox', { name: say('search.field') });
  const found = page.getByRole('list', { name: say('search.results') }).getByRole('link');
  await expect(field).toBeFocused();
  await expect(async () => {
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await expect(page.getByText(say('search.start'), { exact: true })).toBeVisible();
    await keyboard.type(`bengala ${name}`);
    await expect(found).toHaveCount(1, { timeout: 1_500 });
  }).toPass();
  const filters = page.getByRole('group', { name: say('search.filters') });
  const channel = say('search.channel');
  const choice = filters.getByRole('button', { name: channel, exact: true });
  const written = page
    .getByRole('dialog', { name: channel })
    .getByRole('textbox', { name: channel });
  await enter(page, choice);
  await expect(written).toBeFocused();
  await keyboard.type('puerto');
  await keyboard.press('Enter');
  await expect(page.getByText(say('search.nothing'), { exact: true })).toBeVisible();
  await enter(
    page,
    page.getByRole('button', { name: say('search.remove', { filter: `${channel}: puerto` }) }),
  );
  await expect(found).toHaveCount(1);
  await expect(choice).toBeFocused();
  await keyboard.press('Enter');
  await expect(written).toBeFocused();
  await keyboard.type('general');
  await keyboard.press('Enter');
  await expect(
    filters.getByRole('button', { name: `${channel}: general`, exact: true }),
  ).toBeVisible();
  await expect(found).toHaveCount(1);
  await tabTo(page, found);
  await picture('found');
  await keyboard.press('Enter');
  const told = message(page, 'bengalas caducadas').filter({ hasText: name });
  await expect(told).toBeFocused();
  await expect(told).toBeInViewport();
  await picture('jumped');

  // Sends a picture with words.
  const chooser = page.waitForEvent('filechooser');
  await enter(page, page.getByRole('button', { name: say('files.attach') }));
  await (await chooser).setFiles([await photo('bengalas.jpg')]);
  const chip = page.getByRole('list', { name: say('files.list') }).getByRole('listitem');
  await expect(chip).toHaveAttribute('data-state', 'ready');
  await picture('attached');
  const mine = `¿Estas también? ${name}`;
  await write(mine);
  const sent = message(page, mine);
  await expect(
    sent.getByRole('button', { name: say('files.open', { name: 'bengalas.jpg' }) }),
  ).toBeVisible();
  await picture('sent');

  // Answers in a thread, and reacts.
  await tabTo(page, article, 'Shift+Tab');
  await walkTo(page, sent, 'ArrowDown');
  await keyboard.press('t');
  const thread = page.getByRole('complementary', { name: say('thread.title') });
  const answer = thread.getByRole('textbox', { name: say('thread.placeholder') });
  // On a phone a field that takes the focus would bring up the keyboard over what is to be read.
  if (isPhone) await tabTo(page, answer);
  else await expect(answer).toBeFocused();
  await keyboard.type('Son de 2019');
  await keyboard.press('Enter');
  const reply = thread.getByRole('article').filter({ hasText: 'Son de 2019' });
  await expect(reply).toBeVisible();
  await expect(reply).not.toHaveAttribute('data-pending');
  await picture('thread');
  await keyboard.press('Escape');
  await expect(thread).toHaveCount(0);
  await expect(sent).toBeFocused();
  await keyboard.press('r');
  await expect(page.getByRole('textbox', { name: say('emoji.search') })).toBeFocused();
  await keyboard.press('ArrowDown');
  await picture('emoji');
  await keyboard.press('Enter');
  await expect(sent.getByRole('button', { pressed: true })).toBeVisible();
  await expect(sent).toBeFocused();

  // Writes to somebody in private.
  await jump('Ana Ferreiro');
  const profile = page.getByRole('complementary', { name: say('person.title') });
  await expect(profile).toContainText('@ana');
  await enter(page, profile.getByRole('button', { name: say('person.write') }));
  await read('Ana Ferreiro');
  await write('Hola, Ana');
  await picture('private');

  // Confirms the address, and wants to be told at once.
  await page.goto(await linkMailedTo(server, who.email));
  await expect(page.getByText(say('verify.done'), { exact: true })).toBeVisible();
  await picture('verified');
  await enter(page, page.getByRole('link', { name: say('verify.continue') }));
  if (isPhone) await expect(page.getByRole('link', { name: 'general' })).toBeVisible();
  else await expect(composer(page)).toBeFocused();
  await jump(say('me.title'));
  await expect(title(say('me.title'))).toBeVisible();
  const byMail = page.getByRole('checkbox', {
    name: `${say('notify.kind.mention')}: ${say('notify.medium.mail')}`,
  });
  await expect(byMail).toBeChecked();
  const delay = page.getByRole('combobox', { name: say('notify.mailAfter'), exact: true });
  await context.grantPermissions(['notifications']);
  await tabTo(page, page.getByRole('switch', { name: say('notify.push') }));
  await keyboard.press('Space');
  // This browser has no push service: the person is told, and the switch is off again.
  await expect(page.getByText(say('notify.push.failed'))).toBeVisible();
  await expect(page.getByRole('switch', { name: say('notify.push') })).not.toBeChecked();
  await tabTo(page, delay);
  await keyboard.press('Home');
  await expect(delay).toHaveValue('0');
  await picture('preferences');

  // Is mentioned while she is elsewhere: by mail, and by push.
  await using service = await startPushService();
  const own = await apiAs(server, who);
  const { endpoint, p256dh, auth } = service.target;
  await own.api.notifications.push.subscribe.mutate({ endpoint, keys: { p256dh, auth } });
  const { id: myId } = await own.api.auth.me.query();
  own.close();
  await page.goto('about:blank');
  await untilGone(ana, myId);
  const words = `te esperamos en el muelle @${name}`;
  await tell(words);
  const sentence = say('notification.mention', { who: 'Ana Ferreiro', channel: 'general' });
  const mail = await mailWith(server, who.email, words);
  expect(mail.replaceAll(/\s+/g, ' ')).toContain(sentence);
  await expect.poll(() => service.pushed.length).toBe(1);
  const payload = service.pushed[0]?.payload;
  expect(payload).toMatchObject({ title: sentence });
  await page.goto(`${server.url}/me`);
  await expect(title(say('me.title'))).toBeVisible();
  expect(await receivePush(context, page, payload)).toMatchObject({ title: sentence });
  await openPush(context);
  await read('general');
  await expect(message(page, words)).toBeFocused();
  await picture('told');
  ana.close();
}
