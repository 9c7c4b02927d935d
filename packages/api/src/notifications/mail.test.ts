import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aChannel, say } from '../chat/testing.ts';
import { startWorkers } from '../services.ts';
import { callerAs, callerAsNobody, createWorld, type World } from '../testing/index.ts';
import { orderDigests } from './digest.ts';
import { sendNoticeMail } from './mail.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await startWorkers(world.services);
});
afterAll(() => world.close());

const until = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

/** Ana and Ben in one channel; what Ben is mailed comes after so many minutes unread. */
async function aPair(mailAfterMinutes: number) {
  const ana = await callerAs(world, 'member');
  const ben = await callerAs(world, 'member', ana.organisation);
  const channel = await aChannel(ana, [ben]);
  await ben.caller.notifications.preferences.set({ mailAfterMinutes });
  const call = (text: string) => say(ana.caller, channel.id, `${text} @${ben.person.username}`);
  const mails = () => world.postbox.to(ben.person.email);
  return { ana, ben, channel, call, mails };
}
type Pair = Awaited<ReturnType<typeof aPair>>;

const rowsOf = ({ ben }: Pair) =>
  world.services.db.notification.findMany({
    where: { memberId: ben.person.id },
    orderBy: { id: 'asc' },
  });
/** Resolves when so many notices of Ben wait for their mail. */
const waiting = (pair: Pair, count: number) =>
  until(async () => {
    const rows = await rowsOf(pair);
    expect(rows.filter(({ mailDue }) => mailDue)).toHaveLength(count);
  });
/** Does now what the job does when its time has come. */
const mailNow = ({ ben }: Pair, mailId = '01990000-0000-7000-8000-000000000001') =>
  sendNoticeMail(world.services, { memberId: ben.person.id, mailId });

