import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aMember,
  anOrganisation,
  callerAsNobody,
  callerWithToken,
  createWorld,
  Jar,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { hashPassword, nobodysHash } from './passwords.ts';
import { tokenHash } from './random-token.ts';

describe('sign-in', () => {
  let world: World;
  let organisation: { id: string };
  const nobody = (call = {}) => callerAsNobody(world.services, call);
  const attempts = (email: string) =>
    world.services.db.loginAttempt.findMany({
      where: { emailHash: tokenHash(email) },
      orderBy: { id: 'asc' },
    });

  beforeAll(async () => {
    world = await createWorld();
    organisation = await anOrganisation(world);
  });
  afterAll(() => world.close());

  test('ID-02: the right password begins a session, and the attempt is recorded', async () => {
    const { email, id } = await aMember(world, organisation);
    const device = { ip: '203.0.113.7', userAgent: 'Firefox' };
    const signedIn = await nobody(device).auth.login({ email, password: testPassword });
    const caller = await callerWithToken(world.services, signedIn.accessToken);
    expect(await caller.auth.me()).toEqual(signedIn.member);
    expect(await attempts(email)).toMatchObject([
      { ...device, memberId: id, succeeded: true, reason: 'ok' },
    ]);
    const session = await world.services.db.session.findUniqueOrThrow({
      where: { id: signedIn.member.sessionId },
    });
    expect(session).toMatchObject({ ...device, memberId: id, revokedAt: null });
  });

  test('ID-02: a wrong password and an unknown address have the same answer; both are recorded', async () => {
    const { email } = await aMember(world, organisation);
    for (const address of [email, 'nadie@x.test']) {
      const call = nobody().auth.login({ email: address, password: 'no es esta frase' });
      expect(await refusalOf(call)).toBe('error.wrongCredentials');
    }
    expect(await attempts(email)).toMatchObject([{ succeeded: false, reason: 'wrongPassword' }]);
    expect(await attempts('nadie@x.test')).toMatchObject([
      { succeeded: false, reason: 'unknownAddress', memberId: null },
    ]);
  });

  test('ID-02: that a wrong password is written into a log does not show in the time', async () => {
    const { email } = await aMember(world, organisation);
    for (const address of [email, 'nadie@x.test']) {
      const started = performance.now();
      await refusalOf(nobody().auth.login({ email: address, password: 'no es esta frase' }));
      // Both wait for longer than the writing takes.
      expect(performance.now() - started).toBeGreaterThanOrEqual(39);
    }
  });

  test('ID-02: an unknown address costs as much work as a known one', async () => {
    const cost = (hash: string) => hash.split('$').slice(0, 4).join('$');
    expect(cost(nobodysHash)).toBe(cost(await hashPassword('whatever it is')));
  });

  test.each([
    ['deactivated', 'error.forbidden.deactivated'],
    ['banned', 'error.forbidden.banned'],
  ] as const)(
    'ID-02: who is %s is told so only with the right password',
    async (state, refusal) => {
      const { email } = await aMember(world, organisation, { state });
      const sign = (password: string) => refusalOf(nobody().auth.login({ email, password }));
      expect(await sign(testPassword)).toBe(refusal);
      expect(await sign('no es esta frase')).toBe('error.wrongCredentials');
      expect((await attempts(email)).map(({ reason }) => reason)).toEqual([state, 'wrongPassword']);
    },
  );

  test('ID-02: nobody enters an organisation that is not active', async () => {
    const { email } = await aMember(world, await anOrganisation(world, { active: false }));
    const call = nobody().auth.login({ email, password: testPassword });
    expect(await refusalOf(call)).toBe('error.forbidden.organisationInactive');
  });

  test('ID-02: hostile texts are wrong credentials, never a failure', async () => {
    for (const text of ['\0', "' OR 1=1 --", '\ud800', 'x'.repeat(254)]) {
      const refusal = await refusalOf(nobody().auth.login({ email: text, password: text }));
      expect(refusal).toBe('error.wrongCredentials');
    }
  });

  test('ID-02: a session begun while the person is being deactivated does not survive it', async () => {
    const { email, id } = await aMember(world, organisation);
    const other = await world.services.pool.connect();
    await other.query('BEGIN');
    await other.query(`UPDATE member SET state = 'deactivated' WHERE id = $1`, [id]);
    const refusal = refusalOf(nobody().auth.login({ email, password: testPassword }));
    await untilWaiting(world.services.pool);
    await other.query('COMMIT');
    other.release();
    expect(await refusal).toBe('error.forbidden.deactivated');
    expect(await world.services.db.session.count({ where: { memberId: id } })).toBe(0);
  });

  test('ID-04: a browser keeps its refresh token in the cookie, and never sees it', async () => {
    const { email } = await aMember(world, organisation);
    const cookies = new Jar();
    const browser = nobody({ cookies });
    const signedIn = await browser.auth.login({ email, password: testPassword, session: 'cookie' });
    expect(signedIn.refreshToken).toBeNull();
    const first = cookies.get('atalaya_session');
    expect(first).toBeDefined();
    expect(JSON.stringify(signedIn)).not.toContain(first);
    const refreshed = await browser.auth.refresh();
    expect(refreshed.refreshToken).toBeNull();
    expect(cookies.get('atalaya_session')).not.toBe(first);
    await browser.auth.logout();
    expect(cookies.get('atalaya_session')).toBeUndefined();
    expect(await refusalOf(browser.auth.refresh())).toBe('error.sessionEnded');
  });

  test('ID-04: a cookie cannot be asked for where there are none', async () => {
    const { email } = await aMember(world, organisation);
    const call = nobody().auth.login({ email, password: testPassword, session: 'cookie' });
    expect(await refusalOf(call)).toBe('error.invalidInput.noCookies');
  });

  test('ID-03: signing out ends the session at once, its access token included', async () => {
    const { email } = await aMember(world, organisation);
    const { accessToken, refreshToken } = await nobody().auth.login({
      email,
      password: testPassword,
    });
    const caller = await callerWithToken(world.services, accessToken);
    await nobody().auth.logout({ refreshToken: refreshToken ?? '' });
    expect(await refusalOf(caller.auth.me())).toBe('error.sessionEnded');
    expect(await refusalOf(nobody().auth.refresh({ refreshToken: refreshToken ?? '' }))).toBe(
      'error.sessionEnded',
    );
    await expect(nobody().auth.logout({ refreshToken: refreshToken ?? '' })).resolves.toEqual({
      done: true,
    });
  });

  test('ID-03: the access token alone is enough to sign out', async () => {
    const { email } = await aMember(world, organisation);
    const { accessToken } = await nobody().auth.login({ email, password: testPassword });
    const caller = await callerWithToken(world.services, accessToken);
    await caller.auth.logout();
    expect(await refusalOf(caller.auth.me())).toBe('error.sessionEnded');
  });

  test('ID-03: without signing in there is no me', async () => {
    expect(await refusalOf(nobody().auth.me())).toBe('error.unauthenticated');
  });
});
