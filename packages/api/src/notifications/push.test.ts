import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPush } from '../../../../apps/server/src/adapters/push.ts';
import { startPushService } from '../../../../apps/server/src/testing/push-service.ts';
import { aChannel, say } from '../chat/testing.ts';
import { startWorkers } from '../services.ts';
import { aConnection } from '../testing/connection.ts';
import { callerAs, callerFor, createWorld, refusalOf, type World } from '../testing/index.ts';
import { type PushJob, sendPush } from './push.ts';

let world: World;
beforeAll(async () => {
  const contact = 'https://atalaya.test';
  const push = createPush({ secretKey: randomBytes(32), contact, privateEndpoints: true });
  world = await createWorld({ push });
  await startWorkers(world.services);
});
afterAll(() => world.close());

/** Ana, and Ben with a browser that takes pushes. */
async function aPair(service: Awaited<ReturnType<typeof startPushService>>) {
  const ana = await callerAs(world, 'member');
  const ben = await callerAs(world, 'member', ana.organisation);
  const channel = await aChannel(ana, [ben]);
  const { endpoint, p256dh, auth } = service.target;
  await ben.caller.notifications.push.subscribe({ endpoint, keys: { p256dh, auth } });
  const call = (text: string) => say(ana.caller, channel.id, `${text} @${ben.person.username}`);
  return { ana, ben, channel, call };
}
const until = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
const subscriptionsOf = (memberId: string) =>
  world.services.db.pushSubscription.count({ where: { memberId } });

test('CHAT-50: whoever is named is pushed the text and the way to it, once, as urgent', async () => {
  await using service = await startPushService();
  const { ana, channel, call } = await aPair(service);
  const message = await call('ven');
  await until(() => expect(service.pushed).toHaveLength(1));
  const [pushed] = service.pushed;
  expect(pushed?.payload).toMatchObject({
    title: `${ana.person.displayName} te ha mencionado en ${channel.name}`,
    body: message.content,
    url: `http://atalaya.test/c/${channel.id}?m=${message.seq}`,
  });
  expect(pushed?.headers['urgency']).toBe('high');
});

test('CHAT-50: nothing is pushed of what was deleted, to who is signed out, or in quiet hours', async () => {
  await using service = await startPushService();
  const { ana, ben, call } = await aPair(service);
  await beginQuietHours(ben);
  const message = await call('de noche');
  const job = await pushJobOf(ben.person.id);
  await sendPush(world.services, job);
  expect(service.pushed).toEqual([]);
  await ben.caller.notifications.preferences.set({ quietHours: null });
  await ana.caller.chat.messages.delete({ messageId: message.id });
  await sendPush(world.services, job);
  expect(service.pushed).toEqual([]);
  await world.services.db.session.updateMany({
    where: { memberId: ben.person.id },
    data: { revokedAt: world.clock.now() },
  });
  await sendPush(world.services, job);
  expect([service.pushed, await subscriptionsOf(ben.person.id)]).toEqual([[], 0]);
});

/** From now on, for an hour at least and for two at most. */
async function beginQuietHours({ caller }: Awaited<ReturnType<typeof callerAs>>) {
  const hour = world.clock.now().getUTCHours();
  const quietHours = { from: hour * 60, to: ((hour + 2) % 24) * 60 };
  await caller.notifications.preferences.set({ quietHours, timeZone: 'UTC' });
}

/** The push jobs of a person's browser that wait for their time. */
async function jobsOf(memberId: string, what: 'dueAt' | 'hasWaited'): Promise<PushJob[]> {
  const { rows } = await world.services.pool.query<{ data: PushJob }>(
    `SELECT data FROM jobs.job
      WHERE name = 'notifications.push' AND state = 'created' AND data ? $2
        AND data ->> 'subscriptionId' IN (SELECT id::text FROM push_subscription WHERE member_id = $1)`,
    [memberId, what],
  );
  return rows.map(({ data }) => data);
}

const noticesOf = (memberId: string) =>
  world.services.db.notification.findMany({ where: { memberId }, orderBy: { id: 'asc' } });

