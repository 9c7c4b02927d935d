import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchNotices } from '../notifications/testing.ts';
import { startWorkers } from '../services.ts';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { raise } from './testing.ts';

describe('notices of alerts', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    await startWorkers(world.services);
  });
  afterAll(() => world.close());

  test('OPS-51: who handles alerts has a notice of each, once, and of its escalation', async () => {
    const { caller, organisation } = await callerAs(world, 'moderator');
    const auditor = await callerAs(world, 'auditor', organisation);
    const notices = await watchNotices({ caller });
    expect((await notices.next()).type).toBe('refresh');
    const { alertId } = await raise(world, organisation);
    const created = async (severity: string) =>
      expect(await notices.next()).toMatchObject({
        type: 'created',
        notification: { kind: 'alert', params: { alertId, alert: 'flagBurst', severity } },
      });
    await created('warning');
    await raise(world, organisation);
    world.clock.advance({ minutes: 10 });
    await world.services.alertWatch.look();
    await created('critical');
    expect((await caller.notifications.list({})).items).toHaveLength(2);
    expect((await auditor.caller.notifications.list({})).items).toEqual([]);
    await notices.stop();
  });

  test('OPS-01: where the setting says so nobody gets a notice', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    const notices = await watchNotices({ caller });
    expect((await notices.next()).type).toBe('refresh');
    await caller.settings.update({ notifications: { moderationAlerts: false } });
    await raise(world, organisation, { key: 'silent' });
    await caller.settings.update({ notifications: { moderationAlerts: true } });
    const { alertId } = await raise(world, organisation, { key: 'loud' });
    expect(await notices.next()).toMatchObject({ notification: { params: { alertId } } });
    await notices.stop();
  });
});
