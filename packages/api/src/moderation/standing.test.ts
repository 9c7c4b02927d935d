import type { QueryResult } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen, say } from '../chat/testing.ts';
import {
  callerAsNobody,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import type { Action } from './schemas.ts';
import { aScene, caseOf, decide, type Scene } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

async function sanctioned(...actions: Action[]): Promise<Scene> {
  const scene = await aScene(world);
  const { id: caseId, version, policy } = await scene.flagged();
  const { cases } = scene.moderator.caller.moderation;
  await cases.decide({ caseId, version, policy, actions });
  return scene;
}
const memberOf = ({ author }: Scene) =>
  world.services.db.member.findUniqueOrThrow({ where: { id: author.person.id } });
const placesOf = ({ author }: Scene) =>
  world.services.db.channelMember.findMany({ where: { memberId: author.person.id } });

describe('mutes', () => {
  test('TRUST-06: in one channel, or everywhere', async () => {
    const here = await sanctioned({ type: 'mute', minutes: 10 });
    const elsewhere = await here.author.caller.chat.channels.create({ name: 'otro' });
    await expect(say(here.author.caller, elsewhere.id, 'sí')).resolves.toBeDefined();
    expect(await refusalOf(say(here.author.caller, here.channel.id, 'no'))).toBe('error.muted');

    const scene = await aScene(world);
    const before = await scene.author.caller.chat.channels.create({ name: 'otro' });
    const { id: caseId, version, policy } = await scene.flagged();
    await scene.moderator.caller.moderation.cases.decide({
      caseId,
      version,
      policy,
      actions: [{ type: 'mute', minutes: 10, everywhere: true }],
    });
    for (const { id } of [before, scene.channel]) {
      expect(await refusalOf(say(scene.author.caller, id, 'no'))).toBe('error.muted');
    }
  });

  test('TRUST-06: a mute everywhere holds in channels that the person comes to later', async () => {
    const { author, flagger, someone } = await sanctioned({
      type: 'mute',
      minutes: 10,
      everywhere: true,
    });
    const until = new Date(world.clock.now().getTime() + 600_000);
    const open = await flagger.caller.chat.channels.create({ name: 'abierto' });
    await author.caller.chat.channels.join({ channelId: open.id });
    const closed = await flagger.caller.chat.channels.create({ name: 'cerrado', type: 'private' });
    const other = await someone();
    await flagger.caller.chat.channels.invite({
      channelId: closed.id,
      memberIds: [author.person.id, other.person.id],
    });
    for (const { id } of [open, closed]) {
      expect(await refusalOf(say(author.caller, id, 'no'))).toBe('error.muted');
      const detail = await author.caller.chat.channels.get({ channelId: id });
      expect(detail.mutedUntil).toEqual(until);
    }
    await expect(say(other.caller, closed.id, 'sí')).resolves.toBeDefined();
  });

  test('TRUST-06: who is muted everywhere says nothing by other ways either', async () => {
    const scene = await aScene(world);
    const { author, moderator, someone } = scene;
    const { channels, direct } = author.caller.chat;
    const { members } = author.caller;
    const own = await channels.create({ name: 'mío', topic: 'de siempre' });
    const { person } = await someone();
    const { person: friend } = await someone();
    await direct.open({ memberId: friend.id });
    const { id: caseId, version, policy } = await scene.flagged();
    await moderator.caller.moderation.cases.decide({
      caseId,
      version,
      policy,
      actions: [{ type: 'mute', minutes: 10, everywhere: true }],
    });
    const until = new Date(world.clock.now().getTime() + 600_000);
    const nowhere = [
      () => channels.create({ name: 'sigo hablando' }),
      () => members.update({ displayName: 'Me han callado' }),
      () => members.update({ statusText: 'me han callado' }),
      () => members.update({ bio: 'me han callado' }),
      () => direct.open({ memberId: person.id }),
    ];
    const inChannel = [
      () => channels.update({ channelId: own.id, name: 'y sigo hablando' }),
      () => channels.update({ channelId: own.id, topic: 'sigo hablando' }),
      () => channels.invite({ channelId: own.id, memberIds: [person.id] }),
      () => channels.archive({ channelId: own.id }),
    ];
    for (const attempt of nowhere) {
      await expect(attempt()).rejects.toMatchObject({
        message: 'error.muted.everywhere',
        cause: { code: 'muted', details: { params: { until: until.toISOString() } } },
      });
    }
    for (const attempt of inChannel) expect(await refusalOf(attempt())).toBe('error.muted');
    expect((await channels.get({ channelId: own.id })).allowed).toMatchObject({
      send: false,
      update: false,
      invite: false,
      archive: false,
    });
    await expect(members.update({ locale: 'en', bio: '' })).resolves.toBeDefined();
    await expect(direct.open({ memberId: friend.id })).resolves.toBeDefined();
    world.clock.advance({ minutes: 10 });
    for (const attempt of [...nowhere, ...inChannel]) {
      await expect(attempt()).resolves.toBeDefined();
    }
  });

  test('TRUST-06: of who is muted everywhere nobody is told that they are writing', async () => {
    const { author, flagger, channel } = await sanctioned({
      type: 'mute',
      minutes: 10,
      everywhere: true,
    });
    const channelId = channel.id;
    const stream = await listen(flagger.caller, channelId);
    await stream.until('ready');
    expect(await author.caller.chat.typing({ channelId })).toEqual({ done: true });
    await flagger.caller.chat.typing({ channelId });
    const { event } = await stream.until('typing');
    expect(event.member.id).toBe(flagger.person.id);
    await stream.stop();
  });

  test('TRUST-06: who is muted in a channel does not rename it or bring others, and may elsewhere', async () => {
    const scene = await aScene(world);
    const { author, flagger, moderator, someone } = scene;
    const { channels } = author.caller.chat;
    const own = await channels.create({ name: 'mío' });
    await flagger.caller.chat.channels.join({ channelId: own.id });
    const { id: subjectId } = await say(author.caller, own.id, 'palabras gruesas');
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId,
      reason: 'spam',
    });
    const row = await caseOf(moderator, subjectId);
    await decide(moderator, row, { type: 'mute', minutes: 10 });
    const { person } = await someone();
    const memberIds = [person.id];
    expect(await refusalOf(channels.update({ channelId: own.id, topic: 'no' }))).toBe(
      'error.muted',
    );
    expect(await refusalOf(channels.invite({ channelId: own.id, memberIds }))).toBe('error.muted');
    await expect(author.caller.members.update({ bio: 'sí' })).resolves.toBeDefined();
    await expect(channels.create({ name: 'sí' })).resolves.toBeDefined();
    await expect(
      channels.invite({ channelId: scene.channel.id, memberIds }),
    ).resolves.toBeDefined();
  });

  test('TRUST-06: what would be said while a mute is being decided waits for it', async () => {
    const scene = await aScene(world);
    const { author, moderator, message, organisation } = scene;
    const row = await scene.flagged();
    await moderator.caller.moderation.cases.claim({ caseId: row.id });
    const { pool } = world.services;
    // The decision has written the mute and waits for the audit log.
    const log = await pool.connect();
    await log.query('BEGIN');
    await log.query('SELECT 1 FROM audit_head WHERE organisation_id = $1 FOR UPDATE', [
      organisation.id,
    ]);
    const deciding = decide(moderator, row, { type: 'mute', minutes: 10, everywhere: true });
    await untilWaiting(pool);
    const { chat, members } = author.caller;
    const messageId = message.id;
    const said = [
      refusalOf(chat.channels.create({ name: 'aún no' })),
      refusalOf(members.update({ bio: 'aún no' })),
      refusalOf(chat.messages.edit({ messageId, content: 'aún no' })),
    ];
    await untilWaiting(pool, 4);
    await log.query('ROLLBACK');
    log.release();
    await deciding;
    expect(await Promise.all(said)).toEqual([
      'error.muted.everywhere',
      'error.muted.everywhere',
      'error.muted',
    ]);
  });

  test('TRUST-07: a mute ends by the clock, and then by the timer', async () => {
    const scene = await sanctioned({ type: 'mute', minutes: 10 });
    const { author, channel } = scene;
    world.clock.advance({ minutes: 10 });
    await expect(say(author.caller, channel.id, 'ya')).resolves.toBeDefined();
    expect((await author.caller.moderation.mine()).sanctions).toEqual([]);
    expect(await world.services.standing.liftDue()).toBeGreaterThan(0);
    expect((await placesOf(scene)).map(({ mutedUntil }) => mutedUntil)).toEqual([null]);
    const { db } = world.services;
    const where = { memberId: author.person.id, kind: 'sanctionLifted' };
    expect(await db.notification.count({ where })).toBe(1);
    expect(await world.services.standing.liftDue()).toBe(0);
  });

  test('TRUST-07: the end of one mute leaves a longer one', async () => {
    const scene = await sanctioned({ type: 'mute', minutes: 10 });
    const row = await scene.flagged('antes de callar').catch(() => null);
    expect(row).toBeNull();
    const { moderator, flagger, author, message } = scene;
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: message.id,
      reason: 'spam',
    });
    const { items } = await moderator.caller.moderation.cases.list({});
    const [open] = items;
    if (!open) throw new Error('no case');
    const long = { type: 'mute', minutes: 30, everywhere: true } as const;
    const { id: caseId, version } = open;
    await moderator.caller.moderation.cases.decide({
      caseId,
      version,
      policy: 'spam',
      actions: [long],
    });
    const until = new Date(world.clock.now().getTime() + 30 * 60_000);
    world.clock.advance({ minutes: 11 });
    await world.services.standing.liftDue();
    expect((await placesOf(scene)).map(({ mutedUntil }) => mutedUntil)).toEqual([until]);
    expect((await author.caller.moderation.mine()).sanctions).toHaveLength(1);
  });
});

