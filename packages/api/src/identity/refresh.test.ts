import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aMember,
  anOrganisation,
  callerAs,
  callerAsNobody,
  callerWithToken,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import { banMember } from './bans.ts';

describe('refresh', () => {
  let world: World;
  let organisation: { id: string };
  const nobody = (call = {}) => callerAsNobody(world.services, call);
  const sessionOf = (id: string) =>
    world.services.db.session.findUniqueOrThrow({ where: { id }, include: { tokens: true } });

  async function signIn() {
    const { email, id } = await aMember(world, organisation);
    const { refreshToken, member, accessToken } = await nobody().auth.login({
      email,
      password: testPassword,
    });
    return { memberId: id, refreshToken: refreshToken ?? '', accessToken, ...member };
  }
  const refresh = async (refreshToken: string, call = {}) => {
    const answer = await nobody(call).auth.refresh({ refreshToken });
    return answer.refreshToken ?? '';
  };

  beforeAll(async () => {
    world = await createWorld();
    organisation = await anOrganisation(world);
  });
  afterAll(() => world.close());

  test('ID-03: each refresh gives a new refresh token and keeps the session', async () => {
    const { refreshToken, sessionId } = await signIn();
    const second = await refresh(refreshToken);
    world.clock.advance({ minutes: 10 });
    const third = await refresh(second);
    expect(new Set([refreshToken, second, third]).size).toBe(3);
    const session = await sessionOf(sessionId);
    expect(session.tokens).toHaveLength(3);
    expect(session.revokedAt).toBeNull();
    expect(session.lastActiveAt).toEqual(world.clock.now());
  });

  test('ID-03: only hashes are stored', async () => {
    const { refreshToken, sessionId } = await signIn();
    const stored = JSON.stringify(await sessionOf(sessionId));
    expect(stored).not.toContain(refreshToken);
    expect(stored).not.toContain(Buffer.from(refreshToken, 'base64url').toString('hex'));
  });

  test('ID-03: a used refresh token that comes again ends the whole session, and is audited', async () => {
    const { refreshToken, sessionId, accessToken } = await signIn();
    const stolen = refreshToken;
    const second = await refresh(refreshToken);
    world.clock.advance({ seconds: 11 });
    expect(await refusalOf(refresh(stolen))).toBe('error.sessionEnded');
    expect(await refusalOf(refresh(second))).toBe('error.sessionEnded');
    expect(await sessionOf(sessionId)).toMatchObject({ revokedReason: 'refreshReused' });
    const caller = await callerWithToken(world.services, accessToken);
    expect(await refusalOf(caller.auth.me())).toBe('error.sessionEnded');
    const entries = await world.services.db.auditEntry.findMany({
      where: { action: 'auth.refreshReused', subjectId: sessionId },
    });
    expect(entries).toHaveLength(1);
  });

  test('ID-03: another device gets no moment of grace', async () => {
    const { refreshToken, sessionId } = await signIn();
    await refresh(refreshToken);
    const thief = refresh(refreshToken, { userAgent: 'curl' });
    expect(await refusalOf(thief)).toBe('error.sessionEnded');
    expect((await sessionOf(sessionId)).revokedAt).not.toBeNull();
  });

  test('ID-03: trap 4: parallel refreshes of one device all succeed and revoke nothing', async () => {
    const { refreshToken, sessionId } = await signIn();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refresh(refreshToken)));
    expect(new Set(answers).size).toBe(5);
    for (const answer of answers) await expect(refresh(answer)).resolves.toBeDefined();
    expect((await sessionOf(sessionId)).revokedAt).toBeNull();
  });

  test('ID-03: trap 5: a refresh that fails half way leaves the old token good', async () => {
    const { refreshToken, sessionId } = await signIn();
    const { pool } = world.services;
    await pool.query(`
      CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'disk on fire'; END $$;
      CREATE TRIGGER fail_now BEFORE INSERT ON refresh_token
        FOR EACH ROW EXECUTE FUNCTION fail_now();`);
    await expect(refresh(refreshToken)).rejects.toThrow();
    await pool.query('DROP TRIGGER fail_now ON refresh_token; DROP FUNCTION fail_now');
    const [token] = (await sessionOf(sessionId)).tokens;
    expect(token?.rotatedAt).toBeNull();
    world.clock.advance({ minutes: 1 });
    await expect(refresh(refreshToken)).resolves.toBeDefined();
  });

  test('ID-03: unknown, expired and missing refresh tokens have one answer', async () => {
    const { refreshToken } = await signIn();
    expect(await refusalOf(refresh('x'.repeat(43)))).toBe('error.sessionEnded');
    expect(await refusalOf(nobody().auth.refresh())).toBe('error.sessionEnded');
    world.clock.advance({ days: 31 });
    expect(await refusalOf(refresh(refreshToken))).toBe('error.sessionEnded');
  });

  test('ID-03: a session in use does not expire', async () => {
    let { refreshToken } = await signIn();
    for (let week = 0; week < 8; week++) {
      world.clock.advance({ days: 7 });
      refreshToken = await refresh(refreshToken);
    }
  });

  test('ID-03: a new role is in the next access token', async () => {
    const { refreshToken, memberId } = await signIn();
    await world.services.db.member.update({ where: { id: memberId }, data: { role: 'auditor' } });
    const { accessToken } = await nobody().auth.refresh({ refreshToken });
    expect(await world.services.tokens.verify(accessToken)).toMatchObject({ role: 'auditor' });
  });

  test('TRUST-06: the device that a ban has signed out is told so, as often as it asks', async () => {
    const { memberId, refreshToken } = await signIn();
    const now = world.clock.now();
    await world.services.db.$transaction((tx) =>
      banMember(tx, { id: memberId, state: 'active' }, { until: null }, now),
    );
    for (let times = 0; times < 2; times++) {
      expect(await refusalOf(refresh(refreshToken))).toBe('error.forbidden.banned');
    }
    await world.services.db.member.update({ where: { id: memberId }, data: { state: 'active' } });
    expect(await refusalOf(refresh(refreshToken))).toBe('error.sessionEnded');
  });

  test('ID-03: trap 8: deactivating a person ends their sessions, refresh and access tokens', async () => {
    const { caller } = await callerAs(world, 'admin', organisation);
    const { refreshToken, accessToken, memberId } = await signIn();
    const own = await callerWithToken(world.services, accessToken);
    await own.auth.me();
    await caller.members.deactivate({ memberId });
    expect(await refusalOf(own.auth.me())).toBe('error.sessionEnded');
    expect(await refusalOf(refresh(refreshToken))).toBe('error.sessionEnded');
  });
});
