import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../testing/index.ts';
import { tellFine } from './fine.ts';
import type { Policy, SubjectType } from './schemas.ts';
import { aScene, caseOf, decide, findCase, lastDecision, type Someone } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** A subject that was flagged and found fine, some seconds ago. */
async function foundFine(type: SubjectType = 'message', first: Policy = 'spam') {
  const scene = await aScene(world);
  const { moderator, flagger, someone } = scene;
  const subjectId = {
    message: scene.message.id,
    channel: scene.channel.id,
    member: scene.author.person.id,
  }[type];
  const flag = async (reason: Policy = first, by?: Someone) => {
    const one = by ?? (await someone());
    await one.caller.moderation.flags.create({ subjectType: type, subjectId, reason });
    return one;
  };
  await flag(first, type === 'channel' ? scene.author : flagger);
  const row = await caseOf(moderator, subjectId);
  await decide(moderator, row, { type: 'dismiss' });
  world.clock.advance({ seconds: 5 });
  return { ...scene, row, subjectId, flag, open: () => findCase(moderator, subjectId) };
}

describe('what was found fine', () => {
  test('TRUST-14: is looked at again when a flag is graver than all that was judged', async () => {
    const { flag, open, row } = await foundFine('message', 'harassment');
    await flag('spam');
    await flag('impersonation');
    expect(await open()).toBeNull();
    await flag('illegal');
    const again = await open();
    expect(again).toMatchObject({ policy: 'illegal', severity: 4 });
    expect(again?.id).not.toBe(row.id);
  });

  test('TRUST-14: the person who flagged it may say something graver, and not the same twice', async () => {
    const { flag, flagger, open } = await foundFine();
    await flag('spam', flagger);
    expect(await open()).toBeNull();
    await flag('hate', flagger);
    expect(await open()).toMatchObject({ policy: 'hate', flagCount: 1 });
  });

  test('TRUST-14: is looked at again when enough other people flag it, with all of their flags', async () => {
    const { flag, flagger, open, row, moderator } = await foundFine();
    const first = await flag();
    await flag('spam', first);
    await flag('spam', flagger);
    await flag();
    expect(await open()).toBeNull();
    await flag();
    const again = await open();
    expect(again).toMatchObject({ flagCount: 3, severity: 2 });
    expect(again?.id).not.toBe(row.id);
    expect(await findCase(moderator, row.subjectId, 'decided')).toMatchObject({ flagCount: 1 });
  });

  test('TRUST-14: three people at once who flag it are enough', async () => {
    const { flag, open, someone } = await foundFine();
    const people = await Promise.all(Array.from({ length: 3 }, () => someone()));
    await Promise.all(people.map((one) => flag('spam', one)));
    expect(await open()).toMatchObject({ flagCount: 3 });
  });

  test('TRUST-13: who waited for the old outcome is told the new one alone', async () => {
    const { flag, open, row, moderator } = await foundFine();
    const { id: decisionId } = await lastDecision(moderator, row.id);
    const late = await flag();
    await flag('violence');
    const again = await open();
    if (!again) throw new Error('it was not opened again');
    const { db } = world.services;
    const told = () =>
      db.notification.findMany({
        where: { memberId: late.person.id, kind: 'flagOutcome' },
        select: { params: true },
      });
    await tellFine(world.services, { caseId: row.id, decisionId, flaggerId: late.person.id });
    expect(await told()).toEqual([]);
    await decide(moderator, again, { type: 'warn' });
    expect(await told()).toMatchObject([{ params: { outcome: 'acted' } }]);
  });

  test.each(['member', 'channel'] as const)(
    'TRUST-14: a %s does other things later: it stays fine for a day, and as to that policy',
    async (type) => {
      const { flag, open, moderator, author } = await foundFine(type, 'harassment');
      // Whoever flags a channel is in it.
      const by = type === 'channel' ? author : undefined;
      await flag('harassment', by);
      expect(await open()).toBeNull();
      await flag('spam', by);
      const other = await open();
      expect(other).toMatchObject({ policy: type === 'channel' ? 'spam' : 'harassment' });
      if (!other) throw new Error('it was not opened again');
      await decide(moderator, other, { type: 'dismiss' });
      world.clock.advance({ hours: 25 });
      await flag('spam', by);
      expect(await open()).toMatchObject({ policy: 'spam' });
    },
  );
});
