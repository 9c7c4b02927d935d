import type { QueryResult } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { say } from '../chat/testing.ts';
import {
  callerAsNobody,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../testing/index.ts';
import type { Action } from './schemas.ts';
import { aScene, type Scene } from './testing.ts';

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
    const own = await author.caller.chat.channels.create({ name: 'mío' });
    const open = await flagger.caller.chat.channels.create({ name: 'abierto' });
    await author.caller.chat.channels.join({ channelId: open.id });
    const closed = await flagger.caller.chat.channels.create({ name: 'cerrado', type: 'private' });
    const other = await someone();
    await flagger.caller.chat.channels.invite({
      channelId: closed.id,
      memberIds: [author.person.id, other.person.id],
    });
    for (const { id } of [own, open, closed]) {
      expect(await refusalOf(say(author.caller, id, 'no'))).toBe('error.muted');
      const detail = await author.caller.chat.channels.get({ channelId: id });
      expect(detail.mutedUntil).toEqual(until);
    }
    await expect(say(other.caller, closed.id, 'sí')).resolves.toBeDefined();
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
    expect(await db.notification.count({ where })).toBe(2);
  });

  test('TRUST-07: all that is due ends, however much, and is read in bounded pieces', async () => {
    const scene = await sanctioned({ type: 'mute', minutes: 10 });
    const { db, pool } = world.services;
    const { id: _, ...mute } = await db.sanction.findFirstOrThrow({
      where: { memberId: scene.author.person.id },
    });
    // More than one piece of one person's, and somebody who is due after all of them.
    await db.sanction.createMany({ data: Array.from({ length: 450 }, () => mute) });
    const later = await sanctioned({ type: 'mute', minutes: 11 });
    world.clock.advance({ minutes: 12 });
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
