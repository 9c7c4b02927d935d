import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  aMember,
  callerAs,
  callerAsNobody,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import { raise, watchAlerts } from './testing.ts';

describe('what raises alerts', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ limiter: { consume: async () => 0 } });
    // The tests look when they are ready, and nobody else does.
    await world.services.alertWatch.stop();
  });
  afterAll(() => world.close());

  const signIn = (ip: string, email: string, password = 'not this one') =>
    callerAsNobody(world.services, { ip }).auth.login({ email, password });
  const wrongly = async (times: number, ip: string, email: string) => {
    for (let n = 0; n < times; n++) {
      expect(await refusalOf(signIn(ip, email))).toBe('error.wrongCredentials');
    }
  };
  const look = async () => {
    world.clock.advance({ seconds: 1 });
    await world.services.alertWatch.look();
  };
  async function aWatcher() {
    // What other tests tried is long ago.
    world.clock.advance({ minutes: 11 });
    const staff = await callerAs(world, 'superadmin');
    await staff.caller.settings.update({ alerts: { wrongSignIns: 5 } });
    const alerts = async () => (await staff.caller.alerts.list({})).items;
    return { ...staff, alerts };
  }

  test('TRUST-40: many wrong sign-ins for one account raise an alert, whatever their addresses', async () => {
    const { organisation, alerts } = await aWatcher();
    const person = await aMember(world, organisation);
    for (let n = 1; n <= 4; n++) await wrongly(1, `10.1.0.${n}`, person.email);
    await look();
    expect(await alerts()).toEqual([]);
    await wrongly(1, '10.1.0.5', person.email);
    await look();
    expect(await alerts()).toMatchObject([
      {
        kind: 'attack',
        severity: 'warning',
        count: 1,
        params: { by: 'account', subject: person.id, name: person.displayName, attempts: 5 },
      },
    ]);
  });

  test('TRUST-40: an attack is told a second after the wrong sign-in that makes it one', async () => {
    const { caller, organisation } = await aWatcher();
    const { email } = await aMember(world, organisation);
    const { alertWatch } = world.services;
    alertWatch.start();
    const live = await watchAlerts(caller);
    expect(await live.next()).toEqual({ type: 'refresh' });
    await wrongly(5, '10.1.9.1', email);
    const last = Date.now();
    expect(await live.next()).toMatchObject({ type: 'raised', alert: { kind: 'attack' } });
    expect(Date.now() - last).toBeLessThan(2_000);
    await live.stop();
    await alertWatch.stop();
  });

  test('TRUST-40: one address that tries many accounts raises one, in their organisation only', async () => {
    const watcher = await aWatcher();
    const elsewhere = await aWatcher();
    for (let n = 0; n < 5; n++) {
      const { email } = await aMember(world, watcher.organisation);
      await wrongly(1, '10.2.0.1', email);
    }
    await look();
    expect(await watcher.alerts()).toMatchObject([
      { kind: 'attack', params: { by: 'ip', subject: '10.2.0.1', attempts: 5, minutes: 10 } },
    ]);
    expect(await elsewhere.alerts()).toEqual([]);
  });

  test('TRUST-40: an attack counts up while it goes on, and not again after it is over', async () => {
    const { caller, organisation, alerts } = await aWatcher();
    const { email } = await aMember(world, organisation);
    await wrongly(5, '10.3.0.1', email);
    await look();
    await look();
    const before = await alerts();
    expect(before.map(({ count }) => count)).toEqual([1, 1]);
    await wrongly(1, '10.3.0.1', email);
    await look();
    expect((await alerts()).map(({ count }) => count)).toEqual([2, 2]);
    for (const { id: alertId } of before) await caller.alerts.resolve({ alertId });
    await look();
    expect((await caller.alerts.list({ state: 'open' })).items).toEqual([]);
    world.clock.advance({ minutes: 11 });
    await wrongly(1, '10.3.0.1', email);
    await look();
    expect((await caller.alerts.list({ state: 'open' })).items).toEqual([]);
  });

  test('TRUST-40: right sign-ins, and wrong ones over a long time, raise nothing', async () => {
    const { organisation, alerts } = await aWatcher();
    const { email } = await aMember(world, organisation);
    for (let n = 0; n < 6; n++) await signIn('10.4.0.1', email, testPassword);
    for (let n = 0; n < 6; n++) {
      await wrongly(1, '10.4.0.1', email);
      world.clock.advance({ minutes: 3 });
      await look();
    }
    expect(await alerts()).toEqual([]);
  });

  test('TRUST-40: addresses that nobody here has are told to every organisation', async () => {
    const one = await aWatcher();
    const two = await aWatcher();
    for (let n = 0; n < 6; n++) await wrongly(1, '10.5.0.1', `nobody-${n}@nowhere.test`);
    await look();
    for (const { alerts } of [one, two]) {
      expect(await alerts()).toMatchObject([{ params: { subject: '10.5.0.1', attempts: 6 } }]);
    }
  });

  /** Wrong sign-ins as they are logged; many at once. */
  const logWrong = (ip: string, times: number, memberId: string | null = null) =>
    world.services.db.loginAttempt.createMany({
      data: Array.from({ length: times }, () => ({
        memberId,
        emailHash: Buffer.from(randomUUID()),
        ip,
        userAgent: '',
        succeeded: false,
        reason: memberId ? 'wrongPassword' : 'unknownAddress',
        createdAt: world.clock.now(),
      })),
    });

  test('TRUST-40: what an address tries elsewhere is not counted here', async () => {
    const one = await aWatcher();
    const two = await aWatcher();
    await logWrong('10.7.0.1', 1, one.person.id);
    await logWrong('10.7.0.1', 19, (await aMember(world, two.organisation)).id);
    await look();
    expect(await one.alerts()).toEqual([]);
    const byIp = (await two.alerts()).filter(({ params }) => params['by'] === 'ip');
    expect(byIp).toMatchObject([{ params: { subject: '10.7.0.1', attempts: 19 } }]);
  });

  test('TRUST-40: what an address tries on nobody counts with what it tries on people here', async () => {
    const one = await aWatcher();
    const two = await aWatcher();
    await logWrong('10.8.0.1', 3, one.person.id);
    await logWrong('10.8.0.1', 3);
    await look();
    expect(await one.alerts()).toMatchObject([{ params: { by: 'ip', attempts: 6 } }]);
    expect(await two.alerts()).toEqual([]);
  });

  test('TRUST-40: a flood from many addresses is one alert in each of many organisations', {
    timeout: 60_000,
  }, async () => {
    const { alerts } = await aWatcher();
    const { db } = world.services;
    const many = Array.from({ length: 150 }, () => ({ id: randomUUID(), slug: randomUUID() }));
    await db.organisation.createMany({ data: many.map((one) => ({ ...one, name: one.slug })) });
    for (let n = 0; n < 100; n++) await logWrong(`10.9.0.${n}`, n === 7 ? 21 : 20);
    const cold = await world.addNode();
    world.clock.advance({ seconds: 1 });
    await Promise.all([cold.alertWatch.look(), world.services.alertWatch.look()]);
    expect(await alerts()).toMatchObject([
      {
        severity: 'critical',
        count: 1,
        params: { by: 'unknown', addresses: 100, attempts: 2_001, subject: '10.9.0.7' },
      },
    ]);
    const told = await db.alert.findMany({
      where: { organisationId: { in: many.map(({ id }) => id) } },
      select: { kind: true, count: true },
    });
    expect(told).toEqual(many.map(() => ({ kind: 'attack', count: 1 })));
    await look();
    expect((await alerts()).map(({ count }) => count)).toEqual([1]);
    await logWrong('10.9.1.1', 20);
    await look();
    expect(await alerts()).toMatchObject([{ count: 2, params: { addresses: 101 } }]);
    await db.organisation.updateMany({
      where: { id: { in: many.map(({ id }) => id) } },
      data: { active: false },
    });
  });

  test('TRUST-40: where one organisation cannot be told the others are', async () => {
    const one = await aWatcher();
    const two = await aWatcher();
    const three = await aWatcher();
    await logWrong('10.10.0.1', 6);
    await refusing(two.organisation.id, look);
    expect(await one.alerts()).toHaveLength(1);
    expect(await two.alerts()).toEqual([]);
    expect(await three.alerts()).toHaveLength(1);
    await look();
    expect(await two.alerts()).toHaveLength(1);
    expect((await one.alerts()).map(({ count }) => count)).toEqual([1]);
  });

  /** Runs the work while the database refuses what is written to the organisation's alerts. */
  async function refusing<Result>(organisationId: string, work: () => Promise<Result>) {
    const { db } = world.services;
    await db.$executeRawUnsafe(`ALTER TABLE alert ADD CONSTRAINT alert_refused
      CHECK (organisation_id <> '${organisationId}') NOT VALID`);
    return work().finally(() =>
      db.$executeRawUnsafe('ALTER TABLE alert DROP CONSTRAINT alert_refused'),
    );
  }

  test('TRUST-40: where one organisation cannot be told of failing calls the others are', async () => {
    const [first, middle, last] = [await aWatcher(), await aWatcher(), await aWatcher()];
    const node = await world.addNode();
    for (let n = 0; n < 40; n++) node.metrics.call('chat.messages.send', 'failed', 0.01);
    await refusing(middle.organisation.id, () => node.alertWatch.look());
    const found = await Promise.all([first, middle, last].map(({ alerts }) => alerts()));
    expect(found.map((alerts) => alerts.map(({ kind }) => kind))).toEqual([
      ['errorRate'],
      [],
      ['errorRate'],
    ]);
  });

  test('TRUST-41: where one organisation’s alerts cannot be told again the others’ are', async () => {
    const [first, middle, last] = [await aWatcher(), await aWatcher(), await aWatcher()];
    for (const { organisation } of [first, middle, last]) await raise(world, organisation);
    const severities = () =>
      Promise.all(
        [first, middle, last].map(async ({ alerts }) => (await alerts()).map((a) => a.severity)),
      );
    world.clock.advance({ minutes: 11 });
    await refusing(middle.organisation.id, look);
    expect(await severities()).toEqual([['critical'], ['warning'], ['critical']]);
    await look();
    expect(await severities()).toEqual([['critical'], ['critical'], ['critical']]);
  });

  test('TRUST-41: of two nodes that look at the same time each alert is told again once', async () => {
    const { caller, organisation } = await aWatcher();
    const other = await world.addNode();
    const { alertId } = await raise(world, organisation, { severity: 'info' });
    const live = await watchAlerts(caller);
    await live.next();
    world.clock.advance({ minutes: 11 });
    await Promise.all([world.services.alertWatch.look(), other.alertWatch.look()]);
    expect(await live.next()).toMatchObject({
      type: 'raised',
      alert: { id: alertId, severity: 'warning' },
    });
    await live.stop();
  });

  test('TRUST-41: settings are not read while a transaction is open, as that could wait for itself', async () => {
    const { organisation, alerts } = await aWatcher();
    await raise(world, organisation);
    const cold = await world.addNode();
    for (let n = 0; n < 40; n++) cold.metrics.call('chat.messages.send', 'failed', 0.01);
    world.clock.advance({ minutes: 11 });
    const { pool } = cold;
    const open = () =>
      pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
    const { settings } = cold;
    const read = settings.of.bind(settings);
    const seen: number[] = [];
    vi.spyOn(settings, 'of').mockImplementation(async (organisationId) => {
      seen.push((await open()).rows[0]?.count ?? 0);
      return read(organisationId);
    });
    await cold.alertWatch.look();
    vi.restoreAllMocks();
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([0]));
    expect((await alerts()).map(({ kind, severity }) => [kind, severity]).sort()).toEqual([
      ['errorRate', 'critical'],
      ['flagBurst', 'critical'],
    ]);
  });

  test('TRUST-40: of two nodes that look at the same time each attack is raised once', async () => {
    const { organisation, alerts } = await aWatcher();
    const other = await world.addNode();
    const { email } = await aMember(world, organisation);
    await wrongly(5, '10.6.0.1', email);
    world.clock.advance({ seconds: 1 });
    await Promise.all([world.services.alertWatch.look(), other.alertWatch.look()]);
    expect((await alerts()).map(({ count }) => count)).toEqual([1, 1]);
  });

  test('TRUST-40: calls that fail on the server raise an alert, critical when half of them do', async () => {
    const { caller, alerts } = await aWatcher();
    await caller.settings.update({ alerts: { failedCallsPercent: 10 } });
    const node = await world.addNode();
    const calls = (count: number, outcome: 'ok' | 'failed') => {
      for (let n = 0; n < count; n++) node.metrics.call('chat.messages.send', outcome, 0.01);
    };
    calls(95, 'ok');
    calls(5, 'failed');
    await node.alertWatch.look();
    expect(await alerts()).toEqual([]);
    calls(10, 'failed');
    await node.alertWatch.look();
    expect(await alerts()).toMatchObject([
      { kind: 'errorRate', severity: 'warning', params: { percent: 13 } },
    ]);
    calls(200, 'failed');
    await node.alertWatch.look();
    expect(await alerts()).toMatchObject([{ kind: 'errorRate', severity: 'critical' }]);
  });

  test('TRUST-40: the router’s own calls are what is counted', async () => {
    const node = await world.addNode();
    await callerAsNobody(node).system.health();
    const broken = { ...node, clock: { now: () => null as unknown as Date } };
    const failing = callerAsNobody(broken).system.health();
    await expect(failing).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    const { metrics } = node as unknown as { metrics: { lastMinute(): object } };
    expect(metrics.lastMinute()).toEqual({ all: 2, failed: 1 });
  });
});
