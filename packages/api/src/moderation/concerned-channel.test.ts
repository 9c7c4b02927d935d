import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raise, watchAlerts } from '../alerts/testing.ts';
import { watchNotices } from '../notifications/testing.ts';
import { startWorkers } from '../services.ts';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import { caseOf, decide, flaggedChannel, type Someone } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  await startWorkers(world.services);
});
afterAll(() => world.close());

/** A channel that owner and manager, who are staff, run, and people who flag it together. */
async function aCrowd() {
  const scene = await flaggedChannel(world);
  const crowd = await Promise.all([scene.someone(), scene.someone(), scene.someone()]);
  const flagAll = async () => {
    for (const one of crowd) await scene.flag(one);
    return caseOf(scene.reader, scene.channel.id);
  };
  return { ...scene, crowd, flagAll };
}

const alertsOf = async ({ caller }: Someone) => {
  const { items, open } = await caller.alerts.list({});
  return { ids: items.map(({ id }) => id), open };
};

describe('a channel that many flagged, before the staff who run it', () => {
  test('TRUST-13: they do not see the alert, do not handle it, and hear nothing of it', async () => {
    const { owner, manager, reader, flagAll } = await aCrowd();
    const streams = await Promise.all([owner, manager].map(({ caller }) => watchAlerts(caller)));
    const others = await watchAlerts(reader.caller);
    await Promise.all([...streams, others].map((one) => one.next()));
    await flagAll();
    const told = await others.next();
    if (told.type !== 'raised') throw new Error('nothing was raised');
    const { id: alertId } = told.alert;
    expect(await alertsOf(reader)).toEqual({ ids: [alertId], open: 1 });
    for (const one of [owner, manager]) {
      expect(await alertsOf(one)).toEqual({ ids: [], open: 0 });
      const { acknowledge, resolve, silence } = one.caller.alerts;
      for (const call of [acknowledge, resolve]) {
        expect(await refusalOf(call({ alertId }))).toBe('error.notFound.alert');
      }
      expect(await refusalOf(silence({ alertId, minutes: 5 }))).toBe('error.notFound.alert');
    }
    await reader.caller.alerts.acknowledge({ alertId });
    // The next that they hear of is another.
    const next = await raise(world, reader.organisation, { key: 'another' });
    for (const stream of streams) {
      expect(await stream.next()).toMatchObject({ type: 'raised', alert: { id: next.alertId } });
      await stream.stop();
    }
    await others.stop();
  });

  test('TRUST-13: they have no notice of the alert, nor of its escalation', async () => {
    const { owner, manager, reader, flagAll, organisation } = await aCrowd();
    const notices = await watchNotices(reader);
    await notices.next();
    const until = async (severity: string) => {
      for (;;) {
        const event = await notices.next();
        if (event.type !== 'created' || event.notification.kind !== 'alert') continue;
        expect(event.notification.params).toMatchObject({ severity });
        return;
      }
    };
    await flagAll();
    await until('warning');
    world.clock.advance({ hours: 2 });
    await world.services.alertWatch.look();
    await until('critical');
    const told = await world.services.db.notification.findMany({
      where: { organisationId: organisation.id, kind: 'alert' },
      select: { memberId: true },
    });
    const ids = told.map(({ memberId }) => memberId);
    expect(ids).toContain(reader.person.id);
    for (const one of [owner, manager]) expect(ids).not.toContain(one.person.id);
    await notices.stop();
  });

  test('TRUST-13: no figure tells them, on the dashboard or live', async () => {
    const { owner, manager, reader, flagAll } = await aCrowd();
    const dashboardOf = async ({ caller }: Someone) => {
      const { figures, queue } = await caller.insights.dashboard();
      const { openCases, overdueCases, openAlerts } = figures;
      return [openCases.value, overdueCases.value, openAlerts.value, queue.oldestAt, queue.decided];
    };
    const quiet = [0, 0, 0, null, 0];
    expect(await dashboardOf(reader)).toEqual(quiet);
    const row = await flagAll();
    world.clock.advance({ days: 2 });
    expect(await dashboardOf(reader)).toEqual([1, 1, 1, row.openedAt, 0]);
    for (const one of [owner, manager]) {
      expect(await dashboardOf(one)).toEqual(quiet);
      const stream = await one.caller.insights.onMetrics();
      const iterator = (stream as AsyncIterable<{ data: unknown }>)[Symbol.asyncIterator]();
      await iterator.next();
      const sampled = iterator.next();
      await world.services.insights.round();
      expect((await sampled).value.data).toMatchObject({
        sample: { openCases: 0, overdueCases: 0, openAlerts: 0 },
      });
      await iterator.return?.();
    }
    await decide(reader, row, { type: 'dismiss' });
    expect((await dashboardOf(reader)).slice(3)).toEqual([null, 1]);
    for (const one of [owner, manager]) expect(await dashboardOf(one)).toEqual(quiet);
  });

  test('TRUST-13: nobody’s file tells them, neither the creator’s nor a flagger’s', async () => {
    const { owner, manager, reader, flagger, crowd, flagAll, flagged } = await aCrowd();
    const fileOf = async ({ caller }: Someone, { person }: Someone) => {
      const { cases, counts, flagging } = await caller.people.get({ memberId: person.id });
      const { flagsReceived, flagsGiven } = counts;
      return { listed: cases.length, cases: counts.cases, flagsReceived, flagsGiven, flagging };
    };
    const [one] = crowd;
    if (!one) throw new Error('nobody');
    const before = await Promise.all([owner, manager].map((staff) => fileOf(staff, flagger)));
    const ofOne = await Promise.all([owner, manager].map((staff) => fileOf(staff, one)));
    const row = await flagAll();
    expect(await fileOf(reader, flagger)).toMatchObject({ listed: 1, cases: 1, flagsReceived: 3 });
    expect(await fileOf(reader, one)).toMatchObject({ flagsGiven: 'few' });
    await decide(reader, row, { type: 'dismiss' });
    expect(await fileOf(reader, one)).toMatchObject({ flagging: { dismissed: 'few' } });
    expect(await Promise.all([owner, manager].map((staff) => fileOf(staff, flagger)))).toEqual(
      before,
    );
    expect(await Promise.all([owner, manager].map((staff) => fileOf(staff, one)))).toEqual(ofOne);
    // Beside a case about somebody else stands the same.
    const other = await flagged('otra cosa');
    const { person } = await owner.caller.moderation.cases.get({ caseId: other.id });
    expect(person?.counts).toMatchObject({ cases: 1, openCases: 1 });
  });

  test('TRUST-13: what the staff know of a creator from other cases leaves theirs out', async () => {
    const { owner, reader, flagger, someone, flagAll } = await aCrowd();
    await flagAll();
    await (await someone()).caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: flagger.person.id,
      reason: 'spam',
    });
    const { id: caseId } = await caseOf(owner, flagger.person.id);
    const countsOf = async ({ caller }: Someone) =>
      (await caller.moderation.cases.get({ caseId })).person?.counts;
    expect(await countsOf(reader)).toMatchObject({ cases: 2, openCases: 2 });
    expect(await countsOf(owner)).toMatchObject({ cases: 1, openCases: 1 });
  });

  test('TRUST-13: the audit log, its stream and its export leave out the case and the alert', async () => {
    const { reader, someone, setRole, flagAll } = await aCrowd();
    const [auditor, admin] = await Promise.all([someone('auditor'), someone('admin')]);
    const row = await flagAll();
    await auditor.caller.chat.channels.join({ channelId: row.subjectId });
    const stream = await auditor.caller.audit.onEntry();
    const iterator = (stream as AsyncIterable<{ data: unknown }>)[Symbol.asyncIterator]();
    await iterator.next();
    await setRole(auditor, 'manager');
    const [alertId] = (await alertsOf(reader)).ids;
    if (!alertId) throw new Error('no alert');
    await reader.caller.alerts.acknowledge({ alertId });
    await reader.caller.moderation.cases.claim({ caseId: row.id });
    await admin.caller.organisations.invites.create({});
    let heard = '';
    while (!heard.includes('organisations.invites.create')) {
      heard += JSON.stringify((await iterator.next()).value);
    }
    await iterator.return?.();
    const listed = async ({ caller }: Someone) =>
      JSON.stringify((await caller.audit.list({ limit: 100 })).items);
    const { text: csv } = await auditor.caller.audit.export({ format: 'csv' });
    const all = await listed(admin);
    const seen = [heard, await listed(auditor), csv];
    for (const id of [row.id, alertId]) {
      expect(all).toContain(id);
      for (const text of seen) expect(text).not.toContain(id);
    }
  });
});
