import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageReader } from '../../../../apps/server/src/adapters/page-reader.ts';
import { html, page, startPages } from '../../../../apps/server/src/testing/pages.ts';
import { aRule, words } from '../moderation/filter/testing.ts';
import { caseOf } from '../moderation/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { previewLinks } from './link-previews.ts';
import { workChatJobs } from './message-notices.ts';
import { aChannel, answer, listen, say } from './testing.ts';

let web: Awaited<ReturnType<typeof startPages>>;
/** The same machine by another port: another host. */
let slow: typeof web;
let world: World;
beforeAll(async () => {
  web = await startPages();
  slow = await startPages();
  const admits = (address: string, port: number) =>
    web.admits(address, port) || slow.admits(address, port);
  world = await createWorld({ pageReader: createPageReader({ version: '0', admits }) });
  await workChatJobs(world.services);
});
afterAll(async () => {
  await world.close();
  await web[Symbol.asyncDispose]();
  await slow[Symbol.asyncDispose]();
});

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Two people in a channel, the second of whom listens. */
async function aRoom() {
  const ana = await callerAs(world, 'member');
  const ben = await callerAs(world, 'member', ana.organisation);
  const channel = await aChannel(ana, [ben]);
  const stream = await listen(ben.caller, channel.id);
  await stream.until('ready');
  return { ana, ben, channel, stream };
}

let pages = 0;
/** A page that nobody linked to yet. */
function aPage(title = 'El faro', path = `/${++pages}`): string {
  const head = '<meta property="og:description" content="Luz y <b>mar</b>\n de noche">';
  return web.put(path, page({ title, head }));
}
const faroOf = (url: string, title = 'El faro') => ({
  url,
  site: '',
  title,
  description: 'Luz y <b>mar</b> de noche',
});
const timesAsked = (url: string) =>
  web.asked.filter(({ path }) => path === new URL(url).pathname).length;

async function read({ caller }: Person, channelId: string) {
  const { messages } = await caller.chat.messages.history({ channelId });
  return messages;
}

/** Resolves when every message's links were looked at. */
async function allLooked(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await world.services.pool.query(
          `SELECT FROM jobs.job WHERE name = 'chat.link-previews' AND state < 'completed'`,
        );
        return rows.length;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBe(0);
}

