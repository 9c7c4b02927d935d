import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aMember,
  anOrganisation,
  callerAs,
  callerAsNobody,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';

describe('sign-ins in the audit log', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ limiter: { consume: async () => 0 } });
  });
  afterAll(() => world.close());

  const nobody = (ip = '203.0.113.7') =>
    callerAsNobody(world.services, { ip, userAgent: 'Firefox' });
  const entriesOf = async ({ id }: { id: string }) => {
    const where = { organisationId: id };
    const { auditEntry, auditAddress } = world.services.db;
    const apart = await auditAddress.findMany({ where });
    const entries = await auditEntry.findMany({ where, orderBy: { position: 'asc' } });
    const origins = new Map(apart.map((row) => [row.position, row]));
    return entries.map((entry) => {
      const { ip = null, userAgent = null } = origins.get(entry.position) ?? {};
      return { ...entry, ip, userAgent };
    });
  };
  const wrong = (email: string, ip?: string) =>
    refusalOf(nobody(ip).auth.login({ email, password: 'no es esta frase' }));

  test('OPS-50: signing in and out is recorded, with who, which session and from where', async () => {
    const organisation = await anOrganisation(world);
    const { email, id } = await aMember(world, organisation);
    const { member, refreshToken } = await nobody().auth.login({ email, password: testPassword });
    await nobody().auth.logout({ refreshToken: refreshToken ?? '' });
    await nobody().auth.logout({ refreshToken: refreshToken ?? '' });
    const common = {
      actorId: id,
      subjectType: 'session',
      subjectId: member.sessionId,
      after: { memberId: id },
      userAgent: 'Firefox',
      ip: '203.0.113.7',
    };
    const entries = await entriesOf(organisation);
    expect(entries).toMatchObject([
      { ...common, action: 'auth.login' },
      { ...common, action: 'auth.logout' },
    ]);
    expect(JSON.stringify(entries)).not.toContain(testPassword);
    const auditor = await callerAs(world, 'auditor', organisation);
    expect(await auditor.caller.audit.verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test('OPS-50: refused attempts are recorded with the reason, and without what was typed', async () => {
    const organisation = await anOrganisation(world);
    const { email, id } = await aMember(world, organisation);
    const banned = await aMember(world, organisation, { state: 'banned' });
    await wrong(email);
    await wrong('nadie@x.test');
    await refusalOf(nobody().auth.login({ email: banned.email, password: testPassword }));
    const entries = await entriesOf(organisation);
    const common = { action: 'auth.loginRefused', actorId: null, subjectType: 'member' };
    expect(entries).toMatchObject([
      { ...common, subjectId: id, after: { reason: 'wrongPassword', attemptsOfHour: 1 } },
      { ...common, subjectId: banned.id, after: { reason: 'banned', attemptsOfHour: 1 } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('no es esta frase');
    expect(JSON.stringify(entries)).not.toContain(email);
  });

  test('OPS-50: who guesses on and on does not fill the log; how often they did is in it', {
    timeout: 60_000,
  }, async () => {
    const organisation = await anOrganisation(world);
    const { email } = await aMember(world, organisation);
    const counts = async () =>
      (await entriesOf(organisation)).map(
        ({ after }) => (after as { attemptsOfHour: number }).attemptsOfHour,
      );
    await Promise.all(Array.from({ length: 4 }, () => wrong(email)));
    expect(await counts()).toHaveLength(1);
    await wrong(email, '203.0.113.8');
    expect(await counts()).toHaveLength(2);
    for (let n = 0; n < 3; n++) {
      world.clock.advance({ seconds: 25 });
      await wrong(email);
    }
    expect(await counts()).toHaveLength(3);
    expect((await counts()).at(-1)).toBe(7);
  });
});
