import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMember, anOrganisation, createWorld, refusalOf, type World } from '../testing/index.ts';
import { flagSeverity, flagWeight } from './flagger-record.ts';
import type { Policy } from './schemas.ts';
import { aScene, caseOf, decide, findCase, type Scene, type Someone, undo } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const flag = (by: Someone, subjectId: string, reason: Policy = 'harassment') =>
  by.caller.moderation.flags.create({ subjectType: 'message', subjectId, reason });

/** People who flagged so many messages that were found fine, and nothing else. */
async function withBadRecord(scene: Scene, people: number, dismissed = 6) {
  const { someone, write, moderator } = scene;
  const chief = await someone('superadmin');
  const threshold = (flagThreshold: number) =>
    chief.caller.settings.update({ moderation: { flagThreshold } });
  await threshold(100);
  const bad = await Promise.all(Array.from({ length: people }, () => someone()));
  for (let n = 0; n < dismissed; n++) {
    const { id } = await write(`inocente ${n}`);
    for (const one of bad) await flag(one, id);
    await decide(moderator, await caseOf(moderator, id), { type: 'dismiss' });
  }
  await threshold(3);
  return bad;
}

describe('what a flag counts', () => {
  test.each([
    [0, 0, 100],
    [0, 1, 80],
    [1, 1, 100],
    [10, 10, 100],
    [20, 0, 100],
    [0, 4, 50],
    [0, 6, 40],
    [2, 18, 33],
    [0, 20, 20],
  ])(
    'TRUST-13: after %i upheld and %i dismissed it counts %i hundredths',
    (upheld, dismissed, weight) => {
      expect(flagWeight({ upheld, dismissed })).toBe(weight);
    },
  );

  test('TRUST-13: what counts little is one less grave, and never nothing', () => {
    expect(flagSeverity(4, 50)).toBe(4);
    expect(flagSeverity(4, 49)).toBe(3);
    expect(flagSeverity(1, 20)).toBe(1);
  });

  test('TRUST-13: people with a bad record add up to less: no graver case, no alert', async () => {
    const scene = await aScene(world);
    const { moderator, message, author, someone } = scene;
    const bad = await withBadRecord(scene, 4);
    const alerts = () =>
      world.services.db.alert.count({ where: { key: `flagBurst:member:${author.person.id}` } });
    for (const one of bad) await flag(one, message.id, 'spam');
    expect(await caseOf(moderator, message.id)).toMatchObject({ flagCount: 4, severity: 1 });
    expect(await alerts()).toBe(0);
    // Four times 0.4 and two newcomers are more than three.
    for (let n = 0; n < 2; n++) await flag(await someone(), message.id, 'spam');
    expect(await caseOf(moderator, message.id)).toMatchObject({ flagCount: 6, severity: 2 });
    expect(await alerts()).toBe(1);
  });

  test('TRUST-13: alone such a flag is less urgent; anyone else’s makes it as urgent as ever', async () => {
    const scene = await aScene(world);
    const { moderator, message, someone } = scene;
    const [bad] = await withBadRecord(scene, 1);
    if (!bad) throw new Error('nobody');
    await flag(bad, message.id, 'illegal');
    const alone = await caseOf(moderator, message.id);
    expect(alone).toMatchObject({ severity: 3, policy: 'illegal' });
    await flag(await someone(), message.id, 'illegal');
    const both = await caseOf(moderator, message.id);
    expect(both.severity).toBe(4);
    expect(both.dueAt.getTime()).toBeLessThan(alone.dueAt.getTime());
  });

  test('TRUST-13: nor do they open again what was found fine, until there are enough of them', async () => {
    const scene = await aScene(world);
    const { moderator, message, flagger } = scene;
    const bad = await withBadRecord(scene, 4);
    await flag(flagger, message.id);
    await decide(moderator, await caseOf(moderator, message.id), { type: 'dismiss' });
    world.clock.advance({ seconds: 5 });
    for (const one of bad) await flag(one, message.id);
    expect(await findCase(moderator, message.id)).toBeNull();
  });

  test('TRUST-13: the receipt is the same for all, and what was taken back counts for nothing', async () => {
    const scene = await aScene(world);
    const { moderator, someone, write } = scene;
    const one = await someone();
    const { id } = await write('dudoso');
    expect(await flag(one, id)).toEqual({ receivedAt: world.clock.now() });
    const row = await caseOf(moderator, id);
    await decide(moderator, row, { type: 'dismiss' });
    const weightNow = async () => {
      const next = await write(`otro ${Math.random()}`);
      expect(await flag(one, next.id)).toEqual({ receivedAt: world.clock.now() });
      const where = { flaggerId: one.person.id, case: { subjectId: next.id } };
      return (await world.services.db.moderationFlag.findFirstOrThrow({ where })).weight;
    };
    expect(await weightNow()).toBe(80);
    await undo(moderator, row.id);
    expect(await weightNow()).toBe(100);
    await decide(moderator, await caseOf(moderator, id), { type: 'hide' });
    expect(await weightNow()).toBe(100);
  });
});

