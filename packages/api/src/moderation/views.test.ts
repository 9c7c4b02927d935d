import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { mostViews } from './desk-schemas.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

test('TRUST-05: views are kept by person, renamed, shared with the other staff, and removed', async () => {
  const moderator = await callerAs(world, 'moderator');
  const auditor = await callerAs(world, 'auditor', moderator.organisation);
  const stranger = await callerAs(world, 'superadmin');
  const { views } = moderator.caller.moderation;
  const filters = { state: 'open', severity: 4, held: false, assigned: true } as const;
  const grave = await views.save({ name: 'Graves  ', filters });
  expect(grave).toMatchObject({ name: 'Graves', filters, shared: false, mine: true });
  const late = await views.save({ name: 'Con retraso', filters: { overdue: true }, shared: true });
  expect((await views.list()).items).toEqual([grave, late]);
  const others = async () => (await auditor.caller.moderation.views.list()).items;
  expect(await others()).toEqual([{ ...late, mine: false }]);
  expect((await stranger.caller.moderation.views.list()).items).toEqual([]);

  const renamed = await views.save({ viewId: grave.id, name: 'Muy graves', filters, shared: true });
  expect(renamed).toEqual({ ...grave, name: 'Muy graves', shared: true });
  expect((await others()).map(({ name }) => name)).toEqual(['Con retraso', 'Muy graves']);
  expect(await refusalOf(views.save({ name: 'Muy graves', filters }))).toBe('error.taken.viewName');
  // A name is taken by its own person only.
  await auditor.caller.moderation.views.save({ name: 'Muy graves', filters: {} });
  // Auditors change nothing of what others see.
  const shared = auditor.caller.moderation.views.save({ name: 'Otra', filters: {}, shared: true });
  expect(await refusalOf(shared)).toBe('error.forbidden.permission');

  for (const { caller } of [auditor, stranger]) {
    const change = caller.moderation.views.save({ viewId: grave.id, name: 'Mía', filters: {} });
    expect(await refusalOf(change)).toBe('error.notFound.view');
    expect(await refusalOf(caller.moderation.views.remove({ viewId: grave.id }))).toBe(
      'error.notFound.view',
    );
  }
  await views.remove({ viewId: late.id });
  expect((await views.list()).items.map(({ name, mine }) => [name, mine])).toEqual([
    ['Muy graves', true],
  ]);
});

test('TRUST-05: nobody keeps more views than fit, however many at once', async () => {
  const { caller } = await callerAs(world, 'moderator');
  const save = (n: number) => caller.moderation.views.save({ name: `vista ${n}`, filters: {} });
  for (let n = 0; n < mostViews - 1; n++) await save(n);
  const outcomes = await Promise.allSettled([save(100), save(101), save(102)]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await refusalOf(save(103))).toBe('error.tooLarge.views');
});