test('CHAT-50, CHAT-51: what quiet hours hold back comes as one when they are over, without what was read', async () => {
  await using service = await startPushService();
  const { ana, ben, channel, call } = await aPair(service);
  await beginQuietHours(ben);
  const [pier, read] = [await aChannel(ana, [ben]), await aChannel(ana, [ben])];
  const name = `@${ben.person.username}`;
  await call('uno');
  await call('dos');
  await say(ana.caller, pier.id, `tres ${name}`);
  const { seq } = await say(ana.caller, read.id, `cuatro ${name}`);
  const direct = await ana.caller.chat.direct.open({ memberId: ben.person.id });
  await say(ana.caller, direct.id, 'cinco');
  await say(ana.caller, direct.id, 'seis');
  await until(async () => {
    const held = (await noticesOf(ben.person.id)).map(({ pushDueAt }) => pushDueAt);
    expect(held).toHaveLength(6);
    expect(held).not.toContain(null);
  });
  await ben.caller.chat.channels.markRead({ channelId: read.id, seq });
  const jobs = await jobsOf(ben.person.id, 'dueAt');
  expect(jobs).toHaveLength(1);
  expect(service.pushed).toEqual([]);

  world.clock.advance({ hours: 2 });
  for (const job of jobs) await sendPush(world.services, job);
  expect(service.pushed).toHaveLength(1);
  const { title, body, url } = service.pushed[0]?.payload ?? {};
  expect(title).toBe('5 novedades en 3 conversaciones');
  expect(body?.split(', ').sort()).toEqual(
    [channel.name, pier.name, ana.person.displayName].sort(),
  );
  expect(url).toBe('http://atalaya.test/');
});

test('CHAT-50: of one held notice the push says all that it would have said', async () => {
  await using service = await startPushService();
  const { ben, channel, call } = await aPair(service);
  await beginQuietHours(ben);
  const message = await call('de noche');
  await until(async () => expect(await jobsOf(ben.person.id, 'dueAt')).toHaveLength(1));
  const [job] = await jobsOf(ben.person.id, 'dueAt');
  if (!job) throw new Error('nothing is held');
  // Longer hours hold it longer.
  const { quietHours } = await ben.caller.notifications.preferences.get();
  await ben.caller.notifications.preferences.set({
    quietHours: quietHours && { ...quietHours, to: (quietHours.to + 120) % 1_440 },
  });
  world.clock.advance({ hours: 2 });
  await sendPush(world.services, job);
  expect(service.pushed).toEqual([]);
  world.clock.advance({ hours: 2 });
  const later = (await jobsOf(ben.person.id, 'dueAt')).filter(
    (one) => 'dueAt' in one && 'dueAt' in job && one.dueAt > job.dueAt,
  );
  for (const one of later) await sendPush(world.services, one);
  expect(service.pushed.map(({ payload }) => payload)).toMatchObject([
    { body: message.content, url: `http://atalaya.test/c/${channel.id}?m=${message.seq}` },
  ]);
});

test('CHAT-50, CHAT-51: who is here has a minute to read; what they read is not pushed, the rest is', async () => {
  await using service = await startPushService();
  const { ben, channel, call } = await aPair(service);
  const { presence } = world.services;
  const presenceOf = async () =>
    (await presence.of(ben.organisation.id, [ben.person.id])).get(ben.person.id);
  const screen = aConnection(ben.actor);
  presence.connected(screen);
  await until(async () => expect(await presenceOf()).toBe('online'));
  const read = await call('uno');
  await until(async () => expect(await jobsOf(ben.person.id, 'hasWaited')).toHaveLength(1));
  await ben.caller.chat.channels.markRead({ channelId: channel.id, seq: read.seq });
  const unread = await call('dos');
  await until(async () => expect(await jobsOf(ben.person.id, 'hasWaited')).toHaveLength(2));
  expect(service.pushed).toEqual([]);
  for (const job of await jobsOf(ben.person.id, 'hasWaited')) await sendPush(world.services, job);
  expect(service.pushed.map(({ payload }) => payload.body)).toEqual([unread.content]);

  presence.activity(screen, true);
  await until(async () => expect(await presenceOf()).toBe('away'));
  const away = await call('tres');
  await until(() => expect(service.pushed.at(-1)?.payload.body).toBe(away.content));
  presence.disconnected(screen);
});

