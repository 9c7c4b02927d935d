import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Services } from '../context.ts';
import { startWorkers } from '../services.ts';
import { aMember, anOrganisation, callerAs, createWorld, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { announceNotifications, notify, notifyLater } from './index.ts';
import { watchNotices } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Person = Awaited<ReturnType<typeof callerAs>>;

const receipt = (organisationId: string, key: string = randomUUID()) => ({
  organisationId,
  kind: 'flagReceived' as const,
  params: { subjectType: 'message' as const, policy: 'spam' as const },
  key,
  now: world.clock.now(),
});

async function tell({ organisation, person }: Person, key?: string, node?: Services) {
  const services = node ?? world.services;
  await services.db.$transaction((tx) =>
    notify(tx, { ...receipt(organisation.id, key), memberId: person.id }),
  );
  announceNotifications(services, [person.id]);
}

describe('notices', () => {
  test('CHAT-21: a notice appears at once on every node, however often it is announced', async () => {
    const member = await callerAs(world, 'member');
    await tell(member, 'before');
    const stream = await watchNotices(member);
    expect(await stream.next()).toEqual({ type: 'refresh' });
    const other = await world.addNode();
    await tell(member, 'one', other);
    await tell(member, 'one', other);
    await tell(member, 'two', other);
    const told = [await stream.next(), await stream.next()];
    const { items } = await member.caller.notifications.list({});
    expect(told).toEqual(
      [items[1], items[0]].map((notification) => ({ type: 'created', notification })),
    );
    expect(items).toHaveLength(3);
    await stream.stop();
  });

  test('CHAT-21: a notice whose transaction is taken back was never there', async () => {
    const member = await callerAs(world, 'member');
    const { db } = world.services;
    const taken = db.$transaction(async (tx) => {
      await notify(tx, { ...receipt(member.organisation.id), memberId: member.person.id });
      throw new Error('no');
    });
    await expect(taken).rejects.toThrow('no');
    expect(await member.caller.notifications.unreadCount()).toEqual({ unread: 0, apart: 0 });
  });

  test('CHAT-21: what does not fit its kind is not written', async () => {
    const { organisation, person } = await callerAs(world, 'member');
    const wrong = { subjectType: 'message' } as never;
    await expect(
      world.services.db.$transaction((tx) =>
        notify(tx, { ...receipt(organisation.id), params: wrong, memberId: person.id }),
      ),
    ).rejects.toThrow('policy');
  });

  test('OPS-51: list by pages, only unread ones, mark as read, delete; other screens hear of it', async () => {
    const staff = await callerAs(world, 'moderator');
    const { caller } = staff;
    for (let i = 0; i < 5; i++) await tell(staff);
    const stream = await watchNotices(staff);
    await stream.next();
    const first = await caller.notifications.list({ limit: 3 });
    const rest = await caller.notifications.list({ limit: 3, cursor: first.nextCursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 2, null]);
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());

    await caller.notifications.markRead({ ids: ids.slice(0, 2) });
    expect(await stream.next()).toEqual({ type: 'changed' });
    expect(await caller.notifications.unreadCount()).toEqual({ unread: 3, apart: 3 });
    const unread = await caller.notifications.list({ unread: true });
    expect(unread.items.map(({ id }) => id)).toEqual(ids.slice(2));

    await caller.notifications.delete({ ids: ids.slice(2, 3) });
    expect(await stream.next()).toEqual({ type: 'changed' });
    await caller.notifications.markAllRead();
    expect(await stream.next()).toEqual({ type: 'changed' });
    expect(await caller.notifications.unreadCount()).toEqual({ unread: 0, apart: 0 });
    expect((await caller.notifications.list({})).items).toHaveLength(4);
    await stream.stop();
  });

  test('CHAT-21: deleting brings older notices back among the newest; they are not told as new', async () => {
    const member = await callerAs(world, 'member');
    for (let i = 0; i < 60; i++) await tell(member);
    const stream = await watchNotices(member);
    await stream.next();
    const { items } = await member.caller.notifications.list({});
    await member.caller.notifications.delete({ ids: items.slice(0, 20).map(({ id }) => id) });
    await stream.next();
    await tell(member, 'the new one');
    const told = await stream.next();
    const now = await member.caller.notifications.list({ limit: 1 });
    expect(told).toEqual({ type: 'created', notification: now.items[0] });
    await stream.stop();
  });

  test('OPS-51: nobody reads, marks or deletes another one’s notices', async () => {
    const owner = await callerAs(world, 'moderator');
    const other = await callerAs(world, 'superadmin', owner.organisation);
    await tell(owner);
    const { items } = await owner.caller.notifications.list({});
    const ids = items.map(({ id }) => id);
    await other.caller.notifications.markRead({ ids });
    await other.caller.notifications.delete({ ids });
    await other.caller.notifications.markAllRead();
    expect((await other.caller.notifications.list({})).items).toEqual([]);
    expect((await owner.caller.notifications.list({})).items).toEqual(items);
  });
});

describe('telling many', () => {
  test('CHAT-51: a job that dies half-way is done again, and each person has the notice once', async () => {
    const { services } = world;
    const { pool, db } = services;
    await startWorkers(services);
    const organisation = await anOrganisation(world);
    const people: string[] = [];
    for (let i = 0; i < 600; i++) people.push((await aMember(world, organisation)).id);
    people.sort();
    const key = `many:${randomUUID()}`;
    const last = people.at(-1);

    // The second half waits for this row, and dies waiting.
    const blocking = await pool.connect();
    await blocking.query('BEGIN');
    await blocking.query(
      `INSERT INTO notification (id, organisation_id, member_id, kind, key)
       VALUES ($1, $2, $3, 'x', $4)`,
      [randomUUID(), organisation.id, last, key],
    );
    await db.$transaction((tx) =>
      notifyLater(tx, services, receipt(organisation.id, key), { memberIds: people }),
    );
    await untilWaiting(pool);
    expect(await db.notification.count({ where: { key } })).toBe(500);
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    await blocking.query('ROLLBACK');
    blocking.release();

    await vi.waitFor(
      async () => expect(await db.notification.count({ where: { key } })).toBe(600),
      { timeout: 15_000, interval: 50 },
    );
    const told = await db.notification.groupBy({ by: ['memberId'], where: { key }, _count: true });
    expect(told).toHaveLength(600);
  });

  test('CHAT-51: staff are told by what they may do when the job runs', async () => {
    const { services } = world;
    const organisation = await anOrganisation(world);
    const people = await Promise.all(
      (['member', 'moderator', 'admin', 'auditor'] as const).map((role) =>
        callerAs(world, role, organisation),
      ),
    );
    const params = { alertId: randomUUID(), alert: 'attack', severity: 'critical' } as const;
    const notice = { ...receipt(organisation.id), kind: 'alert' as const, params };
    await services.db.$transaction((tx) =>
      notifyLater(tx, services, notice, { permission: 'alerts:handle' }),
    );
    await vi.waitFor(
      async () => {
        const counts = people.map(async ({ caller }) => caller.notifications.unreadCount());
        expect(await Promise.all(counts)).toEqual(
          [0, 1, 1, 0].map((unread) => ({ unread, apart: unread })),
        );
      },
      { timeout: 10_000, interval: 50 },
    );
  });
});
