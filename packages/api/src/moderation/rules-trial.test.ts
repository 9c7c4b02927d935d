import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../chat/testing.ts';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import type { RuleDefinition } from './filter/schemas.ts';
import { aPlace, aRule, words } from './filter/testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A place, and what a rule would have caught there. */
async function aTrial() {
  const place = await aPlace(world);
  return {
    ...place,
    trial: (definition: RuleDefinition, { days = 7, channelIds = [] as string[] } = {}) =>
      place.admin.caller.moderation.rules.trial({ draft: aRule(definition, { channelIds }), days }),
  };
}
const excerpts = ({ newest }: { newest: { excerpt: string }[] }) =>
  newest.map(({ excerpt }) => excerpt);

test('TRUST-01: the trial of a rule shows what it would have caught in the last days', async () => {
  const { trial, write, author, channel } = await aTrial();
  await write('una oferta vieja');
  world.clock.advance({ minutes: 3 * 1_440 });
  await write('buenos días');
  await write('gran 0f3rta');
  const writtenAt = world.clock.now();
  await write('ofer');
  await write('ta');
  const told = await trial(words('oferta'), { days: 2 });
  expect(told).toMatchObject({ looked: 4, found: 2, people: 1, isPartial: false });
  expect(excerpts(told)).toEqual(['ta', 'gran 0f3rta']);
  expect(told.newest[1]).toMatchObject({
    channelName: channel.name,
    author: { id: author.person.id },
    writtenAt,
    matched: ['0f3rta'],
  });
  expect((await trial(words('oferta'))).found).toBe(3);
  // Nothing of it was counted: the messages are as they were.
  await write('y otra oferta');
});

test('TRUST-01: so do rules that count: floods, repetitions, limits of new accounts', async () => {
  const { trial, write, author, reader, channel } = await aTrial();
  for (const text of ['uno', 'dos', 'tres', 'cuatro']) await write(text);
  await say(reader.caller, channel.id, 'otra persona');
  world.clock.advance({ seconds: 61 });
  await write('cinco');
  const flood = await trial({ kind: 'flood', config: { count: 2, seconds: 60 } });
  expect(excerpts(flood)).toEqual(['cuatro', 'tres']);
  expect(flood).toMatchObject({ looked: 6, newest: [{ matched: [] }, { matched: [] }] });

  for (const text of ['visita mi página', 'visita  mi página!', 'otra cosa distinta']) {
    await write(text);
  }
  await say(reader.caller, channel.id, 'VISITA mi pagina');
  const repeated = (everyone: boolean) =>
    trial({ kind: 'duplicates', config: { count: 2, minutes: 10, everyone } });
  expect(excerpts(await repeated(false))).toEqual(['visita  mi página!']);
  expect(excerpts(await repeated(true))).toEqual(['VISITA mi pagina', 'visita  mi página!']);

  await write('mira https://evil.test/x');
  const limits = { mentions: null, files: false, perHour: null, links: true };
  const fresh = (days: number | null, messages: number | null) =>
    trial({ kind: 'newAccounts', config: { ...limits, days, messages } });
  const createdAt = new Date(world.clock.now().getTime() - 2 * 86_400_000);
  await world.services.db.member.update({ where: { id: author.person.id }, data: { createdAt } });
  world.services.directory.invalidate(author.person.id);
  expect(excerpts(await fresh(3, null))).toEqual(['mira https://evil.test/x']);
  expect((await fresh(1, null)).found).toBe(0);
  expect((await fresh(null, 100)).found).toBe(1);
  expect((await fresh(null, 5)).found).toBe(0);
});

test('TRUST-01: a trial reads no more than its reader may, and nothing of conversations of two', async () => {
  const { trial, admin, author, reader, channel, write } = await aTrial();
  const hidden = await author.caller.chat.channels.create({ name: 'aparte', type: 'private' });
  const direct = await author.caller.chat.direct.open({ memberId: admin.person.id });
  for (const place of [hidden, direct]) await say(author.caller, place.id, 'oferta aparte');
  await write('oferta a la vista');
  expect(excerpts(await trial(words('oferta')))).toEqual(['oferta a la vista']);
  expect((await trial(words('oferta'), { channelIds: [channel.id] })).found).toBe(1);
  const elsewhere = await reader.caller.chat.channels.create({ name: 'otro', type: 'public' });
  expect((await trial(words('oferta'), { channelIds: [elsewhere.id] })).looked).toBe(0);
  const { id } = await write('oferta oculta');
  await world.services.db.message.update({ where: { id }, data: { hiddenAt: new Date() } });
  expect((await trial(words('oferta'))).found).toBe(1);
  const draft = aRule({ kind: 'pattern', config: { pattern: 'a(b', caseSensitive: false } });
  expect(await refusalOf(admin.caller.moderation.rules.trial({ draft }))).toBe(
    'error.invalidInput.pattern',
  );
});