test('CHAT-50: what was read in its channel is not pushed, also where its notice is marked nowhere', async () => {
  await using service = await startPushService();
  const { ben, channel, call } = await aPair(service);
  await beginQuietHours(ben);
  const { seq } = await call('uno');
  const job = await pushJobOf(ben.person.id);
  await ben.caller.notifications.preferences.set({ quietHours: null });
  await world.services.db.channelMember.updateMany({
    where: { channelId: channel.id, memberId: ben.person.id },
    data: { lastReadSeq: seq },
  });
  await sendPush(world.services, job);
  expect(service.pushed).toEqual([]);
});

test('CHAT-50: a browser that is gone is forgotten; one’s own is taken back by oneself only', async () => {
  await using service = await startPushService((_, response) => response.writeHead(410).end());
  const { ana, ben, call } = await aPair(service);
  const { endpoint } = service.target;
  await ana.caller.notifications.push.unsubscribe({ endpoint });
  expect(await subscriptionsOf(ben.person.id)).toBe(1);
  await call('hola');
  await until(async () => expect(await subscriptionsOf(ben.person.id)).toBe(0));
});

test('CHAT-50: whether a browser is pushed to is the server’s to say: for that person, while that session lasts', async () => {
  await using service = await startPushService();
  const { ana, ben } = await aPair(service);
  const { endpoint, p256dh, auth } = service.target;
  const states = () =>
    Promise.all(
      [ana, ben].map(
        async ({ caller }) =>
          (await caller.notifications.push.isSubscribed({ endpoint })).subscribed,
      ),
    );
  expect(await states()).toEqual([false, true]);
  const { services, clock } = world;
  await services.db.session.updateMany({
    where: { memberId: ben.person.id },
    data: { revokedAt: clock.now() },
  });
  const again = await callerFor(world, ben.person);
  expect(await again.caller.notifications.push.isSubscribed({ endpoint })).toEqual({
    subscribed: false,
  });
  await again.caller.notifications.push.subscribe({ endpoint, keys: { p256dh, auth } });
  expect(await again.caller.notifications.push.isSubscribed({ endpoint })).toEqual({
    subscribed: true,
  });
  // Somebody else turns it on in the same browser: from now on it is theirs.
  await ana.caller.notifications.push.subscribe({ endpoint, keys: { p256dh, auth } });
  expect(await again.caller.notifications.push.isSubscribed({ endpoint })).toEqual({
    subscribed: false,
  });
});

test('CHAT-50: an address that no push goes to is refused', async () => {
  const { caller } = await callerAs(world, 'member');
  const keys = { p256dh: 'a'.repeat(87), auth: 'b'.repeat(22) };
  const endpoint = 'https://user:secret@push.example.org/x';
  const refusal = await refusalOf(caller.notifications.push.subscribe({ endpoint, keys }));
  expect(refusal).toBe('error.invalidInput.endpoint');
});

/** What a push job of the person's newest notice holds, as soon as there is one. */
async function pushJobOf(memberId: string) {
  const { db } = world.services;
  let noticeId = '';
  await until(async () => {
    const notice = await db.notification.findFirst({
      where: { memberId },
      orderBy: { id: 'desc' },
    });
    expect(notice?.dispatched).toBe(true);
    noticeId = notice?.id ?? '';
  });
  const subscription = await db.pushSubscription.findFirstOrThrow({ where: { memberId } });
  return { noticeId, subscriptionId: subscription.id };
}

test('CHAT-50, OPS-01: nothing is pushed where the organisation has switched that off', async () => {
  await using service = await startPushService();
  const { ana, ben, call } = await aPair(service);
  const admin = await callerAs(world, 'superadmin', ana.organisation);
  await admin.caller.settings.update({ notifications: { push: false } });
  expect((await ben.caller.notifications.preferences.get()).offered.push).toBe(false);
  await call('en silencio');
  const where = { memberId: ben.person.id, dispatched: true };
  await until(async () => expect(await world.services.db.notification.count({ where })).toBe(1));
  await admin.caller.settings.update({ notifications: { push: true } });
  const message = await call('otra vez');
  await until(() => expect(service.pushed).toHaveLength(1));
  expect(service.pushed[0]?.payload).toMatchObject({ body: message.content });
});
