import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { alertSweeper } from './sweep.ts';
import { raise } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('TRUST-40: resolved alerts go after their organisation’s time, all others stay', async () => {
  const usual = await callerAs(world, 'superadmin');
  const short = await callerAs(world, 'superadmin');
  await short.caller.settings.update({ retention: { alertsDays: 30 } });
  const left = async ({ caller }: typeof usual) => (await caller.alerts.list({})).items.length;
  for (const { organisation, caller } of [usual, short]) {
    const { alertId } = await raise(world, organisation, { key: 'over' });
    await raise(world, organisation, { key: 'still open' });
    const looked = await raise(world, organisation, { key: 'looked after' });
    await caller.alerts.acknowledge({ alertId: looked.alertId });
    await caller.alerts.resolve({ alertId });
  }
  const { sweep } = alertSweeper(world.services);
  world.clock.advance({ days: 29 });
  expect(await sweep()).toBe(0);
  world.clock.advance({ days: 2 });
  expect(await sweep()).toBe(1);
  expect([await left(usual), await left(short)]).toEqual([3, 2]);
  world.clock.advance({ days: 335 });
  expect(await sweep()).toBe(1);
  expect([await left(usual), await left(short)]).toEqual([2, 2]);
});

test('TRUST-40: an alert that was resolved lately stays, however long ago it was raised', async () => {
  const { caller, organisation } = await callerAs(world, 'superadmin');
  const { alertId } = await raise(world, organisation);
  world.clock.advance({ days: 400 });
  await caller.alerts.resolve({ alertId });
  await alertSweeper(world.services).sweep();
  expect((await caller.alerts.list({})).items).toHaveLength(1);
});
