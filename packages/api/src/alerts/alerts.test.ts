import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOrganisation, callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import type { AlertEvent } from './schemas.ts';
import { raise, watchAlerts } from './testing.ts';

describe('alerts', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('TRUST-40: the same again counts up one alert; its severity only rises', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const first = await raise(world, organisation);
    world.clock.advance({ seconds: 5 });
    const second = await raise(world, organisation, { severity: 'info', params: { flags: 4 } });
    expect(second).toEqual({ ...first, loud: false });
    const { items, open, critical } = await caller.alerts.list({});
    expect(items).toMatchObject([
      { id: first.alertId, count: 2, severity: 'warning', params: { flags: 4 }, state: 'open' },
    ]);
    expect(items[0]?.lastAt).toEqual(world.clock.now());
    expect({ open, critical }).toEqual({ open: 1, critical: 0 });
    expect((await raise(world, organisation, { severity: 'critical' })).loud).toBe(true);
    expect((await caller.alerts.list({})).critical).toBe(1);
  });

  test('TRUST-13: whom an alert is about neither sees nor handles it; all others do', async () => {
    const concerned = await callerAs(world, 'moderator');
    const other = await callerAs(world, 'moderator', concerned.organisation);
    const [theirs, others] = [await watchAlerts(concerned.caller), await watchAlerts(other.caller)];
    await Promise.all([theirs.next(), others.next()]);
    const concernsId = concerned.person.id;
    const { alertId } = await raise(world, concerned.organisation, { concernsId });
    expect(await others.next()).toMatchObject({ type: 'raised', alert: { id: alertId } });
    const next = await raise(world, concerned.organisation, { key: 'flagBurst:message:2' });
    expect(await theirs.next()).toMatchObject({ type: 'raised', alert: { id: next.alertId } });

    const own = await concerned.caller.alerts.list({});
    expect(own.items.map(({ id }) => id)).toEqual([next.alertId]);
    expect(own.open).toBe(1);
    expect((await other.caller.alerts.list({})).open).toBe(2);
    for (const handle of ['acknowledge', 'resolve'] as const) {
      const refusal = await refusalOf(concerned.caller.alerts[handle]({ alertId }));
      expect(refusal).toBe('error.notFound.alert');
    }
    const silence = concerned.caller.alerts.silence({ alertId, minutes: 5 });
    expect(await refusalOf(silence)).toBe('error.notFound.alert');
    expect(await other.caller.alerts.resolve({ alertId })).not.toHaveProperty('concernsId');
    await Promise.all([theirs.stop(), others.stop()]);
  });

  test('TRUST-40: what came at the same moment is one alert, told once', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const raised = await Promise.all(Array.from({ length: 12 }, () => raise(world, organisation)));
    expect(raised.filter(({ loud }) => loud)).toHaveLength(1);
    expect((await caller.alerts.list({})).items).toMatchObject([{ count: 12 }]);
  });

  test('TRUST-40: acknowledging twice is harmless and says who did; both are audited', async () => {
    const one = await callerAs(world, 'moderator');
    const two = await callerAs(world, 'admin', one.organisation);
    const { alertId } = await raise(world, one.organisation);
    const by = { id: one.person.id, displayName: one.person.displayName };
    expect(await one.caller.alerts.acknowledge({ alertId })).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: by,
    });
    world.clock.advance({ minutes: 1 });
    const again = await two.caller.alerts.acknowledge({ alertId });
    expect(again).toMatchObject({ state: 'acknowledged', acknowledgedBy: by });
    const entries = await world.services.db.auditEntry.findMany({
      where: { subjectId: alertId },
      orderBy: { position: 'asc' },
    });
    expect(entries).toMatchObject([
      { actorId: one.person.id, before: { state: 'open' }, after: { state: 'acknowledged' } },
      { actorId: two.person.id, before: {}, after: {} },
    ]);
  });

  test('TRUST-40: what grows worse after it was acknowledged is open again', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const { alertId } = await raise(world, organisation);
    await caller.alerts.acknowledge({ alertId });
    await raise(world, organisation);
    expect((await caller.alerts.list({})).items[0]?.state).toBe('acknowledged');
    const worse = await raise(world, organisation, { severity: 'critical' });
    expect(worse).toMatchObject({ alertId, loud: true });
    expect((await caller.alerts.list({})).items).toMatchObject([
      { state: 'open', acknowledgedBy: null, count: 3, escalatedAt: world.clock.now() },
    ]);
  });

  test('TRUST-40: after it is resolved the same is a new alert', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const first = await raise(world, organisation);
    expect(await caller.alerts.resolve({ alertId: first.alertId })).toMatchObject({
      state: 'resolved',
      resolvedBy: { displayName: expect.any(String) },
    });
    expect(await caller.alerts.resolve({ alertId: first.alertId })).toMatchObject({ count: 1 });
    const silenced = caller.alerts.silence({ alertId: first.alertId, minutes: 5 });
    expect(await refusalOf(silenced)).toBe('error.conflict.alertResolved');
    world.clock.advance({ seconds: 1 });
    const second = await raise(world, organisation);
    expect(second.alertId).not.toBe(first.alertId);
    expect(second.loud).toBe(true);
    expect((await caller.alerts.list({ state: 'open' })).items.map(({ id }) => id)).toEqual([
      second.alertId,
    ]);
  });

  test('TRUST-40: a silenced alert counts up and tells nobody, until its time is over', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const { alertId } = await raise(world, organisation);
    await caller.alerts.silence({ alertId, minutes: 30 });
    expect((await raise(world, organisation, { severity: 'critical' })).loud).toBe(false);
    world.clock.advance({ minutes: 39 });
    await world.services.alertWatch.look();
    const { items } = await caller.alerts.list({});
    expect(items).toMatchObject([{ count: 2, silencedUntil: expect.any(Date) }]);
    const ended = await caller.alerts.silence({ alertId, minutes: 0 });
    expect(ended.silencedUntil).toBeNull();
  });

  test('TRUST-40: the list is read page by page, what happened last first', async () => {
    const { caller, organisation } = await callerAs(world, 'auditor');
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      // Two of them at the same moment.
      if (n !== 2) world.clock.advance({ seconds: 1 });
      ids.push((await raise(world, organisation, { key: `flagBurst:message:${n}` })).alertId);
    }
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await caller.alerts.list({ cursor, limit: 2 });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(seen.slice(0, 2)).toEqual([ids[4], ids[3]]);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(await refusalOf(caller.alerts.list({ cursor: 'WzEsMl0' }))).toBe(
      'error.invalidInput.cursor',
    );
  });

  test('CHAT-01: another organisation’s alerts are neither listed nor handled', async () => {
    const { caller } = await callerAs(world, 'superadmin');
    const { alertId } = await raise(world, await anOrganisation(world));
    expect((await caller.alerts.list({})).items).toEqual([]);
    for (const call of [caller.alerts.acknowledge, caller.alerts.resolve]) {
      expect(await refusalOf(call({ alertId }))).toBe('error.notFound.alert');
    }
    const row = await world.services.db.alert.findUniqueOrThrow({ where: { id: alertId } });
    expect(row.state).toBe('open');
  });

  test('TRUST-41: an unacknowledged alert is told again, louder, after the organisation’s time', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    await caller.settings.update({ alerts: { escalateMinutes: 5 } });
    const { alertId } = await raise(world, organisation, { severity: 'info' });
    const looked = await raise(world, organisation, { key: 'looked after' });
    await caller.alerts.acknowledge({ alertId: looked.alertId });
    const live = await watchAlerts(caller);
    expect(await live.next()).toEqual({ type: 'refresh' });
    const severityAfter = async (minutes: number) => {
      world.clock.advance({ minutes });
      await world.services.alertWatch.look();
      const { items } = await caller.alerts.list({ state: 'open' });
      return items.find(({ id }) => id === alertId)?.severity;
    };
    expect(await severityAfter(4)).toBe('info');
    expect(await severityAfter(1)).toBe('warning');
    expect(await live.next()).toMatchObject({
      type: 'raised',
      alert: { id: alertId, severity: 'warning', escalatedAt: world.clock.now() },
    });
    expect(await severityAfter(4)).toBe('warning');
    expect(await severityAfter(1)).toBe('critical');
    const [after] = (await caller.alerts.list({ state: 'acknowledged' })).items;
    expect(after).toMatchObject({ severity: 'warning', escalatedAt: null });
    await live.stop();
  });

  test('TRUST-41: where the setting says never, nothing escalates', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    await caller.settings.update({ alerts: { escalateMinutes: 0 } });
    await raise(world, organisation);
    world.clock.advance({ days: 2 });
    await world.services.alertWatch.look();
    expect((await caller.alerts.list({})).items[0]?.severity).toBe('warning');
  });

  test('TRUST-41: a raid of 1,000 hits is one alert; a critical one among them shows within 2 s', {
    timeout: 60_000,
  }, async () => {
    const other = await world.addNode();
    const { caller, organisation } = await callerAs(world, 'moderator');
    const live = await watchAlerts(caller);
    const events: AlertEvent[] = [];
    const seen = (async () => {
      for (;;) {
        const event = await live.next();
        events.push(event);
        if (event.type === 'raised' && event.alert.severity === 'critical') return Date.now();
      }
    })();
    let left = 1_000;
    let half = () => {};
    const halfway = new Promise<void>((resolve) => {
      half = resolve;
    });
    const raiders = Array.from({ length: 8 }, async (_, n) => {
      const via = n % 2 ? world : { ...world, services: other };
      while (left-- > 0) {
        if (left === 500) half();
        await raise(via, organisation, { key: 'raid' });
      }
    });
    await halfway;
    const began = Date.now();
    await raise(world, organisation, { key: 'fire', kind: 'errorRate', severity: 'critical' });
    expect((await seen) - began).toBeLessThan(2_000);
    await Promise.all(raiders);
    const { items, open } = await caller.alerts.list({});
    expect(open).toBe(2);
    expect(items.find(({ kind }) => kind === 'flagBurst')?.count).toBe(1_000);
    // People were told of each once, and the counting was shown now and then.
    expect(events.filter(({ type }) => type === 'raised')).toHaveLength(2);
    expect(events.length).toBeLessThan(60);
    let event = await live.next();
    while (event.type !== 'changed' || event.alert.count < 1_000) event = await live.next();
    await live.stop();
  });
});
