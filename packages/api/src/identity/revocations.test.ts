import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Services } from '../context.ts';
import {
  aMember,
  anOrganisation,
  callerFor,
  createWorld,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { createRevocations, type Revoked } from './revocations.ts';

describe('revocations', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  const aSignedIn = async () => callerFor(world, await aMember(world, await anOrganisation(world)));
  const revokeRow = (services: Services, id: string) =>
    services.db.session.update({
      where: { id },
      data: { revokedAt: world.clock.now(), revokedReason: 'test' },
    });

  test('ID-03: trap 8: another node refuses the session at once, and closes its sockets', async () => {
    const other = await world.addNode();
    const { actor } = await aSignedIn();
    const heard: Revoked[] = [];
    other.revocations.onRevoked((revoked) => heard.push(revoked));
    await revokeRow(world.services, actor.sessionId);
    world.services.revocations.revokeSession(actor.sessionId, 'signedOut');
    expect(other.revocations.refuses(actor)).toBe(true);
    expect(heard).toEqual([{ sessionId: actor.sessionId, reason: 'signedOut' }]);
  });

  test('ID-03: a node that starts later knows what was revoked before', async () => {
    const { actor } = await aSignedIn();
    await revokeRow(world.services, actor.sessionId);
    const later = await world.addNode();
    expect(later.revocations.refuses(actor)).toBe(true);
  });

  test('ID-03: a lost message is made good from the rows', { timeout: 3_000 }, async () => {
    const { actor } = await aSignedIn();
    const reconnected: (() => void)[] = [];
    const deaf = createRevocations({
      ...world.services,
      bus: {
        ...world.services.bus,
        subscribe: async () => () => {},
        onReconnect: (listener) => {
          reconnected.push(listener);
          return () => {};
        },
      },
    });
    await deaf.start();
    const heard = new Promise<Revoked>((resolve) => deaf.onRevoked(resolve));
    await revokeRow(world.services, actor.sessionId);
    for (const listener of reconnected) listener();
    expect(await heard).toEqual({ sessionId: actor.sessionId, reason: 'test' });
    expect(deaf.refuses(actor)).toBe(true);
    deaf.stop();
  });

  test('ID-03: tokens from before a change are refused, those from after it are not', async () => {
    const { actor, context } = await aSignedIn();
    world.clock.advance({ ms: 1 });
    world.services.revocations.memberChanged(actor.memberId, world.clock.now(), 'role');
    expect(world.services.revocations.refuses(actor)).toBe(true);
    const { token } = await world.services.tokens.issue(actor);
    const fresh = await context.tokens.verify(token);
    expect(fresh && world.services.revocations.refuses(fresh)).toBe(false);
  });

  test('ID-03: a new person is not taken for a changed one', async () => {
    const { id: organisationId } = await anOrganisation(world);
    // As the database's own defaults make them.
    const person = await world.services.db.member.create({
      data: { organisationId, email: 'new@x.test', username: 'new', displayName: 'New' },
    });
    const { actor } = await callerFor(world, person);
    const later = await world.addNode();
    expect(later.revocations.refuses(actor)).toBe(false);
  });

  test('ID-03: a foreign session is none of anyone else’s business', async () => {
    const one = await aSignedIn();
    const two = await aSignedIn();
    world.services.revocations.revokeSession(one.actor.sessionId, 'signedOut');
    expect(await refusalOf(one.caller.auth.me())).toBe('error.sessionEnded');
    await expect(two.caller.auth.me()).resolves.toBeDefined();
  });
});
