import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aMember,
  anOrganisation,
  callerAs,
  createWorld,
  refusalKey,
  refusalOf,
  type World,
} from '../testing/index.ts';

describe('organisation', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('CHAT-01: everyone sees their own organisation, with its active people counted', async () => {
    const { caller, organisation } = await callerAs(world, 'member');
    await aMember(world, organisation);
    await aMember(world, organisation, { state: 'deactivated' });
    await aMember(world, await anOrganisation(world));
    expect(await caller.organisations.get()).toMatchObject({ id: organisation.id, memberCount: 2 });
  });

  test('CHAT-01: an admin changes it, which is audited; nobody else may', async () => {
    const { caller, organisation } = await callerAs(world, 'admin');
    const before = await caller.organisations.get();
    const after = await caller.organisations.update({ name: 'Nueva', openRegistration: true });
    expect(after).toMatchObject({ name: 'Nueva', openRegistration: true, slug: before.slug });
    const [entry] = await world.services.db.auditEntry.findMany({
      where: { organisationId: organisation.id },
    });
    expect(entry).toMatchObject({
      action: 'organisations.update',
      before: { name: before.name, openRegistration: false },
      after: { name: 'Nueva', openRegistration: true },
    });
    for (const role of ['member', 'moderator', 'auditor'] as const) {
      const other = await callerAs(world, role, organisation);
      const call = other.caller.organisations.update({ name: 'x' });
      expect(await refusalOf(call)).toBe('error.forbidden.permission');
    }
  });

  test('CHAT-01: a domain belongs to one organisation, also when two ask at the same moment', async () => {
    const one = await callerAs(world, 'admin');
    const two = await callerAs(world, 'admin');
    const ask = ({ caller }: typeof one) =>
      caller.organisations
        .update({ emailDomain: 'Both.Test ' })
        .then(({ emailDomain }) => emailDomain, refusalKey);
    const results = await Promise.all([one, two].map(ask));
    expect(results.sort()).toEqual(['both.test', 'error.taken.emailDomain']);
    const three = await callerAs(world, 'admin');
    const late = three.caller.organisations.update({ emailDomain: 'both.test', name: 'Otra' });
    expect(await refusalOf(late)).toBe('error.taken.emailDomain');
    expect((await three.caller.organisations.get()).name).not.toBe('Otra');
  });

  test('CHAT-01: the domain can be given up again', async () => {
    const { caller } = await callerAs(world, 'admin');
    await caller.organisations.update({ emailDomain: 'short.test' });
    expect((await caller.organisations.update({ emailDomain: null })).emailDomain).toBeNull();
  });
});

describe('invitations', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('ID-01: the code is shown once; the list and the audit log do not have it', async () => {
    const { caller, organisation, person } = await callerAs(world, 'moderator');
    const { code, ...created } = await caller.organisations.invites.create({ uses: 3, days: 2 });
    expect(created).toMatchObject({
      usesLeft: 3,
      createdBy: { id: person.id, name: person.displayName },
    });
    const list = await caller.organisations.invites.list({});
    expect(list).toEqual({ items: [created], nextCursor: null });
    const kept = [
      await world.services.db.invite.findMany(),
      await world.services.db.auditEntry.findMany({ where: { organisationId: organisation.id } }),
    ];
    expect(JSON.stringify(kept)).not.toContain(code);
    expect(kept[1]).toMatchObject([
      { action: 'organisations.invites.create', subjectId: created.id },
    ]);
  });

  test('ID-01: the list has what can still be used, newest first, in pages', async () => {
    const { caller } = await callerAs(world, 'moderator');
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.unshift((await caller.organisations.invites.create({ days: n === 0 ? 1 : 9 })).id);
      if (n % 2 === 0) world.clock.advance({ hours: 7 });
    }
    await caller.organisations.invites.revoke({ inviteId: ids[1] ?? '' });
    world.clock.advance({ hours: 12 });
    const first = await caller.organisations.invites.list({ limit: 2 });
    const cursor = first.nextCursor;
    const second = await caller.organisations.invites.list({ limit: 2, cursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([ids[0], ids[2], ids[3]]);
    expect(second.nextCursor).toBeNull();
  });

  test('CHAT-01: nobody revokes or lists another organisation’s invitations', async () => {
    const one = await callerAs(world, 'admin');
    const two = await callerAs(world, 'superadmin');
    const { id: inviteId } = await one.caller.organisations.invites.create({});
    const foreign = two.caller.organisations.invites.revoke({ inviteId });
    expect(await refusalOf(foreign)).toBe('error.notFound.invite');
    expect((await two.caller.organisations.invites.list({})).items).toEqual([]);
    expect((await one.caller.organisations.invites.list({})).items).toHaveLength(1);
  });

  test('ID-01: members and auditors do not invite', async () => {
    for (const role of ['member', 'auditor'] as const) {
      const { caller } = await callerAs(world, role);
      expect(await refusalOf(caller.organisations.invites.create({}))).toBe(
        'error.forbidden.permission',
      );
    }
  });

  test.each(['x', Buffer.from('["no date","x"]').toString('base64url')])(
    'ID-01: the invented cursor %s is refused',
    async (cursor) => {
      const { caller } = await callerAs(world, 'moderator');
      expect(await refusalOf(caller.organisations.invites.list({ cursor }))).toBe(
        'error.invalidInput.cursor',
      );
    },
  );
});
