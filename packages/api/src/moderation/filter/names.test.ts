import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChannel } from '../../chat/testing.ts';
import {
  callerAs,
  callerAsNobody,
  createWorld,
  refusalOf,
  testPassword,
  type World,
} from '../../testing/index.ts';
import { caseOf, findCase } from '../testing.ts';
import type { RuleInput } from './schemas.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** An organisation in which a word is flagged, one held and one blocked. */
async function aPlace() {
  const admin = await callerAs(world, 'admin');
  const { rules } = admin.caller.moderation;
  const rule = (word: string, outcome: RuleInput['outcome'], channelIds: string[] = []) =>
    rules.create({
      name: word,
      kind: 'words',
      config: { words: [word] },
      outcome,
      policy: 'harassment',
      channelIds,
    });
  await rule('zoquete', 'flag');
  await rule('mastuerzo', 'hold');
  await rule('mentecato', 'block');
  const author = await callerAs(world, 'member', admin.organisation);
  const channel = await aChannel(author);
  return { admin, author, channel, rule };
}

describe('names and descriptions', () => {
  test.each(['mastuerzo', 'mentecato'])(
    'TRUST-01: a channel or a person cannot be called “%s”, or say so of themselves',
    async (word) => {
      const { author, channel } = await aPlace();
      const { channels } = author.caller.chat;
      const { members } = author.caller;
      const { id: channelId } = channel;
      const tries = [
        () => channels.create({ name: `El ${word}` }),
        () => channels.create({ name: 'bien', topic: `de ${word}` }),
        () => channels.update({ channelId, name: word }),
        () => channels.update({ channelId, topic: word }),
        () => members.update({ displayName: word }),
        () => members.update({ statusText: word }),
        () => members.update({ bio: `soy ${word}` }),
      ];
      for (const attempt of tries) {
        expect(await refusalOf(attempt())).toBe('error.refused.filter');
      }
      await expect(members.update({ bio: word })).rejects.toMatchObject({
        cause: { details: { field: 'bio', params: { policy: 'harassment' } } },
      });
      expect(await channels.get({ channelId })).toMatchObject({ name: channel.name, topic: '' });
      expect(await members.get({ memberId: author.person.id })).toMatchObject({
        displayName: author.person.displayName,
        bio: '',
        statusText: '',
      });
    },
  );

  test.each(['mastuerzo', 'mentecato'])(
    'TRUST-01: nobody registers with “%s” as username or name, whoever has the address',
    async (word) => {
      const { admin, author } = await aPlace();
      const { code: inviteCode } = await admin.caller.organisations.invites.create({ uses: 5 });
      const registering = (change: object) =>
        callerAsNobody(world.services).auth.register({
          email: `${randomUUID()}@names.test`,
          username: `u-${randomUUID().slice(0, 8)}`,
          password: testPassword,
          inviteCode,
          ...change,
        });
      await expect(registering({ username: `el-${word}` })).rejects.toMatchObject({
        message: 'error.refused.filter',
        cause: { details: { field: 'username', params: { policy: 'harassment' } } },
      });
      await expect(registering({ displayName: `El ${word}` })).rejects.toMatchObject({
        cause: { details: { field: 'displayName', reason: 'filter' } },
      });
      const { email } = await world.services.db.member.findUniqueOrThrow({
        where: { id: author.person.id },
      });
      expect(await refusalOf(registering({ username: word, email }))).toBe('error.refused.filter');
      await expect(registering({})).resolves.toEqual({ registered: true });
    },
  );

  test('TRUST-01: who registers with a name that is flagged is in, and staff look at it', async () => {
    const { admin } = await aPlace();
    const { code: inviteCode } = await admin.caller.organisations.invites.create({ uses: 1 });
    const email = `${randomUUID()}@names.test`;
    const username = `zoquete-${randomUUID().slice(0, 8)}`;
    await callerAsNobody(world.services).auth.register({
      email,
      username,
      password: testPassword,
      inviteCode,
    });
    const { id } = await world.services.db.member.findUniqueOrThrow({ where: { email } });
    expect(await caseOf(admin, id)).toMatchObject({
      subjectType: 'member',
      detectionCount: 1,
      concerns: { id },
    });
  });

  test('TRUST-01: what is flagged is written, and staff look at it', async () => {
    const { admin, author, channel } = await aPlace();
    const made = await author.caller.chat.channels.create({ name: 'Solo zoquetes y un zoquete' });
    expect(await caseOf(admin, made.id)).toMatchObject({
      subjectType: 'channel',
      detectionCount: 1,
      policy: 'harassment',
      concerns: { id: author.person.id },
    });
    await author.caller.chat.channels.update({ channelId: channel.id, topic: 'de un zoquete' });
    expect((await caseOf(admin, channel.id)).excerpt).toContain('zoquete');
  });

  test('TRUST-01: a person’s words are one case, whatever they change', async () => {
    const { admin, author } = await aPlace();
    const { members } = author.caller;
    await members.update({ statusText: 'un zoquete' });
    const row = await caseOf(admin, author.person.id);
    expect(row).toMatchObject({ subjectType: 'member', detectionCount: 1, reach: 2, flagCount: 0 });
    await members.update({ displayName: 'Zoquete', bio: 'zoquete' });
    expect(await caseOf(admin, author.person.id)).toMatchObject({ id: row.id, detectionCount: 1 });
    const { evidence } = await admin.caller.moderation.cases.get({ caseId: row.id });
    expect(evidence).toHaveLength(2);
  });

  test('TRUST-01: what stays as it is is not looked at again, nor by rules for some channels', async () => {
    const { admin, author, channel, rule } = await aPlace();
    const { members } = author.caller;
    await members.update({ bio: 'un botarate' });
    await rule('botarate', 'block');
    await members.update({ bio: 'un botarate', statusText: 'aquí' });
    expect(await refusalOf(members.update({ bio: 'otro botarate' }))).toBe('error.refused.filter');
    await rule('pazguato', 'block', [channel.id]);
    await members.update({ statusText: 'pazguato' });
    expect(
      await refusalOf(
        author.caller.chat.channels.update({ channelId: channel.id, topic: 'pazguato' }),
      ),
    ).toBe('error.refused.filter');
    expect(await findCase(admin, author.person.id)).toBeNull();
  });
});