describe('link previews', () => {
  test('CHAT-05: readers see live what a link leads to, and find it in the history and after a break', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const [one, two] = [aPage(), aPage('Mareas')];
    const sent = await say(ana.caller, channel.id, `mira ${two}#hoy y ${one}`);
    expect(sent.previews).toBeUndefined();
    const { event } = await stream.until('message.edited');
    const previews = [faroOf(two, 'Mareas'), faroOf(one)];
    expect(event.message).toMatchObject({ id: sent.id, editedAt: null, previews });
    expect(await read(ben, channel.id)).toMatchObject([{ id: sent.id, previews }]);
    const again = await listen(ben.caller, channel.id, String(sent.seq));
    const missed = await again.until('message.edited');
    expect(missed.event).toEqual(event);
    await again.stop();
    await stream.stop();
  });

  test('CHAT-05: replies have them too, and their channel hears of it with the thread', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const root = await say(ana.caller, channel.id, 'fuentes');
    const url = aPage();
    const reply = await answer(ana.caller, root, url);
    const { event } = await stream.until('message.edited');
    expect(event).toMatchObject({ message: { id: reply.id }, thread: { replyCount: 1 } });
    const { messages } = await ben.caller.chat.threads.get({ messageId: root.id });
    expect(messages).toMatchObject([{ previews: [faroOf(url)] }]);
    await stream.stop();
  });

  test('CHAT-51: a message without links orders no work, and is read without a look at previews', async () => {
    const { ana, channel, stream } = await aRoom();
    const count = async () => {
      const { rows } = await world.services.pool.query(
        `SELECT FROM jobs.job WHERE name = 'chat.link-previews'`,
      );
      return rows.length;
    };
    const before = await count();
    await say(ana.caller, channel.id, 'nada: faro.example');
    await say(ana.caller, channel.id, `\`${aPage()}\``);
    expect(await count()).toBe(before);
    await stream.stop();
  });

  test('CHAT-51: the work is there when the message is, though the server died right after', async () => {
    await using other = await createWorld({
      pageReader: createPageReader({ version: '0', admits: (...at) => web.admits(...at) }),
    });
    const ana = await callerAs(other, 'member');
    const channel = await aChannel(ana);
    const url = aPage();
    // Nobody works there until another one starts.
    await say(ana.caller, channel.id, url);
    const later = await other.addNode();
    await workChatJobs(later);
    await expect
      .poll(async () => (await read(ana, channel.id))[0]?.previews, { timeout: 15_000 })
      .toEqual([faroOf(url)]);
  });

  test('CHAT-51: one page is asked once in a day, also where it had nothing to show', async () => {
    const { ana, channel, stream } = await aRoom();
    const url = aPage();
    const missing = `http://127.0.0.1:${web.port}/nowhere/${channel.id}`;
    for (const text of [url, `otra vez ${url}`]) {
      await say(ana.caller, channel.id, text);
      await stream.until('message.edited');
    }
    await say(ana.caller, channel.id, missing);
    await allLooked();
    await say(ana.caller, channel.id, missing);
    await allLooked();
    expect([timesAsked(url), timesAsked(missing)]).toEqual([1, 1]);
    world.clock.advance({ hours: 25 });
    expect(await world.services.sweep.sweep()).toBeGreaterThan(1);
    await say(ana.caller, channel.id, `hoy ${url}`);
    await stream.until('message.edited');
    expect(timesAsked(url)).toBe(2);
    const [first] = await read(ana, channel.id);
    expect(first?.previews).toEqual([faroOf(url)]);
    await stream.stop();
  });

  test('CHAT-51: what one organisation knows of a page another one asks for itself', async () => {
    const [here, there] = [await aRoom(), await aRoom()];
    const url = aPage();
    for (const { ana, channel, stream } of [here, there]) {
      await say(ana.caller, channel.id, url);
      await stream.until('message.edited');
      await stream.stop();
    }
    expect(timesAsked(url)).toBe(2);
  });

  test('CHAT-05: a preview goes with its link, and a new link has its own', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const [one, two] = [aPage(), aPage('Mareas')];
    const { id: messageId } = await say(ana.caller, channel.id, one);
    await stream.until('message.edited');
    const edited = await ana.caller.chat.messages.edit({ messageId, content: `mejor ${two}` });
    // The other page may have been looked at by now.
    expect(edited.previews ?? []).not.toContainEqual(faroOf(one));
    await stream.until('message.edited');
    const { event } = await stream.until('message.edited');
    expect(event.message.previews).toEqual([faroOf(two, 'Mareas')]);
    await ana.caller.chat.messages.edit({ messageId, content: 'nada' });
    expect((await read(ben, channel.id))[0]?.previews).toBeUndefined();
    expect(await world.services.db.linkPreview.count({ where: { messageId } })).toBe(0);
    await stream.stop();
  });

  test('CHAT-05: the author and who may delete take a preview off for good, others do not', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const [one, two] = [aPage(), aPage('Mareas')];
    const { id: messageId } = await say(ana.caller, channel.id, `${one} ${two}`);
    await stream.until('message.edited');
    const { removePreview } = ben.caller.chat.messages;
    expect(await refusalOf(removePreview({ messageId, url: one }))).toBe(
      'error.forbidden.notAuthor',
    );
    const outside = await callerAs(world, 'admin');
    expect(
      await refusalOf(outside.caller.chat.messages.removePreview({ messageId, url: one })),
    ).toBe('error.notFound.message');
    const left = await ana.caller.chat.messages.removePreview({ messageId, url: one });
    expect(left.previews).toEqual([faroOf(two, 'Mareas')]);
    const { event } = await stream.until('message.edited');
    expect(event.message).toMatchObject({ editedAt: null, previews: left.previews });
    // Neither a second time nor an edit brings it back.
    await ana.caller.chat.messages.removePreview({ messageId, url: one });
    for (const content of [`${one} ${two} ya`, `${two} solo`, `${one} ${two}`]) {
      await ana.caller.chat.messages.edit({ messageId, content });
      await allLooked();
    }
    expect((await read(ben, channel.id))[0]?.previews).toEqual(left.previews);
    const guard = await callerAs(world, 'moderator', ana.organisation);
    await guard.caller.chat.channels.join({ channelId: channel.id });
    await guard.caller.chat.messages.removePreview({ messageId, url: two });
    expect((await read(ben, channel.id))[0]?.previews).toBeUndefined();
    const entries = await world.services.db.auditEntry.findMany({
      where: { action: 'chat.messages.removePreview' },
    });
    expect(entries).toMatchObject([{ actorId: guard.actor.memberId, subjectId: messageId }]);
    await stream.stop();
  });

  test('CHAT-05: what is deleted, or was meanwhile, shows nothing', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const { id: messageId } = await say(ana.caller, channel.id, aPage());
    await stream.until('message.edited');
    await ana.caller.chat.messages.delete({ messageId });
    expect((await read(ben, channel.id))[0]?.previews).toBeUndefined();
    const { event } = await stream.until('message.deleted');
    expect(event.message.previews).toBeUndefined();
    let answerNow = () => {};
    const asked = Promise.withResolvers<void>();
    const url = web.put('/late', (response) => {
      answerNow = () =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end(page({ title: 'x' }));
      asked.resolve();
    });
    const late = await say(ana.caller, channel.id, url);
    await asked.promise;
    await ana.caller.chat.messages.delete({ messageId: late.id });
    answerNow();
    await allLooked();
    expect(await world.services.db.linkPreview.count({ where: { messageId: late.id } })).toBe(0);
    await stream.stop();
  });

  test('CHAT-05: where they are switched off nothing is asked', async () => {
    const { ana, channel, stream } = await aRoom();
    const admin = await callerAs(world, 'superadmin', ana.organisation);
    await admin.caller.settings.update({ features: { linkPreviews: false } });
    const url = aPage();
    const { id: messageId } = await say(ana.caller, channel.id, url);
    await ana.caller.chat.messages.edit({ messageId, content: `aquí ${url}` });
    await allLooked();
    expect(timesAsked(url)).toBe(0);
    await stream.stop();
  });

  test('TRUST-01: words that are held have none until staff let them through', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const admin = await callerAs(world, 'admin', ana.organisation);
    const guard = await callerAs(world, 'moderator', ana.organisation);
    await admin.caller.moderation.rules.create(aRule(words('oferta'), { outcome: 'hold' }));
    const url = aPage();
    const { id: subjectId } = await say(ana.caller, channel.id, `gran oferta ${url}`);
    await allLooked();
    expect(timesAsked(url)).toBe(0);
    const { id: caseId, version } = await caseOf(guard, subjectId);
    const actions = [{ type: 'dismiss' as const }];
    await guard.caller.moderation.cases.decide({ caseId, version, actions, policy: 'spam' });
    const { event } = await stream.until('message.edited');
    expect(event.message).toMatchObject({ id: subjectId, previews: [faroOf(url)] });
    // And what is hidden afterwards has none to be seen.
    const edited = `gran oferta ${url} otra`;
    await ana.caller.chat.messages.edit({ messageId: subjectId, content: edited });
    expect((await read(ana, channel.id))[0]).toMatchObject({ content: edited });
    expect((await read(ana, channel.id))[0]?.previews).toBeUndefined();
    expect((await read(ben, channel.id))[0]?.previews).toBeUndefined();
    await stream.stop();
  });

  test('TRUST-01: a page’s title brings no word in that people may not write', async () => {
    const { ana, channel, stream } = await aRoom();
    const admin = await callerAs(world, 'admin', ana.organisation);
    await admin.caller.moderation.rules.create(aRule(words('oferta'), { outcome: 'hold' }));
    const url = aPage('Gran oferta');
    const { id: messageId } = await say(ana.caller, channel.id, url);
    await allLooked();
    expect(timesAsked(url)).toBe(1);
    expect(await world.services.db.linkPreview.count({ where: { messageId } })).toBe(0);
    await stream.stop();
  });

  test('TRUST-01: what the filter flags in a page’s title is shown, and staff look at it with the message', async () => {
    const { ana, channel, stream } = await aRoom();
    const admin = await callerAs(world, 'admin', ana.organisation);
    const guard = await callerAs(world, 'moderator', ana.organisation);
    const { rules, cases } = admin.caller.moderation;
    await rules.create(aRule(words('oferta'), { outcome: 'flag' }));
    const [one, two] = [aPage('Gran oferta'), aPage('Otra oferta')];
    const { id } = await say(ana.caller, channel.id, `${one} ${two}`);
    await stream.until('message.edited');
    await allLooked();
    const found = await caseOf(guard, id);
    expect(found).toMatchObject({ subjectType: 'message', detectionCount: 1 });
    const { evidence, flags } = await cases.get({ caseId: found.id });
    expect(flags).toMatchObject([{ flagger: null, policy: 'spam', matched: ['oferta'] }]);
    expect(evidence).toHaveLength(1);
    const previews = [faroOf(one, 'Gran oferta'), faroOf(two, 'Otra oferta')];
    expect(evidence[0]?.content).toMatchObject({
      message: { previews: previews.map((preview) => ({ ...preview, removed: false })) },
    });
    // A text that is flagged, too, and what its page brings are one case.
    const again = await say(ana.caller, channel.id, `oferta ${aPage('Oferta, oferta')}`);
    await stream.until('message.edited');
    await allLooked();
    const { evidence: kept } = await cases.get({ caseId: (await caseOf(guard, again.id)).id });
    expect(kept).toHaveLength(2);
    await stream.stop();
  });

  test('CHAT-10: evidence has what stood under the message and those around it, also what was taken off', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const guard = await callerAs(world, 'moderator', ana.organisation);
    const [one, two] = [aPage(), aPage('Mareas')];
    const first = await say(ben.caller, channel.id, two);
    await stream.until('message.edited');
    const { id } = await say(ana.caller, channel.id, one);
    await stream.until('message.edited');
    await ben.caller.chat.messages.removePreview({ messageId: first.id, url: two });
    const flag = { subjectType: 'message', subjectId: id, reason: 'spam' } as const;
    await ben.caller.moderation.flags.create(flag);
    await ana.caller.chat.messages.edit({ messageId: id, content: 'nada' });
    const { evidence } = await guard.caller.moderation.cases.get({
      caseId: (await caseOf(guard, id)).id,
    });
    const [kept] = evidence;
    expect(kept?.content).toMatchObject({
      message: { previews: [{ ...faroOf(one), removed: false }] },
      before: [{ id: first.id, previews: [{ ...faroOf(two, 'Mareas'), removed: true }] }],
    });
    await stream.stop();
  });

  test('CHAT-51: a job that runs twice shows a preview once', async () => {
    const { ana, channel, stream } = await aRoom();
    const { id: messageId } = await say(ana.caller, channel.id, aPage());
    await stream.until('message.edited');
    const orderedAt = world.clock.now().getTime();
    await previewLinks(world.services, { messageId, orderedAt }, new AbortController().signal);
    await say(ana.caller, channel.id, 'fin');
    const { before } = await stream.until('message.created');
    expect(before).toEqual([]);
    await stream.stop();
  });
});

