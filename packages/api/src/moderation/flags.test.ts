import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../chat/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { tellFine } from './fine.ts';
import { aScene, caseOf, decide, findCase, lastDecision, type Someone, undo } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const flagMessage = (by: Someone, subjectId: string, reason: 'spam' | 'illegal' = 'spam') =>
  by.caller.moderation.flags.create({ subjectType: 'message', subjectId, reason, note: 'mirad' });

describe('flags', () => {
  test('CHAT-10: a flag opens a case, and another one joins it', async () => {
    const { flagger, moderator, message, author, channel, someone } = await aScene(world);
    const receipt = await flagMessage(flagger, message.id);
    expect(receipt).toEqual({ receivedAt: world.clock.now() });
    const row = await caseOf(moderator, message.id);
    expect(row).toMatchObject({
      subjectType: 'message',
      policy: 'spam',
      severity: 1,
      reach: 3,
      flagCount: 1,
      version: 1,
      claim: null,
      excerpt: 'palabras gruesas',
      concerns: { id: author.person.id },
      channel: { id: channel.id },
    });
    const other = await someone();
    await flagMessage(other, message.id, 'illegal');
    const joined = await caseOf(moderator, message.id);
    expect(joined).toMatchObject({ id: row.id, flagCount: 2, severity: 4, policy: 'illegal' });
    expect(joined.dueAt.getTime()).toBeLessThan(row.dueAt.getTime());
    expect(joined.version).toBe(2);
  });

  test('CHAT-10: the same person’s second flag changes nothing and gets the first receipt', async () => {
    const { flagger, moderator, message } = await aScene(world);
    const first = await flagMessage(flagger, message.id);
    world.clock.advance({ minutes: 1 });
    expect(await flagMessage(flagger, message.id, 'illegal')).toEqual(first);
    const row = await caseOf(moderator, message.id);
    expect(row).toMatchObject({ flagCount: 1, policy: 'spam', version: 1 });
    const { db } = world.services;
    expect(await db.notification.count({ where: { memberId: flagger.person.id } })).toBe(1);
  });

  test('CHAT-10: of many at once one opens the case', async () => {
    const { moderator, message, someone } = await aScene(world);
    const many = await Promise.all(Array.from({ length: 12 }, () => someone()));
    await Promise.all(many.map((one) => flagMessage(one, message.id)));
    const { db } = world.services;
    expect(await db.moderationCase.count({ where: { subjectId: message.id } })).toBe(1);
    expect(await caseOf(moderator, message.id)).toMatchObject({ flagCount: 12, severity: 2 });
  });

  test('CHAT-10: people flag only what they can see, and not themselves', async () => {
    const { flagger, author, message, channel, organisation } = await aScene(world);
    const stranger = await callerAs(world, 'superadmin');
    const outsider = await callerAs(world, 'member', organisation);
    const closed = await author.caller.chat.channels.create({ name: 'aparte', type: 'private' });
    const secret = await say(author.caller, closed.id, 'en privado');
    const flag = (by: Someone, subjectType: 'message' | 'channel' | 'member', subjectId: string) =>
      refusalOf(by.caller.moderation.flags.create({ subjectType, subjectId, reason: 'other' }));
    expect(await flag(stranger, 'message', message.id)).toBe('error.notFound.message');
    expect(await flag(stranger, 'channel', channel.id)).toBe('error.notFound.channel');
    expect(await flag(stranger, 'member', author.person.id)).toBe('error.notFound.member');
    expect(await flag(outsider, 'message', secret.id)).toBe('error.notFound.message');
    expect(await flag(outsider, 'channel', closed.id)).toBe('error.notFound.channel');
    expect(await flag(author, 'message', message.id)).toBe('error.forbidden.ownContent');
    expect(await flag(flagger, 'member', flagger.person.id)).toBe('error.forbidden.ownContent');
    await author.caller.chat.messages.delete({ messageId: message.id });
    expect(await flag(flagger, 'message', message.id)).toBe('error.conflict.messageDeleted');
    expect(
      await world.services.db.moderationCase.count({
        where: { organisationId: organisation.id },
      }),
    ).toBe(0);
  });

  test('TRUST-04: evidence is what was flagged, with its context, whatever is done to it later', async () => {
    const { flagger, author, moderator, write, channel } = await aScene(world);
    for (let n = 0; n < 12; n++) await write(`antes ${n}`);
    const subject = await write('primera versión');
    await author.caller.chat.messages.edit({ messageId: subject.id, content: 'segunda versión' });
    await write('después');
    await flagMessage(flagger, subject.id);
    await author.caller.chat.messages.edit({ messageId: subject.id, content: 'inocente' });
    await author.caller.chat.messages.delete({ messageId: subject.id });
    const { id: caseId } = await caseOf(moderator, subject.id);
    const { evidence } = await moderator.caller.moderation.cases.get({ caseId });
    expect(evidence).toHaveLength(1);
    const content = evidence[0]?.content;
    if (content?.type !== 'message') throw new Error('no message');
    expect(content.message).toMatchObject({
      content: 'segunda versión',
      author: { id: author.person.id },
    });
    expect(content.channel).toMatchObject({ id: channel.id, name: channel.name });
    expect(content.revisions.map((revision) => revision.content)).toEqual(['primera versión']);
    expect(content.before.map((one) => one.content)).toEqual(
      Array.from({ length: 10 }, (_, n) => `antes ${n + 2}`),
    );
    expect(content.after.map((one) => one.content)).toEqual(['después']);
  });

  test('TRUST-04: an edited message is frozen again when it is flagged again', async () => {
    const { flagger, author, moderator, message, someone } = await aScene(world);
    await flagMessage(flagger, message.id);
    await author.caller.chat.messages.edit({ messageId: message.id, content: 'peor todavía' });
    await flagMessage(await someone(), message.id);
    await flagMessage(await someone(), message.id);
    const row = await caseOf(moderator, message.id);
    const { evidence } = await moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(evidence.map(({ content }) => content.text)).toEqual([
      'palabras gruesas',
      'peor todavía',
    ]);
    expect(row.excerpt).toBe('peor todavía');
    // Once for the new evidence, once for the severity that three flaggers make.
    expect(row.version).toBe(3);
  });

  test('TRUST-04: nobody changes evidence or decisions, not even in the database', async () => {
    const scene = await aScene(world);
    const { id: caseId } = await scene.flagged();
    const { db } = world.services;
    await expect(
      db.moderationEvidence.updateMany({ where: { caseId }, data: { content: {} } }),
    ).rejects.toThrow(/append-only/);
    await expect(db.moderationEvidence.deleteMany({ where: { caseId } })).rejects.toThrow(
      /append-only/,
    );
  });

  test('TRUST-04: a profile and a channel are frozen as they are', async () => {
    const { flagger, author, moderator, channel } = await aScene(world);
    await author.caller.members.update({ bio: 'vendo cosas', statusText: 'barato' });
    await flagger.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: author.person.id,
      reason: 'impersonation',
    });
    await author.caller.moderation.flags.create({
      subjectType: 'channel',
      subjectId: channel.id,
      reason: 'spam',
    });
    await author.caller.members.update({ bio: '', statusText: '' });
    const cases = moderator.caller.moderation.cases;
    const profile = await caseOf(moderator, author.person.id);
    expect(profile.reach).toBe(3);
    expect((await cases.get({ caseId: profile.id })).evidence[0]?.content).toMatchObject({
      type: 'member',
      member: { id: author.person.id, bio: 'vendo cosas', statusText: 'barato', role: 'member' },
    });
    const place = await caseOf(moderator, channel.id);
    expect(place.concerns?.id).toBe(flagger.person.id);
    expect((await cases.get({ caseId: place.id })).evidence[0]?.content).toMatchObject({
      type: 'channel',
      channel: { name: channel.name },
      messages: [{ content: 'palabras gruesas' }],
    });
  });

  test('TRUST-40: enough people make a case graver and alert the staff once', async () => {
    const { moderator, message, author, someone } = await aScene(world);
    for (let n = 0; n < 2; n++) await flagMessage(await someone(), message.id);
    const { db } = world.services;
    const key = `flagBurst:member:${author.person.id}`;
    expect(await db.alert.count({ where: { key } })).toBe(0);
    expect((await caseOf(moderator, message.id)).severity).toBe(1);
    for (let n = 0; n < 3; n++) await flagMessage(await someone(), message.id);
    expect((await caseOf(moderator, message.id)).severity).toBe(2);
    expect(await db.alert.findMany({ where: { key } })).toMatchObject([
      { kind: 'flagBurst', severity: 'warning', count: 3, params: { flags: 5 } },
    ]);
  });

  test('TRUST-14: what was found fine stays fine until it is edited', async () => {
    const { flagger, author, moderator, message, someone } = await aScene(world);
    await flagMessage(flagger, message.id);
    const { id: caseId, version } = await caseOf(moderator, message.id);
    await moderator.caller.moderation.cases.decide({
      caseId,
      version,
      policy: 'spam',
      actions: [{ type: 'dismiss' }],
    });
    const another = await someone();
    expect(await flagMessage(another, message.id)).toEqual({ receivedAt: world.clock.now() });
    expect(await findCase(moderator, message.id)).toBeNull();
    const { db } = world.services;
    const notices = await db.notification.findMany({ where: { memberId: another.person.id } });
    expect(notices.map(({ kind }) => kind)).toEqual(['flagReceived']);
    await author.caller.chat.messages.edit({ messageId: message.id, content: 'otra cosa' });
    await flagMessage(flagger, message.id);
    expect((await caseOf(moderator, message.id)).id).not.toBe(caseId);
  });

  /** A message that was found fine, and somebody who flags it after that. */
  async function foundFine() {
    const scene = await aScene(world);
    const { flagger, moderator, message, someone } = scene;
    await flagMessage(flagger, message.id);
    const row = await caseOf(moderator, message.id);
    await decide(moderator, row, { type: 'dismiss' });
    const { id: decisionId } = await lastDecision(moderator, row.id);
    world.clock.advance({ seconds: 5 });
    const late = await someone();
    await flagMessage(late, message.id);
    const kindsOf = async ({ person }: Someone) => {
      const where = { memberId: person.id };
      const notices = await world.services.db.notification.findMany({ where });
      return notices.map(({ kind }) => kind).sort();
    };
    const told = { caseId: row.id, decisionId, flaggerId: late.person.id };
    return { ...scene, row, late, told, kindsOf };
  }

  test('TRUST-13: what was found fine before is not answered at once, but as late as a decision', async () => {
    const { late, told, kindsOf } = await foundFine();
    expect(await kindsOf(late)).toEqual(['flagReceived']);
    const { rows } = await world.services.pool.query<{ seconds: number }>(
      `SELECT extract(epoch FROM start_after - created_on)::float AS seconds FROM jobs.job
        WHERE name = 'moderation.fine-outcome' AND data->>'flaggerId' = $1`,
      [late.person.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.seconds).toBeGreaterThanOrEqual(10 * 60 - 1);
    expect(rows[0]?.seconds).toBeLessThanOrEqual(60 * 60 + 1);
    await tellFine(world.services, told);
    await tellFine(world.services, told);
    expect(await kindsOf(late)).toEqual(['flagOutcome', 'flagReceived']);
  });

  test('TRUST-13: a decision taken back before that is as if there had been none', async () => {
    const { moderator, flagger, row, message, late, told, kindsOf } = await foundFine();
    await undo(moderator, row.id);
    await tellFine(world.services, told);
    expect(await kindsOf(late)).toEqual(['flagReceived']);
    // Who flagged before it was told of it, and is told that it does not hold.
    expect(await kindsOf(flagger)).toEqual(['flagOutcome', 'flagOutcome', 'flagReceived']);
    await decide(moderator, await caseOf(moderator, message.id), { type: 'hide' });
    await tellFine(world.services, told);
    expect(await kindsOf(late)).toEqual(['flagOutcome', 'flagReceived']);
  });
});
