import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen, say } from '../chat/testing.ts';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import type { Action } from './schemas.ts';
import {
  aScene,
  caseOf,
  decide,
  lastDecision,
  type Someone,
  stateOf,
  undo,
  watchQueue,
} from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

describe('decisions', () => {
  test('TRUST-06: several actions are one decision: hidden, muted, told, audited', async () => {
    const scene = await aScene(world);
    const { moderator, author, flagger, channel } = scene;
    const row = await scene.flagged('qué asco');
    const decided = await decide(
      moderator,
      row,
      { type: 'warn' },
      { type: 'hide' },
      { type: 'mute', minutes: 60 },
      { type: 'note' },
    );
    expect(decided).toMatchObject({ state: 'decided', decidedAt: world.clock.now(), claim: null });
    const until = new Date(world.clock.now().getTime() + 3_600_000);
    expect(await refusalOf(say(author.caller, channel.id, 'pero'))).toBe('error.muted');
    const detail = await author.caller.chat.channels.get({ channelId: channel.id });
    expect(detail).toMatchObject({ mutedUntil: until, allowed: { send: false } });
    const { sanctions } = await author.caller.moderation.mine();
    expect(sanctions.map(({ kind, endsAt }) => [kind, endsAt]).sort()).toEqual([
      ['hide', null],
      ['mute', until],
      ['warn', null],
    ]);
    expect(sanctions[0]).toMatchObject({
      policy: 'harassment',
      statement: 'Así no hablamos aquí',
      startsAt: world.clock.now(),
    });
    const entries = await world.services.db.auditEntry.findMany({ where: { subjectId: row.id } });
    expect(entries).toMatchObject([
      {
        action: 'moderation.cases.decide',
        actorId: moderator.person.id,
        after: { memberId: author.person.id, policy: 'harassment' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain(flagger.person.id);
  });

  test('TRUST-06: the person is told what, why and until when; who flagged what came of it', async () => {
    const scene = await aScene(world);
    const { moderator, author, flagger } = scene;
    const row = await scene.flagged();
    await decide(moderator, row, { type: 'mute', minutes: 30, everywhere: true });
    const noticesOf = ({ person }: Someone) =>
      world.services.db.notification.findMany({ where: { memberId: person.id } });
    const until = new Date(world.clock.now().getTime() + 30 * 60_000).toISOString();
    expect(await noticesOf(author)).toMatchObject([
      {
        kind: 'sanction',
        params: {
          policy: 'harassment',
          statement: 'Así no hablamos aquí',
          measures: [{ sanction: 'mute', channelId: null, messageId: row.subjectId, until }],
        },
      },
    ]);
    const kinds = (await noticesOf(flagger)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['flagOutcome', 'flagReceived']);
  });

  test('TRUST-06: a note alone says something', async () => {
    const scene = await aScene(world);
    const row = await scene.flagged();
    const { cases } = scene.moderator.caller.moderation;
    const { id: caseId, version } = row;
    const note = { caseId, version, policy: 'spam' as const, actions: [{ type: 'note' as const }] };
    const noField = expect.objectContaining({
      details: expect.objectContaining({ field: 'note' }),
    });
    await expect(cases.decide(note)).rejects.toMatchObject({ cause: noField });
    await expect(cases.decide({ ...note, note: '  ' })).rejects.toMatchObject({ cause: noField });
    expect((await cases.get({ caseId })).decisions).toEqual([]);
    await cases.decide({ ...note, note: 'ojo' });
    // With another action it is that one which says something.
    await cases.decide({ ...note, actions: [{ type: 'note' }, { type: 'warn' }] });
  });

  test('TRUST-06: what is refused changes nothing at all', async () => {
    const scene = await aScene(world);
    const { moderator, someone, organisation } = scene;
    const row = await scene.flagged();
    const before = await stateOf(scene);
    const decides = (by: Someone, ...actions: Action[]) => refusalOf(decide(by, row, ...actions));
    const ban = { type: 'ban', minutes: 31 * 24 * 60 } as const;
    expect(await decides(moderator, { type: 'hide' }, ban)).toBe('error.forbidden.banTooLong');
    expect(await decides(moderator, { type: 'hide' }, { type: 'ban' })).toBe(
      'error.forbidden.banTooLong',
    );
    const mute = { type: 'mute', minutes: 31 * 24 * 60 } as const;
    expect(await decides(moderator, { type: 'hide' }, mute)).toBe('error.forbidden.muteTooLong');
    expect(await decides(await someone('auditor'), { type: 'hide' })).toBe(
      'error.forbidden.permission',
    );
    const old = { ...row, version: row.version - 1 };
    expect(await refusalOf(decide(moderator, old, { type: 'hide' }))).toBe(
      'error.conflict.changed',
    );
    expect(await stateOf(scene)).toEqual(before);
    expect(
      await world.services.db.sanction.count({
        where: { organisationId: organisation.id },
      }),
    ).toBe(0);
    expect((await caseOf(moderator, row.subjectId)).version).toBe(row.version);
  });

  test('TRUST-06: nobody acts against someone of equal or higher role', async () => {
    const scene = await aScene(world);
    const { moderator, someone, write, flagger } = scene;
    const other = await someone('moderator');
    await other.caller.chat.channels.join({ channelId: scene.channel.id });
    const message = await write('soy de la casa', other);
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: message.id,
      reason: 'harassment',
    });
    const row = await caseOf(moderator, message.id);
    for (const type of ['warn', 'hide', 'delete', 'ban'] as const) {
      const minutes = type === 'ban' ? { minutes: 60 } : {};
      expect(await refusalOf(decide(moderator, row, { type, ...minutes }))).toBe(
        'error.forbidden.higherRole',
      );
    }
    const admin = await someone('admin');
    expect(await decide(admin, row, { type: 'warn' })).toMatchObject({ state: 'decided' });
  });

  test('TRUST-06: whoever rose above the decider while the decision waited is left alone', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const row = await scene.flagged();
    const { pool } = world.services;
    const rising = await pool.connect();
    const rise = async (role: string) => {
      await rising.query('BEGIN');
      await rising.query(`UPDATE member SET role = $2 WHERE id = $1`, [author.person.id, role]);
    };
    await rise('admin');
    const deciding = refusalOf(decide(moderator, row, { type: 'warn' }));
    await untilWaiting(pool);
    await rising.query('COMMIT');
    expect(await deciding).toBe('error.forbidden.higherRole');
    expect(await caseOf(moderator, row.subjectId)).toMatchObject({ version: row.version });
    await rise('member');
    await rising.query('COMMIT');
    await decide(moderator, row, { type: 'warn' });
    const { id: decisionId } = await lastDecision(moderator, row.id);
    await rise('admin');
    const undoing = refusalOf(
      moderator.caller.moderation.cases.undo({ caseId: row.id, decisionId }),
    );
    await untilWaiting(pool);
    await rising.query('COMMIT');
    rising.release();
    expect(await undoing).toBe('error.forbidden.higherRole');
    expect((await author.caller.moderation.mine()).sanctions).toHaveLength(1);
  });

  test('TRUST-06: a case about oneself does not exist', async () => {
    const scene = await aScene(world);
    const { moderator, someone, write, flagger } = scene;
    const admin = await someone('admin');
    const message = await write('yo mismo', moderator);
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: message.id,
      reason: 'spam',
    });
    const row = await caseOf(admin, message.id);
    const { cases } = moderator.caller.moderation;
    const calls = [
      () => cases.get({ caseId: row.id }),
      () => cases.claim({ caseId: row.id }),
      () => cases.release({ caseId: row.id }),
      () => decide(moderator, row, { type: 'dismiss' }),
      () => cases.undo({ caseId: row.id, decisionId: row.id }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toBe('error.notFound.case');
    expect((await cases.list({})).items).toEqual([]);
  });

  test('TRUST-06: a note alone decides nothing', async () => {
    const scene = await aScene(world);
    const row = await scene.flagged();
    const noted = await decide(scene.moderator, row, { type: 'note' });
    expect(noted).toMatchObject({ state: 'open', version: row.version });
    const decided = await decide(scene.moderator, row, { type: 'dismiss' });
    expect(decided.state).toBe('decided');
    const { decisions } = await scene.moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(decisions.map(({ actions, note }) => [actions[0]?.type, note])).toEqual([
      ['note', 'reincidente'],
      ['dismiss', 'reincidente'],
    ]);
  });

  test('TRUST-06: actions that make no sense are refused', async () => {
    const scene = await aScene(world);
    const { moderator, author, flagger } = scene;
    const row = await scene.flagged();
    const refused = (...actions: Action[]) => refusalOf(decide(moderator, row, ...actions));
    expect(await refused({ type: 'mute' })).toMatch(/invalidInput/);
    expect(await refused({ type: 'dismiss' }, { type: 'warn' })).toMatch(/invalidInput/);
    expect(await refused({ type: 'hide' }, { type: 'delete' })).toMatch(/invalidInput/);
    expect(await refused({ type: 'warn' }, { type: 'warn' })).toMatch(/invalidInput/);
    await flagger.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: author.person.id,
      reason: 'spam',
    });
    const profile = await caseOf(moderator, author.person.id);
    expect(await refusalOf(decide(moderator, profile, { type: 'hide' }))).toBe(
      'error.invalidInput.notMessage',
    );
    const mute = { type: 'mute', minutes: 5 } as const;
    expect(await refusalOf(decide(moderator, profile, mute))).toBe('error.invalidInput.noChannel');
  });
});