describe('hosts that do not answer', () => {
  test('CHAT-51: many links to a slow host do not keep others’ previews waiting; it is left alone for a while', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const waiting: ServerResponse[] = [];
    let isBroken = false;
    const slowly = Array.from({ length: 12 }, (_, n) =>
      slow.put(`/slow/${n}`, (response) => {
        waiting.push(response);
        if (isBroken) response.destroy();
      }),
    );
    for (const url of slowly) await say(ana.caller, channel.id, url);
    await expect.poll(() => waiting.length, { timeout: 15_000 }).toBe(2);
    const url = aPage();
    const { id } = await say(ben.caller, channel.id, url);
    const { event } = await stream.until('message.edited');
    expect(event.message).toMatchObject({ id, previews: [faroOf(url)] });
    expect(waiting.map(({ destroyed }) => destroyed)).toEqual([false, false]);
    // It breaks off three times, or a fourth that was under way: the others do not ask it any more.
    isBroken = true;
    for (const response of waiting) response.destroy();
    await allLooked();
    expect([3, 4]).toContain(waiting.length);
    // After a minute it may show again what it can; bad answers then let it rest for longer.
    const ask = async (path: string) => {
      const count = slow.asked.length;
      await say(
        ana.caller,
        channel.id,
        slow.put(path, (response) => void response.destroy()),
      );
      await allLooked();
      return slow.asked.length - count;
    };
    world.clock.advance({ seconds: 61 });
    expect([await ask('/a'), await ask('/b')]).toEqual([1, 0]);
    world.clock.advance({ seconds: 61 });
    expect(await ask('/c')).toBe(0);
    world.clock.advance({ seconds: 61 });
    const good = slow.put('/good', page({ title: 'Ya' }));
    await say(ana.caller, channel.id, good);
    const { event: shown } = await stream.until('message.edited');
    expect(shown.message.previews).toMatchObject([{ title: 'Ya' }]);
    expect(await ask('/d')).toBe(1);
    await stream.stop();
  });

  test('CHAT-51: of one message’s links to a host all are looked at, in turn', async () => {
    const { ana, channel, stream } = await aRoom();
    const urls = [aPage('Uno'), aPage('Dos'), aPage('Tres')];
    await say(ana.caller, channel.id, urls.join(' '));
    const { event } = await stream.until('message.edited');
    expect(event.message.previews?.map(({ title }) => title)).toEqual(['Uno', 'Dos', 'Tres']);
    await stream.stop();
  });

  test('CHAT-51: links to a host whose places are taken are looked at when they are free', async () => {
    const { ana, channel, stream } = await aRoom();
    const held: ServerResponse[] = [];
    const finish = () => {
      for (const one of held.splice(0)) one.writeHead(200, html).end(page({ title: 'Sí' }));
    };
    for (const path of ['/held/1', '/held/2']) {
      await say(
        ana.caller,
        channel.id,
        web.put(path, (response) => void held.push(response)),
      );
    }
    await expect.poll(() => held.length, { timeout: 15_000 }).toBe(2);
    const url = aPage();
    const { id } = await say(ana.caller, channel.id, url);
    await putOff(id);
    expect(timesAsked(url)).toBe(0);
    finish();
    await stream.until('message.edited');
    await stream.until('message.edited');
    const { event } = await stream.until('message.edited');
    expect(event.message).toMatchObject({ id, previews: [faroOf(url)] });
    await stream.stop();
  });

  test('CHAT-51: what a person’s links make the server ask is bounded, and others’ are looked at', async () => {
    const { ana, ben, channel, stream } = await aRoom();
    const admin = await callerAs(world, 'superadmin', ana.organisation);
    await admin.caller.settings.update({ limits: { linkedPagesPerTenMinutes: 2 } });
    const known = aPage();
    for (const url of [known, aPage()]) {
      await say(ana.caller, channel.id, url);
      await stream.until('message.edited');
    }
    const third = aPage();
    await say(ana.caller, channel.id, third);
    await allLooked();
    expect(timesAsked(third)).toBe(0);
    // What is known costs nothing, and everybody has their own.
    await say(ana.caller, channel.id, known);
    await stream.until('message.edited');
    await say(ben.caller, channel.id, third);
    await stream.until('message.edited');
    expect(timesAsked(third)).toBe(1);
    await stream.stop();
  });

  test('CHAT-51: a link that nobody waits for any more is not looked at', async () => {
    const { ana, channel, stream } = await aRoom();
    const url = aPage();
    const { id: messageId } = await say(ana.caller, channel.id, `\`${url}\``);
    await world.services.db.message.update({ where: { id: messageId }, data: { content: url } });
    const minutesAgo = (minutes: number) => ({
      messageId,
      orderedAt: world.clock.now().getTime() - minutes * 60_000,
    });
    const { signal } = new AbortController();
    await previewLinks(world.services, minutesAgo(6), signal);
    expect(timesAsked(url)).toBe(0);
    await previewLinks(world.services, minutesAgo(4), signal);
    expect(timesAsked(url)).toBe(1);
    await stream.stop();
  });
});

/** Resolves when a message's links wait for another time. */
async function putOff(messageId: string): Promise<void> {
  const waits = async () => {
    const { rows } = await world.services.pool.query(
      `SELECT FROM jobs.job WHERE name = 'chat.link-previews' AND state = 'created'
          AND data ->> 'messageId' = $1 AND start_after > created_on`,
      [messageId],
    );
    return rows.length;
  };
  await expect.poll(waits, { timeout: 15_000, interval: 20 }).toBe(1);
}
