import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMember, anOrganisation, callerFor, createWorld, type World } from '../testing/index.ts';
import { identitySweeper } from './sweep.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it('ID-04: sessions and attempts that are long over are deleted, all others stay', async () => {
  const { services, clock } = world;
  const person = await aMember(world, await anOrganisation(world));
  const alive = await callerFor(world, person);
  const over = await callerFor(world, person);
  const justOver = await callerFor(world, person);
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * 24 * 3_600_000);
  const revoke = (id: string, revokedAt: Date) =>
    services.db.session.update({ where: { id }, data: { revokedAt } });
  await revoke(over.actor.sessionId, daysAgo(31));
  await revoke(justOver.actor.sessionId, daysAgo(1));
  await services.db.refreshToken.create({
    data: {
      sessionId: over.actor.sessionId,
      hash: Buffer.from('over'),
      expiresAt: daysAgo(20),
    },
  });
  const attempt = { emailHash: Buffer.from('x'), ip: '::1', userAgent: '', succeeded: false };
  await services.db.loginAttempt.createMany({
    data: [
      { ...attempt, reason: 'old', createdAt: daysAgo(91) },
      { ...attempt, reason: 'new', createdAt: daysAgo(89) },
    ],
  });

  expect(await identitySweeper(services).sweep()).toBe(2);
  const sessions = await services.db.session.findMany({ select: { id: true } });
  expect(sessions.map(({ id }) => id).sort()).toEqual(
    [alive.actor.sessionId, justOver.actor.sessionId].sort(),
  );
  expect(await services.db.refreshToken.count()).toBe(0);
  expect(await services.db.loginAttempt.findMany({ select: { reason: true } })).toEqual([
    { reason: 'new' },
  ]);
});

it('ID-04: what is over is found by an index, however much is not', {
  timeout: 60_000,
}, async () => {
  const { pool } = world.services;
  const member = await aMember(world, await anOrganisation(world));
  await pool.query(
    `WITH sessions AS (
       INSERT INTO session (id, member_id, organisation_id, ip, user_agent, expires_at)
       SELECT gen_random_uuid(), $1, $2, '', '', now() + n * interval '1 minute'
         FROM generate_series(1, 20000) AS n RETURNING id)
     INSERT INTO refresh_token (id, session_id, hash, expires_at)
     SELECT gen_random_uuid(), id, decode(md5(id::text), 'hex'), now() + interval '1 hour' FROM sessions`,
    [member.id, member.organisationId],
  );
  await pool.query(
    `INSERT INTO login_attempt (id, email_hash, ip, user_agent, succeeded, reason, created_at)
     SELECT gen_random_uuid(), '', '', '', true, 'ok', now() + n * interval '1 second'
       FROM generate_series(1, 20000) AS n`,
  );
  await pool.query('ANALYZE session, refresh_token, login_attempt');
  const planOf = async (table: string, over: string) => {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM ${table} WHERE ${over} < now() - interval '30 days' LIMIT 5000`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  expect(await planOf('session', 'least(expires_at, coalesce(revoked_at, expires_at))')).toContain(
    'session_over_idx',
  );
  expect(await planOf('login_attempt', 'created_at')).toContain('login_attempt_created_at_idx');
  expect(await planOf('refresh_token', 'expires_at')).toContain('refresh_token_expires_at_idx');
});
