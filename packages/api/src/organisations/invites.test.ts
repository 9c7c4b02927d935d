import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, type World } from '../testing/index.ts';

describe('invitations', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('ID-01: each says who made it and when', async () => {
    const ana = await callerAs(world, 'admin');
    const bruno = await callerAs(world, 'admin', ana.organisation);
    const first = await ana.caller.organisations.invites.create({});
    const second = await bruno.caller.organisations.invites.create({});
    const byAna = { id: ana.person.id, name: ana.person.displayName };
    const byBruno = { id: bruno.person.id, name: bruno.person.displayName };
    expect(first).toMatchObject({ createdBy: byAna, createdAt: expect.any(Date) });
    const { items } = await ana.caller.organisations.invites.list({});
    const made = items.map(({ id, createdBy, createdAt }) => ({ id, createdBy, createdAt }));
    expect(made.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [
        { id: first.id, createdBy: byAna, createdAt: first.createdAt },
        { id: second.id, createdBy: byBruno, createdAt: second.createdAt },
      ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test('ID-01: one that nobody made by hand names nobody', async () => {
    const { caller } = await callerAs(world, 'admin');
    const { id } = await caller.organisations.invites.create({});
    await world.services.db.invite.update({ where: { id }, data: { createdById: null } });
    const { items } = await caller.organisations.invites.list({});
    expect(items).toMatchObject([{ id, createdBy: null }]);
  });
});
