import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Revoked } from '../identity/revocations.ts';
import {
  aMember,
  anOrganisation,
  callerAs,
  callerAsNobody,
  callerFor,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';

describe('members', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const entriesOf = (subjectId: string) =>
    world.services.db.auditEntry.findMany({ where: { subjectId }, orderBy: { position: 'asc' } });

  test('CHAT-02: a person is shown with what the caller may do with them', async () => {
    const { caller, organisation } = await callerAs(world, 'admin');
    const person = await aMember(world, organisation, { bio: 'hola' });
    expect(await caller.members.get({ memberId: person.id })).toMatchObject({
      username: person.username,
      bio: 'hola',
      presence: 'offline',
      allowed: { update: true, deactivate: true },
    });
    const own = await callerFor(world, person);
    expect((await own.caller.members.get({ memberId: person.id })).allowed).toEqual({
      update: true,
      deactivate: false,
    });
  });

  test('CHAT-01: a person of another organisation does not exist', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    const foreign = await aMember(world, await anOrganisation(world));
    const { id: memberId } = foreign;
    const calls = [
      () => caller.members.get({ memberId }),
      () => caller.members.update({ memberId, bio: 'x' }),
      () => caller.members.deactivate({ memberId }),
      () => caller.members.reactivate({ memberId }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toBe('error.notFound.member');
    expect(await world.services.db.member.findUniqueOrThrow({ where: { id: memberId } })).toEqual(
      foreign,
    );
    const { items } = await caller.members.list({});
    expect(items.every(({ id }) => id !== memberId)).toBe(true);
    expect(await world.services.presence.of(organisation.id, [memberId])).toEqual(new Map());
  });

  test('CHAT-02: people change themselves, without an audit entry', async () => {
    const { caller, person } = await callerAs(world, 'member');
    const changed = await caller.members.update({
      displayName: ' Ana María\u202e ',
      statusText: 'de viaje',
      bio: '',
      locale: 'en',
    });
    expect(changed).toMatchObject({ displayName: 'Ana María', statusText: 'de viaje', bio: '' });
    expect((await caller.auth.me()).locale).toBe('en');
    expect(await entriesOf(person.id)).toHaveLength(0);
  });

  test('CHAT-02: a new name is in the directory at once, on every node', async () => {
    const other = await world.addNode();
    const { caller, person, organisation } = await callerAs(world, 'member');
    await other.directory.get(organisation.id, person.id);
    await caller.members.update({ displayName: 'Nuevo Nombre' });
    const entry = await other.directory.get(organisation.id, person.id);
    expect(entry?.displayName).toBe('Nuevo Nombre');
  });

  test('CHAT-02: staff change others, which is audited with before and after', async () => {
    const { caller, organisation, person: admin } = await callerAs(world, 'admin');
    const person = await aMember(world, organisation, { displayName: 'Antes' });
    await caller.members.update({ memberId: person.id, displayName: 'Después' });
    expect(await entriesOf(person.id)).toMatchObject([
      {
        action: 'members.update',
        actorId: admin.id,
        before: { displayName: 'Antes' },
        after: { displayName: 'Después' },
      },
    ]);
  });

  test('CHAT-02: nobody changes others without the permission, or above themselves', async () => {
    const { caller, organisation, person } = await callerAs(world, 'member');
    const moderator = await callerAs(world, 'moderator', organisation);
    const admin = await callerAs(world, 'admin', organisation);
    const chief = await aMember(world, organisation, { role: 'superadmin' });
    const attempts = [
      () => caller.members.update({ memberId: moderator.person.id, bio: 'x' }),
      () => moderator.caller.members.update({ memberId: person.id, bio: 'x' }),
      () => admin.caller.members.update({ memberId: chief.id, bio: 'x' }),
    ];
    for (const attempt of attempts) {
      expect(await refusalOf(attempt())).toBe('error.forbidden.updateMember');
    }
    expect(await refusalOf(caller.members.deactivate({ memberId: chief.id }))).toBe(
      'error.forbidden.permission',
    );
    for (const memberId of [chief.id, admin.person.id]) {
      expect(await refusalOf(admin.caller.members.deactivate({ memberId }))).toBe(
        'error.forbidden.deactivateMember',
      );
    }
  });

  test('CHAT-02: who is deactivated is out at once, and comes back when reactivated', async () => {
    const { caller, organisation } = await callerAs(world, 'admin');
    const person = await aMember(world, organisation);
    const own = await callerFor(world, person);
    const heard: Revoked[] = [];
    const stop = world.services.revocations.onRevoked((revoked) => heard.push(revoked));
    const shown = await caller.members.deactivate({ memberId: person.id });
    stop();
    expect(shown.state).toBe('deactivated');
    expect(heard).toEqual([
      { sessionId: own.actor.sessionId, reason: 'deactivated' },
      { memberId: person.id, reason: 'deactivated' },
    ]);
    expect(await refusalOf(own.caller.auth.me())).toBe('error.sessionEnded');
    const nobody = callerAsNobody(world.services);
    const sign = () => nobody.auth.login({ email: person.email, password: testPassword });
    expect(await refusalOf(sign())).toBe('error.forbidden.deactivated');
    expect(await refusalOf(caller.members.deactivate({ memberId: person.id }))).toBe(
      'error.conflict.memberState',
    );
    expect((await caller.members.reactivate({ memberId: person.id })).state).toBe('active');
    await expect(sign()).resolves.toBeDefined();
    expect((await entriesOf(person.id)).map(({ action }) => action)).toEqual([
      'members.deactivate',
      'auth.loginRefused',
      'members.reactivate',
    ]);
  });

  test('CHAT-02: only staff list people who are not active', async () => {
    const { caller, organisation } = await callerAs(world, 'member');
    const moderator = await callerAs(world, 'moderator', organisation);
    const gone = await aMember(world, organisation, { state: 'deactivated' });
    expect(await refusalOf(caller.members.list({ state: 'deactivated' }))).toBe(
      'error.forbidden.listState',
    );
    const { items } = await moderator.caller.members.list({ state: 'deactivated' });
    expect(items.map(({ id }) => id)).toEqual([gone.id]);
  });
});

describe('the list of members', () => {
  let world: World;
  let caller: Awaited<ReturnType<typeof callerAs>>['caller'];
  const names = [
    'Ángel Núñez',
    'Ana-Lucía Peña',
    'Zoë O’Neil',
    "D'Angelo 50%",
    'back\\slash : * & |',
    'José María',
    'josefa_2',
  ];

  beforeAll(async () => {
    world = await createWorld();
    const organisation = await anOrganisation(world);
    const person = await aMember(world, organisation, { displayName: 'El Que Busca' });
    caller = (await callerFor(world, person)).caller;
    for (const [n, displayName] of names.entries()) {
      await aMember(world, organisation, { displayName, username: `user.${n}` });
    }
    await aMember(world, await anOrganisation(world), { displayName: 'José Ajeno' });
    for (let n = 0; n < 30; n++) {
      await aMember(world, organisation, { displayName: `Igual ${n % 3}` });
    }
  });
  afterAll(() => world.close());

  const found = async (search: string) =>
    (await caller.members.list({ search })).items.map(({ displayName }) => displayName).sort();

  test.each([
    ['jos', ['José María', 'josefa_2']],
    ['JOSÉ', ['José María', 'josefa_2']],
    ['maria', ['José María']],
    ['maria jos', ['José María']],
    ['nunez', ['Ángel Núñez']],
    ['ñ', ['Ángel Núñez']],
    ['user.4', ['back\\slash : * & |']],
    ['er.4', []],
    ["d'ang", ["D'Angelo 50%"]],
    ['50%', ["D'Angelo 50%"]],
    ['back\\', ['back\\slash : * & |']],
    [': *', ['back\\slash : * & |']],
    ['%', []],
    ["'", []],
    ['\u0301', []],
  ])('CHAT-02: searching “%s”', async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  test('CHAT-02: pages give everyone once, in the order of names', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof caller.members.list>> = await caller.members.list({
        cursor,
        limit: 7,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(names.length + 31);
  });

  test('CHAT-02: a search is read in pages too', async () => {
    const first = await caller.members.list({ search: 'igual', limit: 20 });
    const second = await caller.members.list({
      search: 'igual',
      limit: 20,
      cursor: first.nextCursor,
    });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(30);
    expect(second.nextCursor).toBeNull();
  });

  test.each(['x', 'bnVsbA', Buffer.from('["a","b"]').toString('base64url'), 'W10'])(
    'CHAT-02: the invented cursor %s is refused',
    async (cursor) => {
      expect(await refusalOf(caller.members.list({ cursor }))).toBe('error.invalidInput.cursor');
    },
  );
});