describe('news of what is committed', () => {
  /** Presence cannot be told to anyone until the test ends. */
  function presenceFails() {
    vi.spyOn(world.services.presence, 'changed').mockRejectedValue(new Error('connection lost'));
    onTestFinished(() => void vi.restoreAllMocks());
  }

  test('TRUST-06: when one piece cannot be told the decision stands, and the rest is told', async () => {
    const scene = await aScene(world);
    const { moderator, flagger, channel, someone } = scene;
    const row = await scene.flagged();
    const queue = await watchQueue(await someone('moderator'));
    await queue.until('refresh');
    const reader = await listen(flagger.caller, channel.id);
    await reader.until('ready');
    presenceFails();
    const decided = await decide(
      moderator,
      row,
      { type: 'ban', minutes: 60 },
      { type: 'hide' },
      { type: 'mute', minutes: 5 },
    );
    expect(decided).toMatchObject({ id: row.id, state: 'decided', claim: null });
    await reader.until('message.hidden');
    expect(await queue.until('case.closed')).toMatchObject({
      id: row.id,
      version: decided.version,
      by: { id: moderator.person.id, displayName: moderator.person.displayName },
    });
    expect(await undo(moderator, row.id)).toMatchObject({ state: 'open' });
    await reader.until('message.shown');
    expect(await queue.until('case.changed')).toMatchObject({ row: { id: row.id } });
    await Promise.all([reader.stop(), queue.stop()]);
  });

  test('TRUST-07: sanctions end for everyone, also after a person of whom nothing could be told', async () => {
    const [first, second] = [await aScene(world), await aScene(world)];
    for (const scene of [first, second]) {
      await decide(scene.moderator, await scene.flagged(), { type: 'mute', minutes: 5 });
    }
    world.clock.advance({ minutes: 6 });
    presenceFails();
    await world.services.standing.liftDue();
    for (const { author } of [first, second]) {
      const where = { memberId: author.person.id, liftedAt: null };
      expect(await world.services.db.sanction.count({ where })).toBe(0);
    }
  });
});