describe('bans', () => {
  const signIn = ({ author }: Scene) =>
    callerAsNobody(world.services).auth.login({
      email: author.person.email,
      password: testPassword,
    });

  test('TRUST-07: a ban ends by the clock, before the timer has run', async () => {
    const scene = await sanctioned({ type: 'ban', minutes: 60 });
    world.clock.advance({ minutes: 59 });
    expect(await refusalOf(signIn(scene))).toBe('error.forbidden.banned');
    world.clock.advance({ minutes: 1 });
    expect((await memberOf(scene)).state).toBe('banned');
    await expect(signIn(scene)).resolves.toBeDefined();
    await world.services.standing.liftDue();
    expect(await memberOf(scene)).toMatchObject({ state: 'active', bannedUntil: null });
  });

  test('TRUST-07: what became due while no server ran ends when one starts', async () => {
    const scene = await sanctioned({ type: 'ban', minutes: 60 }, { type: 'mute', minutes: 90 });
    world.clock.advance({ days: 2 });
    const started = await world.addNode();
    expect(await memberOf(scene)).toMatchObject({ state: 'active', bannedUntil: null });
    expect((await placesOf(scene)).map(({ mutedUntil }) => mutedUntil)).toEqual([null]);
    expect(started.standing).toBeDefined();
  });

  test('TRUST-07: of two nodes that end the same sanctions at once one does, and tells once', async () => {
    const scene = await sanctioned({ type: 'ban', minutes: 60 }, { type: 'mute', minutes: 60 });
    const other = await world.addNode();
    world.clock.advance({ minutes: 61 });
    const ended = await Promise.all([
      world.services.standing.liftDue(),
      other.standing.liftDue(),
      other.standing.liftDue(),
    ]);
    expect(ended.reduce((sum, one) => sum + one, 0)).toBe(2);
    const { db } = world.services;
    const where = { memberId: scene.author.person.id, kind: 'sanctionLifted' };
    const told = await db.notification.findMany({ where });
    expect(told).toMatchObject([
      { params: { measures: [{ sanctionId: expect.any(String) }, {}] } },
    ]);
  });

  test('TRUST-07: all that is due ends, however much, and is read in bounded pieces', async () => {
    // What the tests before have left.
    world.clock.advance({ hours: 2 });
    await world.services.standing.liftDue();
    const scene = await sanctioned({ type: 'mute', minutes: 10 });
    const { db, pool } = world.services;
    const { id: _, ...mute } = await db.sanction.findFirstOrThrow({
      where: { memberId: scene.author.person.id },
    });
    // More than one piece of one person's, and somebody who is due after all of them.
    await db.sanction.createMany({ data: Array.from({ length: 450 }, () => mute) });
    const later = await sanctioned({ type: 'mute', minutes: 11 });
    world.clock.advance({ minutes: 12 });
    // What looks by itself every few seconds must not be counted with what is asked here.
    await world.services.standing.stop();
    onTestFinished(() => world.services.standing.start());
    // Prisma's reads go through the pool too.
    const query = vi.spyOn(pool, 'query');
    onTestFinished(() => query.mockRestore());
    expect(await world.services.standing.liftDue()).toBe(452);
    const answers = query.mock.settledResults.map(({ value }) => value as unknown as QueryResult);
    const read = query.mock.calls.flatMap(([asked], index) =>
      /FROM \S*sanction.*ends_at\S* <=/s.test((asked as unknown as { text: string }).text)
        ? [answers[index]?.rows.length]
        : [],
    );
    expect(read).toEqual([1, 1, 0]);
    for (const { author } of [scene, later]) {
      const where = { memberId: author.person.id, liftedAt: null };
      expect(await db.sanction.count({ where })).toBe(0);
    }
  });

  test('TRUST-07: a ban for good does not end', async () => {
    const scene = await aScene(world);
    const admin = await scene.someone('admin');
    const { id: caseId, version, policy } = await scene.flagged();
    const actions: Action[] = [{ type: 'ban' }];
    await admin.caller.moderation.cases.decide({ caseId, version, policy, actions });
    world.clock.advance({ days: 4_000 });
    await world.services.standing.liftDue();
    const refused = await signIn(scene).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: 'error.forbidden.banned',
      cause: { details: { params: { policy, until: null } } },
    });
  });
});