describe('who may not flag', () => {
  const reason = 'Avisos sin fundamento, una y otra vez';
  const hours = (count: number) => new Date(world.clock.now().getTime() + count * 3_600_000);

  test('TRUST-13: is told why and until when, whatever they flag, and may again after that', async () => {
    const { moderator, flagger, message } = await aScene(world);
    const memberId = flagger.person.id;
    const until = hours(2);
    const { mute } = await moderator.caller.moderation.flaggers.mute({ memberId, until, reason });
    expect(mute).toMatchObject({ since: world.clock.now(), until, reason });
    for (const subjectId of [message.id, flagger.organisation.id]) {
      await expect(flag(flagger, subjectId)).rejects.toMatchObject({
        cause: {
          code: 'muted',
          details: {
            reason: 'flagsUntil',
            params: { until: until.toISOString(), statement: reason },
          },
        },
      });
    }
    expect(await findCase(moderator, message.id)).toBeNull();
    world.clock.advance({ hours: 2, seconds: 1 });
    await flag(flagger, message.id);
    expect(await findCase(moderator, message.id)).not.toBeNull();
  });

  test('TRUST-13: may again when it is lifted; two mutes at once are one', async () => {
    const { moderator, flagger, message, someone, organisation } = await aScene(world);
    const admin = await someone('admin');
    const memberId = flagger.person.id;
    const mute = (by: Someone, until?: Date) =>
      by.caller.moderation.flaggers.mute({ memberId, reason, ...(until && { until }) });
    await Promise.all([mute(admin), mute(moderator, hours(1)), mute(admin, hours(9))]);
    const where = { memberId, liftedAt: null };
    expect(await world.services.db.flagMute.count({ where })).toBe(1);
    await mute(admin);
    expect(await refusalOf(flag(flagger, message.id))).toBe('error.muted.flags');
    const { unmute } = moderator.caller.moderation.flaggers;
    expect(await unmute({ memberId })).toEqual({ mute: null });
    expect(await unmute({ memberId })).toEqual({ mute: null });
    await flag(flagger, message.id);
    const entries = await world.services.db.auditEntry.findMany({
      where: { organisationId: organisation.id, action: { startsWith: 'moderation.flaggers.' } },
      orderBy: { position: 'desc' },
    });
    expect(entries.slice(0, 2)).toMatchObject([
      { subjectId: memberId, before: { flagMute: null }, after: { flagMute: null } },
      { before: { flagMute: { until: null } }, after: { flagMute: null } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(reason);
  });

  test('TRUST-13: only who stands above mutes, moderators not for long, nobody themselves', async () => {
    const { moderator, flagger, someone } = await aScene(world);
    const [superadmin, admin] = await Promise.all([someone('superadmin'), someone('admin')]);
    const foreign = await aMember(world, await anOrganisation(world));
    const attempt = (by: Someone, memberId: string, until?: Date) =>
      refusalOf(by.caller.moderation.flaggers.mute({ memberId, reason, ...(until && { until }) }));
    const soon = hours(1);
    expect(await attempt(moderator, admin.person.id, soon)).toBe('error.forbidden.higherRole');
    expect(await attempt(moderator, flagger.person.id)).toBe('error.forbidden.muteTooLong');
    expect(await attempt(moderator, flagger.person.id, hours(24 * 31))).toBe(
      'error.forbidden.muteTooLong',
    );
    expect(await attempt(moderator, flagger.person.id, hours(-1))).toBe('error.invalidInput.past');
    expect(await attempt(moderator, foreign.id, soon)).toBe('error.notFound.member');
    expect(await attempt(superadmin, superadmin.person.id)).toBe('error.invalidInput.self');
    expect(await attempt(flagger, moderator.person.id, soon)).toMatch(/^error\.forbidden/);
  });

  test('TRUST-13: the file says roughly how somebody flags, and whether they may', async () => {
    const scene = await aScene(world);
    const { moderator, someone } = scene;
    const [bad] = await withBadRecord(scene, 1);
    if (!bad) throw new Error('nobody');
    const memberId = bad.person.id;
    const fileFor = async ({ caller }: Someone) => (await caller.people.get({ memberId })).flagging;
    expect(await fileFor(moderator)).toEqual({
      upheld: 'none',
      dismissed: 'few',
      weight: 'little',
      mute: null,
      mayMute: true,
      longestMinutes: 30 * 24 * 60,
    });
    await moderator.caller.moderation.flaggers.mute({ memberId, until: hours(1), reason });
    const { id, displayName } = moderator.person;
    expect(await fileFor(await someone('auditor'))).toMatchObject({
      mute: { until: hours(1), reason, by: { id, displayName } },
      mayMute: false,
    });
  });
});
