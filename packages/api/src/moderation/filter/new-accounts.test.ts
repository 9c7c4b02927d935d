import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../chat/testing.ts';
import { aReadyFile, sayWith } from '../../files/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../../testing/index.ts';
import { caseOf } from '../testing.ts';
import type { NewAccountLimits, RuleDefinition } from './schemas.ts';
import { aPlace, aRule, words } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const refused = 'error.refused.filter';
const limits = (config: Partial<NewAccountLimits>): RuleDefinition => ({
  kind: 'newAccounts',
  config: {
    ...{ days: 7, messages: null, perHour: null, mentions: null, links: false, files: false },
    ...config,
  },
});
/** Makes a person as old as that, by the clock of the test. */
async function age({ person }: { person: { id: string } }, days: number) {
  const createdAt = new Date(world.clock.now().getTime() - days * 86_400_000);
  await world.services.db.member.update({ where: { id: person.id }, data: { createdAt } });
  world.services.directory.invalidate(person.id);
}

describe('limits of new accounts', () => {
  test('TRUST-01: who is here for less than so many days writes no links; from then on they may', async () => {
    const { author, write } = await aPlace(world, aRule(limits({ links: true })));
    await age(author, 6);
    await write('hola a todos');
    expect(await refusalOf(write('mirad https://evil.test/x'))).toBe(refused);
    await write(`aquí se explica: ${world.services.publicUrl}/ayuda`);
    await age(author, 8);
    await write('mirad https://evil.test/x');
  });

  test('TRUST-01: so many messages in an hour, and after it again', async () => {
    const { author, write } = await aPlace(world, aRule(limits({ perHour: 2 })));
    await age(author, 1);
    await write('uno');
    await write('dos');
    expect(await refusalOf(write('tres'))).toBe(refused);
    await age(author, 9);
    await write('tres');
  });

  test('TRUST-01: whoever has so many accepted messages is new no more; what is held does not count', async () => {
    const rule = aRule(limits({ days: null, messages: 2, links: true }));
    const held = aRule(words('raro'), { outcome: 'hold' });
    const { author, write } = await aPlace(world, rule, held);
    await age(author, 400);
    const link = 'mirad https://evil.test/x';
    expect(await refusalOf(write(link))).toBe(refused);
    await write('uno');
    await write('algo raro');
    expect(await refusalOf(write(link))).toBe(refused);
    await write('dos');
    await write(link);
  });

  test('TRUST-01: no more people named than allowed, and no files', async () => {
    const place = await aPlace(world, aRule(limits({ mentions: 1, files: true })));
    const { author, reader, moderator, channel, write } = place;
    await age(author, 0);
    const both = `@${reader.person.username} y @${moderator.person.username}`;
    expect(await refusalOf(write(both))).toBe(refused);
    const { id: messageId } = await write(`@${reader.person.username}, hola`);
    // An edit is no way around it.
    const edit = author.caller.chat.messages.edit({ messageId, content: both });
    expect(await refusalOf(edit)).toBe(refused);
    const fileId = await aReadyFile(world, author, channel.id);
    expect(await refusalOf(sayWith(author, channel.id, [fileId], 'mirad'))).toBe(refused);
    await age(author, 7);
    await write(both);
    await sayWith(author, channel.id, [fileId], 'mirad');
  });

  test('TRUST-01: staff are never new, and a rule for another channel is silent here', async () => {
    const { admin, author, reader, moderator, channel, write } = await aPlace(world);
    const { id: elsewhere } = await admin.caller.chat.channels.create({ name: 'otro' });
    const rule = aRule(limits({ links: true }), { channelIds: [elsewhere] });
    await admin.caller.moderation.rules.create(rule);
    for (const one of [author, reader, moderator]) await age(one, 0);
    await write('https://evil.test/x');
    await admin.caller.moderation.rules.create(aRule(limits({ links: true, perHour: 1 })));
    for (const text of ['https://evil.test/1', 'https://evil.test/2']) {
      await say(moderator.caller, channel.id, text);
    }
    expect(await refusalOf(say(reader.caller, channel.id, 'https://evil.test/3'))).toBe(refused);
  });

  test('TRUST-01: with the outcome flag the case says what was seen', async () => {
    const rule = aRule(limits({ links: true, mentions: 0 }), { outcome: 'flag' });
    const { author, reader, moderator, write } = await aPlace(world, rule);
    await age(author, 2);
    const name = `@${reader.person.username}`;
    const { id } = await write(`${name} mira https://evil.test/x`);
    const { id: caseId } = await caseOf(moderator, id);
    const { flags } = await moderator.caller.moderation.cases.get({ caseId });
    expect(flags).toMatchObject([{ matched: ['https://evil.test/x', name] }]);
  });
});

test('TRUST-01: a rule for new accounts says who is new and what they may not do', async () => {
  const { caller } = await callerAs(world, 'admin');
  const nobody = aRule(limits({ days: null, links: true }));
  expect(await refusalOf(caller.moderation.rules.create(nobody))).toMatch(/invalidInput/);
  expect(await refusalOf(caller.moderation.rules.create(aRule(limits({}))))).toMatch(
    /invalidInput/,
  );
  const made = await caller.moderation.rules.create(aRule(limits({ perHour: 5 })));
  expect(made).toMatchObject({
    kind: 'newAccounts',
    config: { days: 7, perHour: 5, files: false },
  });
  const text = 'mira https://evil.test/x';
  const draft = aRule(limits({ links: true }), { name: 'Borrador' });
  const tried = await caller.moderation.rules.test({ text, draft, draftOnly: true });
  expect(tried).toMatchObject({
    outcome: 'block',
    matches: [{ matched: ['https://evil.test/x'] }],
  });
});
