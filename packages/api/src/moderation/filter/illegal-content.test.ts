import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchAlerts } from '../../alerts/testing.ts';
import { callerFor, createWorld, refusalOf, type World } from '../../testing/index.ts';
import { caseOf } from '../testing.ts';
import { aPlace, aRule, words } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const illegal = { policy: 'illegal', severity: 4 } as const;
type Place = Awaited<ReturnType<typeof aPlace>>;
const alertsOf = async ({ moderator }: Pick<Place, 'moderator'>) =>
  (await moderator.caller.alerts.list({})).items;

describe('the filter keeps back what may be illegal', () => {
  test('TRUST-40: what is held is a critical alert with its case, told at once', async () => {
    const place = await aPlace(world, aRule(words('explosivo'), { ...illegal, outcome: 'hold' }));
    const { write, moderator, author } = place;
    const live = await watchAlerts(moderator.caller);
    await live.next();
    const message = await write('vendo explosivo casero');
    const { id: caseId } = await caseOf(moderator, message.id);
    const told = await live.next();
    expect(told).toMatchObject({
      type: 'raised',
      alert: {
        kind: 'illegalContent',
        severity: 'critical',
        count: 1,
        params: { caseId, memberId: author.person.id, name: author.person.displayName },
      },
    });
    // Nobody meets the words by surprise.
    expect(JSON.stringify(told)).not.toContain('explosivo');
    await live.stop();
  });

  test('TRUST-40: what is refused is one too, and counts up; it is refused all the same', async () => {
    const place = await aPlace(
      world,
      aRule(words('explosivo'), { ...illegal, outcome: 'hold' }),
      aRule(words('granada'), illegal),
    );
    const { write, author } = place;
    expect(await refusalOf(write('una granada'))).toBe('error.refused.filter');
    expect(await alertsOf(place)).toMatchObject([{ count: 1, params: { by: 'blocked' } }]);
    await write('un explosivo');
    expect(await refusalOf(write('otra granada'))).toBe('error.refused.filter');
    const message = await write('hola');
    const edit = author.caller.chat.messages.edit({ messageId: message.id, content: 'granada' });
    expect(await refusalOf(edit)).toBe('error.refused.filter');
    const profile = author.caller.members.update({ bio: 'granadas: granada' });
    expect(await refusalOf(profile)).toBe('error.refused.filter');
    // The link to the case that there is stays.
    expect(await alertsOf(place)).toMatchObject([
      { count: 5, params: { by: 'blocked', caseId: expect.any(String) } },
    ]);
  });

  test('TRUST-40: an alert per author and hour', async () => {
    const place = await aPlace(world, aRule(words('granada'), illegal));
    const { write, reader, channel } = place;
    world.clock.advance({ minutes: 61 - world.clock.now().getUTCMinutes() });
    const byReader = reader.caller.chat.messages.send({
      channelId: channel.id,
      clientId: crypto.randomUUID(),
      content: 'granada',
    });
    expect(await refusalOf(byReader)).toBe('error.refused.filter');
    for (let n = 0; n < 2; n++) await refusalOf(write('granada'));
    expect((await alertsOf(place)).map(({ count }) => count).sort()).toEqual([1, 2]);
    world.clock.advance({ hours: 1 });
    await refusalOf(write('granada'));
    expect((await alertsOf(place)).map(({ count }) => count).sort()).toEqual([1, 1, 2]);
  });

  test('TRUST-40: what other policies keep back, and what is only flagged, is in the queue alone', async () => {
    const place = await aPlace(
      world,
      aRule(words('granada'), { ...illegal, outcome: 'flag' }),
      aRule(words('oferta'), { policy: 'hate', severity: 4, outcome: 'hold' }),
      aRule(words('ganga'), { policy: 'spam' }),
    );
    await place.write('una granada');
    await place.write('una oferta');
    await refusalOf(place.write('una ganga'));
    expect(await alertsOf(place)).toEqual([]);
  });

  test('TRUST-13: staff are not told of the alert about what they wrote themselves', async () => {
    const place = await aPlace(world, aRule(words('granada'), illegal));
    const person = await world.services.db.member.update({
      where: { id: place.author.person.id },
      data: { role: 'moderator' },
    });
    const { caller } = await callerFor(world, person);
    await refusalOf(place.write('granada'));
    expect(await alertsOf(place)).toHaveLength(1);
    expect(await caller.alerts.list({})).toMatchObject({ items: [], open: 0 });
  });
});
