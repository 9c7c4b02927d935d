import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMember, anOrganisation, callerFor, createWorld, type World } from '../testing/index.ts';
import { IdentitySweep } from './sweep.ts';

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

  expect(await new IdentitySweep(services).sweep()).toBe(2);
  const sessions = await services.db.session.findMany({ select: { id: true } });
  expect(sessions.map(({ id }) => id).sort()).toEqual(
    [alive.actor.sessionId, justOver.actor.sessionId].sort(),
  );
  expect(await services.db.refreshToken.count()).toBe(0);
  expect(await services.db.loginAttempt.findMany({ select: { reason: true } })).toEqual([
    { reason: 'new' },
  ]);
});
