import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPush } from '../../../../apps/server/src/adapters/push.ts';
import { startPushService } from '../../../../apps/server/src/testing/push-service.ts';
import { aChannel, say } from '../chat/testing.ts';
import { startWorkers } from '../services.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { sendPush } from './push.ts';

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
  const hour = world.clock.now().getUTCHours();
  await ben.caller.notifications.preferences.set({
    quietHours: { from: hour * 60, to: ((hour + 2) % 24) * 60 },
    timeZone: 'UTC',
  });
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

test('CHAT-50: a browser that is gone is forgotten; one’s own is taken back by oneself only', async () => {
  await using service = await startPushService((_, response) => response.writeHead(410).end());
  const { ana, ben, call } = await aPair(service);
  const { endpoint } = service.target;
  await ana.caller.notifications.push.unsubscribe({ endpoint });
  expect(await subscriptionsOf(ben.person.id)).toBe(1);
  await call('hola');
  await until(async () => expect(await subscriptionsOf(ben.person.id)).toBe(0));
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