describe('notices by mail', () => {
  test('CHAT-50: whoever wants no delay has a mail at once, with the text and the way to the message', async () => {
    const pair = await aPair(0);
    const message = await pair.call('ven al puerto');
    const mail = await world.postbox.next(pair.ben.person.email);
    expect(mail.subject).toBe(
      `${pair.ana.person.displayName} te ha mencionado en ${pair.channel.name}`,
    );
    expect(mail.text).toContain(message.content);
    expect(mail.text).toContain(`http://atalaya.test/c/${pair.channel.id}?m=${message.seq}`);
    expect(mail.unsubscribeUrl).toContain('http://atalaya.test/unsubscribe?token=');
  });

  test('CHAT-50: what waits goes into one mail, once, and not what was read meanwhile', async () => {
    const pair = await aPair(30);
    await pair.call('uno');
    const read = await pair.call('dos');
    await waiting(pair, 2);
    await pair.ben.caller.chat.channels.markRead({ channelId: pair.channel.id, seq: read.seq });
    await pair.call('tres');
    await pair.call('cuatro');
    await waiting(pair, 4);
    await mailNow(pair);
    await mailNow(pair);
    const mails = pair.mails();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('Tienes 2 novedades en Atalaya');
    // Jobs are done side by side: which of the two was told first is chance.
    expect(mails[0]?.text).toContain('tres');
    expect(mails[0]?.text).toContain('cuatro');
    expect(mails[0]?.text).not.toContain('uno');
  });

  test('CHAT-50: who has left, or whose message was deleted, is not mailed a text', async () => {
    const pair = await aPair(30);
    const gone = await pair.call('borrado');
    await waiting(pair, 1);
    await pair.ana.caller.chat.messages.delete({ messageId: gone.id });
    await mailNow(pair);
    await pair.call('otro');
    await waiting(pair, 1);
    await pair.ben.caller.chat.channels.leave({ channelId: pair.channel.id });
    await mailNow(pair, '01990000-0000-7000-8000-000000000002');
    expect(pair.mails()).toEqual([]);
    expect((await rowsOf(pair)).map(({ mailDue }) => mailDue)).toEqual([false, false]);
  });

  test('CHAT-50: a mail whose sending fails is the same mail when it is tried again', async () => {
    const pair = await aPair(30);
    await pair.call('uno');
    await waiting(pair, 1);
    const { services } = world;
    const failing = Object.create(services, {
      mailer: { value: { configured: true, send: async () => Promise.reject(new Error('busy')) } },
    }) as typeof services;
    const job = { memberId: pair.ben.person.id, mailId: '01990000-0000-7000-8000-000000000003' };
    await expect(sendNoticeMail(failing, job)).rejects.toThrow('busy');
    // What comes in between goes into a mail of its own, and not into one that may be on its way.
    await pair.call('dos');
    await waiting(pair, 2);
    const other = '01990000-0000-7000-8000-000000000004';
    await mailNow(pair, other);
    await pair.call('tres');
    await waiting(pair, 2);
    await sendNoticeMail(services, job);
    const told = pair.mails().map(({ id, text }) => [id, text.match(/uno|dos|tres/g)]);
    expect(told).toEqual([
      [other, ['dos']],
      [job.mailId, ['uno']],
    ]);
  });

  test('CHAT-50: quiet hours hold mails back until they are over, by the clocks of the person’s place', async () => {
    const pair = await aPair(30);
    const { caller, person } = pair.ben;
    // Wherever the test's clock stands, it is the middle of these hours in Tokyo.
    const hour = (world.clock.now().getUTCHours() + 9) % 24;
    const from = ((hour + 23) % 24) * 60;
    const to = ((hour + 2) % 24) * 60;
    await caller.notifications.preferences.set({
      quietHours: { from, to },
      timeZone: 'Asia/Tokyo',
    });
    await pair.call('de noche');
    await waiting(pair, 1);
    await mailNow(pair);
    await mailNow(pair);
    expect(pair.mails()).toEqual([]);
    const { rows } = await world.services.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM jobs.job
        WHERE name = 'notifications.mail' AND data->>'memberId' = $1
          AND data->>'mailId' = '01990000-0000-7000-8000-000000000001'`,
      [person.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
    await caller.notifications.preferences.set({ timeZone: 'America/Lima' });
    await mailNow(pair);
    expect(pair.mails()).toHaveLength(1);
  });

  test('CHAT-50: the address in a mail turns that kind off without signing in, and no other', async () => {
    const pair = await aPair(0);
    await pair.call('uno');
    const { unsubscribeUrl } = await world.postbox.next(pair.ben.person.email);
    const token = new URL(unsubscribeUrl ?? '').searchParams.get('token') ?? '';
    const nobody = callerAsNobody(world.services);
    const forged = token.replace('.mention.', '.alert.');
    await expect(nobody.notifications.unsubscribe({ token: forged })).rejects.toThrow();
    expect(await nobody.notifications.unsubscribe({ token })).toEqual({ kinds: ['mention'] });
    const { choices } = await pair.ben.caller.notifications.preferences.get();
    expect([choices.mention.mail, choices.mention.push]).toEqual([false, true]);
    expect(choices.directMessage.mail).toBe(true);
  });

  test('CHAT-50: the address in a mail of several kinds turns all of them off', async () => {
    const pair = await aPair(30);
    const { caller, person } = pair.ben;
    await pair.call('uno');
    await pair.ana.caller.chat.channels.create({
      name: `sala ${person.username}`,
      type: 'private',
      memberIds: [person.id],
    });
    await waiting(pair, 2);
    await mailNow(pair);
    const { unsubscribeUrl } = await world.postbox.next(person.email);
    const token = new URL(unsubscribeUrl ?? '').searchParams.get('token') ?? '';
    await callerAsNobody(world.services).notifications.unsubscribe({ token });
    const { choices } = await caller.notifications.preferences.get();
    expect([choices.mention.mail, choices.channelInvite.mail]).toEqual([false, false]);
    expect(choices.directMessage.mail).toBe(true);
  });

  test('CHAT-50: the daily summary comes once a day at the hour of choice and tells what is unread', async () => {
    const pair = await aPair(1_440);
    const { ben, channel } = pair;
    const hour = world.clock.now().getUTCHours();
    await ben.caller.notifications.preferences.set({ digestHour: hour, timeZone: 'UTC' });
    await pair.call('uno');
    await say(pair.ana.caller, channel.id, 'dos');
    await waiting(pair, 1);
    await Promise.all([orderDigests(world.services), orderDigests(world.services)]);
    const mail = await world.postbox.next(ben.person.email);
    expect(mail.subject).toBe('Tu resumen del día en Atalaya');
    expect(mail.text).toContain(`${channel.name}: 2 sin leer, 1 te mencionan`);
    expect(await orderDigests(world.services)).toBe(0);
    expect(pair.mails()).toHaveLength(1);
  });

  test('CHAT-50, OPS-01: no summary goes out where the organisation has switched them off', async () => {
    const { ana, ben } = await aPair(1_440);
    const hour = world.clock.now().getUTCHours();
    await ben.caller.notifications.preferences.set({ digestHour: hour, timeZone: 'UTC' });
    const admin = await callerAs(world, 'superadmin', ana.organisation);
    await admin.caller.settings.update({ notifications: { dailyDigest: false } });
    expect(await orderDigests(world.services)).toBe(0);
    await admin.caller.settings.update({ notifications: { dailyDigest: true } });
    expect(await orderDigests(world.services)).toBe(1);
  });
});
