import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../chat/testing.ts';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import type { Action } from './schemas.ts';
import {
  aScene,
  caseOf,
  decide,
  lastDecision,
  type Scene,
  type Someone,
  stateOf,
  undo,
} from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const cases = ({ caller }: Someone) => caller.moderation.cases;

describe('undo', () => {
  /** Every set of actions that may go together. */
  const content = [[], [{ type: 'hide' }], [{ type: 'delete' }]] as Action[][];
  const mutes = [
    [],
    [{ type: 'mute', minutes: 10 }],
    [{ type: 'mute', minutes: 10, everywhere: true }],
  ] as Action[][];
  const bans = [[], [{ type: 'ban', minutes: 10 }], [{ type: 'ban' }]] as Action[][];
  const warns = [[], [{ type: 'warn' }]] as Action[][];
  const sets = content
    .flatMap((a) =>
      mutes.flatMap((b) => bans.flatMap((c) => warns.map((d) => [...a, ...b, ...c, ...d]))),
    )
    .filter((set) => set.length > 0);
  const named = [[{ type: 'dismiss' }] as Action[], ...sets].map(
    (set) =>
      [
        set
          .map(({ type, minutes, everywhere }) =>
            [type, minutes, everywhere && 'everywhere'].filter(Boolean).join(' '),
          )
          .join(', '),
        set,
      ] as const,
  );
  let scene: Scene;
  let admin: Someone;
  beforeAll(async () => {
    scene = await aScene(world);
    admin = await scene.someone('admin');
    const other = await scene.author.caller.chat.channels.create({ name: 'otro' });
    // A mute that was there before must be there afterwards.
    await say(scene.author.caller, other.id, 'aquí también');
    const row = await scene.flagged('de antes');
    await decide(admin, row, { type: 'mute', minutes: 5 });
    await world.services.db.channelMember.findFirstOrThrow({
      where: { mutedUntil: { not: null } },
    });
  });

  test.each(named)('TRUST-15: %s, taken back, leaves everything as it was', async (_, actions) => {
    const { author, flagger, channel } = scene;
    const subject = await world.services.db.message.create({
      data: {
        channelId: channel.id,
        seq: (
          await world.services.db.channel.update({
            where: { id: channel.id },
            data: { lastSeq: { increment: 1 } },
          })
        ).lastSeq,
        authorId: author.person.id,
        clientId: `undo-${Math.random()}`,
        content: `@${flagger.person.username} qué tal`,
        mentions: [flagger.person.id],
      },
    });
    await flagger.caller.chat.messages.react({ messageId: subject.id, emoji: '👍' });
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: subject.id,
      reason: 'spam',
    });
    const row = await caseOf(admin, subject.id);
    const before = await stateOf(scene);
    const decided = await decide(admin, row, ...actions);
    if (actions[0]?.type !== 'dismiss' && actions.some(({ type }) => type !== 'warn')) {
      expect(await stateOf(scene)).not.toEqual(before);
    }
    const undone = await undo(admin, row.id);
    expect(await stateOf(scene)).toEqual(before);
    expect(undone).toMatchObject({
      state: 'open',
      dueAt: row.dueAt,
      decidedAt: null,
      claim: { by: { id: admin.person.id } },
    });
    expect(undone.version).toBe(decided.version + 1);
    expect(
      await world.services.db.sanction.count({
        where: { liftedAt: null, decision: { caseId: row.id } },
      }),
    ).toBe(0);
  });

  test('TRUST-06: only within its time, longer for who decided, and once', async () => {
    const scene = await aScene(world);
    const { moderator, someone } = scene;
    const other = await someone('moderator');
    const row = await scene.flagged();
    await decide(moderator, row, { type: 'warn' });
    world.clock.advance({ seconds: 31 });
    expect(await refusalOf(undo(other, row.id))).toBe('error.expired.undo');
    expect(await undo(moderator, row.id)).toMatchObject({ state: 'open' });
    expect(await refusalOf(undo(moderator, row.id))).toBe('error.conflict.undecided');
    await decide(moderator, await caseOf(moderator, row.subjectId), { type: 'warn' });
    world.clock.advance({ seconds: 301 });
    expect(await refusalOf(undo(moderator, row.id))).toBe('error.expired.undo');
    const { decisions } = await moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(decisions.map(({ revertsId, reverted }) => [revertsId !== null, reverted])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
  });

  test('TRUST-06: a case that was flagged anew meanwhile is merged into the newer one', async () => {
    const scene = await aScene(world);
    const { moderator, author, flagger, message, someone } = scene;
    const flagBy = ({ caller }: Someone, reason: 'spam' | 'hate' = 'spam') =>
      caller.moderation.flags.create({
        subjectType: 'message',
        subjectId: message.id,
        reason,
      });
    const grave = await someone();
    await flagBy(flagger);
    await flagBy(grave, 'hate');
    const row = await caseOf(moderator, message.id);
    await decide(moderator, row, { type: 'warn' });
    world.clock.advance({ seconds: 3 });
    await author.caller.chat.messages.edit({ messageId: message.id, content: 'otras palabras' });
    await flagBy(flagger);
    const newer = await caseOf(moderator, message.id);
    expect(newer).toMatchObject({ flagCount: 1, severity: 1 });
    const { decisionId } = (await cases(moderator).get({ caseId: row.id })).allowed.undo ?? {};

    const given = await undo(moderator, row.id);
    expect(given).toMatchObject({ id: newer.id, state: 'open', flagCount: 2, severity: 3 });
    expect(given.dueAt).toEqual(row.dueAt);
    expect(given.version).toBeGreaterThan(newer.version);
    expect((await author.caller.moderation.mine()).sanctions).toEqual([]);
    const merged = await cases(moderator).get({ caseId: newer.id });
    expect(merged.flags.map((one) => one.flagger?.id).sort()).toEqual(
      [flagger.person.id, grave.person.id].sort(),
    );
    expect(merged.evidence.map(({ content }) => content.text)).toEqual([
      'palabras gruesas',
      'otras palabras',
    ]);
    expect(merged.decisions.map(({ id, reverted }) => [id, reverted])[0]).toEqual([
      decisionId,
      true,
    ]);
    const old = await cases(moderator).get({ caseId: row.id });
    expect(old).toMatchObject({ state: 'merged', mergedIntoId: newer.id, decidedAt: null });
    expect(old.allowed).toMatchObject({ claim: false, undo: null, actions: ['note'] });
    for (const state of ['open', 'decided'] as const) {
      const { items } = await cases(moderator).list({ state });
      expect(items.map(({ id }) => id)).not.toContain(row.id);
    }
    expect(await refusalOf(cases(moderator).claim({ caseId: row.id }))).toBe(
      'error.conflict.merged',
    );
    expect(await refusalOf(undo(moderator, row.id))).toBe('error.conflict.undecided');
    // Whoever looked at the newer one before looks again, and everybody hears what comes of it.
    expect(await refusalOf(decide(moderator, newer, { type: 'warn' }))).toBe(
      'error.conflict.changed',
    );
    await decide(moderator, given, { type: 'warn' });
    const where = { memberId: grave.person.id, kind: 'flagOutcome' };
    const told = await world.services.db.notification.findMany({ where, orderBy: { id: 'asc' } });
    expect(told.map(({ params }) => (params as { outcome: string }).outcome)).toEqual([
      'acted',
      'reopened',
      'acted',
    ]);
  });

  /** A person with a case that was decided, and a second one when they are flagged again. */
  async function decidedOnce({ moderator, flagger, author, someone }: Scene) {
    const { person } = await someone();
    const flagBy = ({ caller }: Someone) =>
      caller.moderation.flags.create({
        subjectType: 'member',
        subjectId: person.id,
        reason: 'harassment',
      });
    await flagBy(flagger);
    const row = await caseOf(moderator, person.id);
    await decide(moderator, row, { type: 'warn' });
    const { id: decisionId } = await lastDecision(moderator, row.id);
    return {
      person,
      flagAgain: () => flagBy(author),
      takeBack: () => moderator.caller.moderation.cases.undo({ caseId: row.id, decisionId }),
    };
  }

  test('TRUST-06: taken back while the newer case of the same person is decided: both are done', async () => {
    const scene = await aScene(world);
    for (let round = 0; round < 25; round++) {
      const { person, flagAgain, takeBack } = await decidedOnce(scene);
      await flagAgain();
      const newer = await caseOf(scene.moderator, person.id);
      const outcomes = await Promise.all([
        takeBack(),
        decide(scene.moderator, newer, { type: 'warn' }),
      ]);
      expect(outcomes).toMatchObject([{ state: 'open' }, { state: 'decided' }]);
      const left = await world.services.db.moderationCase.findMany({
        where: { subjectId: person.id, state: 'decided' },
        include: { decisions: true },
      });
      // What says that it is decided has a decision in force.
      for (const { decisions } of left) {
        const reverted = decisions.map(({ revertsId }) => revertsId);
        expect(decisions.some((one) => !one.revertsId && !reverted.includes(one.id))).toBe(true);
      }
    }
  });

  test('TRUST-06: taken back while the subject is flagged again: one open case, both are done', async () => {
    const scene = await aScene(world);
    for (let round = 0; round < 25; round++) {
      const { person, flagAgain, takeBack } = await decidedOnce(scene);
      await Promise.all([takeBack(), flagAgain()]);
      const where = { subjectId: person.id, state: 'open' } as const;
      expect(await world.services.db.moderationCase.count({ where })).toBe(1);
    }
  });
});
