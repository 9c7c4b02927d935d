import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../chat/testing.ts';
import { createWorld, type World } from '../testing/index.ts';
import { aScene, caseOf, decide, type Scene, type Someone } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** People who flag together whatever they are shown. */
async function crowd(scene: Scene) {
  const flaggers = await Promise.all(Array.from({ length: 3 }, () => scene.someone()));
  return async (by: Someone, reason: 'spam' | 'illegal' = 'spam') => {
    const { id: subjectId } = await say(by.caller, scene.channel.id, `basura ${Math.random()}`);
    for (const one of flaggers) {
      await one.caller.moderation.flags.create({ subjectType: 'message', subjectId, reason });
    }
    return subjectId;
  };
}

async function anAuthor(scene: Scene, role?: 'moderator') {
  const one = await scene.someone(role);
  await one.caller.chat.channels.join({ channelId: scene.channel.id });
  return one;
}

const alertsOf = async ({ moderator }: Scene) => (await moderator.caller.alerts.list({})).items;

describe('alerts of many flags', () => {
  test('TRUST-41: many messages of one author are one alert', async () => {
    const scene = await aScene(world);
    const flag = await crowd(scene);
    for (let n = 0; n < 4; n++) await flag(scene.author);
    const alerts = await alertsOf(scene);
    expect(alerts).toMatchObject([{ kind: 'flagBurst', count: 4, severity: 'warning' }]);
    await flag(scene.author, 'illegal');
    expect(await alertsOf(scene)).toMatchObject([{ id: alerts[0]?.id, severity: 'critical' }]);
  });

  test('TRUST-41: a raid on many authors is few alerts and one that counts the rest', async () => {
    const scene = await aScene(world);
    const flag = await crowd(scene);
    for (let n = 0; n < 12; n++) await flag(await anAuthor(scene));
    const raid = { params: { by: 'raid', bursts: 5, minutes: 10 }, count: 7 };
    const alerts = await alertsOf(scene);
    expect(alerts).toHaveLength(6);
    expect(alerts.filter(({ params }) => params['by'] === 'raid')).toMatchObject([raid]);
    // Those with an alert of their own keep it; staff do, too, who must not be told of themselves.
    const about = await anAuthor(scene, 'moderator');
    await flag(about);
    const { items } = await about.caller.alerts.list({});
    expect(items).toHaveLength(6);
    expect(await alertsOf(scene)).toHaveLength(7);
    world.clock.advance({ minutes: 11 });
    await flag(await anAuthor(scene));
    expect(await alertsOf(scene)).toHaveLength(8);
  }, 30_000);

  test('TRUST-40: what is decided raises nobody’s voice: its alert is over with the last such case', async () => {
    const scene = await aScene(world);
    const { moderator } = scene;
    const flag = await crowd(scene);
    const [first, second] = [await flag(scene.author), await flag(scene.author)];
    const other = await flag(await anAuthor(scene));
    // Fewer than raise an alert: it keeps none open.
    await scene.flagged();
    const stateOf = async (caseId: string) =>
      (await alertsOf(scene)).find(({ params }) => params['caseId'] === caseId)?.state;
    const cases = await Promise.all([first, second, other].map((id) => caseOf(moderator, id)));
    const [one, two, elsewhere] = cases as [
      (typeof cases)[0],
      (typeof cases)[0],
      (typeof cases)[0],
    ];
    await decide(moderator, two, { type: 'dismiss' });
    expect(await stateOf(two.id)).toBe('open');
    await decide(moderator, one, { type: 'warn' });
    const [over] = (await alertsOf(scene)).filter(({ state }) => state === 'resolved');
    expect(over).toMatchObject({
      params: { caseId: two.id },
      resolvedBy: { id: moderator.person.id },
    });
    expect(await stateOf(elsewhere.id)).toBe('open');
    expect(await moderator.caller.alerts.list({ state: 'open' })).toMatchObject({ open: 1 });
    // The same again is news.
    await flag(scene.author);
    expect(await moderator.caller.alerts.list({ state: 'open' })).toMatchObject({ open: 2 });
  });
});
