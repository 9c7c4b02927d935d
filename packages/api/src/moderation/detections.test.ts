import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../testing/index.ts';
import { openDetection } from './detections.ts';
import type { Action } from './schemas.ts';
import { aScene, caseOf, decide, type Scene, undo } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

describe('messages that the filter holds', () => {
  async function held(scene: Scene) {
    const { moderator, organisation, write } = scene;
    const message = await write('retenido');
    const { db, clock } = world.services;
    await db.$transaction(async (tx) => {
      await tx.message.update({ where: { id: message.id }, data: { hiddenAt: clock.now() } });
      await openDetection(tx, {
        organisationId: organisation.id,
        subject: { type: 'message', id: message.id },
        detections: [
          { ruleId: randomUUID(), policy: 'spam', severity: 1, matched: ['enlace'] },
          { ruleId: randomUUID(), policy: 'hate', severity: 3, matched: ['palabra'] },
        ],
        threshold: 3,
        now: clock.now(),
      });
    });
    const row = await caseOf(moderator, message.id);
    const hiddenAt = async () =>
      (await db.message.findUniqueOrThrow({ where: { id: message.id } })).hiddenAt;
    return { row, hiddenAt };
  }

  test('TRUST-04: what rules found is one case, by the gravest', async () => {
    const scene = await aScene(world);
    const { row } = await held(scene);
    expect(row).toMatchObject({ policy: 'hate', severity: 3, flagCount: 0, detectionCount: 2 });
    const { flags } = await scene.moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(flags.map(({ flagger, matched }) => [flagger, matched])).toEqual([
      [null, ['enlace']],
      [null, ['palabra']],
    ]);
  });

  test.each([
    [[{ type: 'dismiss' }], 'shown'],
    [[{ type: 'warn' }], 'shown'],
    [[{ type: 'hide' }, { type: 'warn' }], 'hidden'],
    [[{ type: 'note' }], 'hidden'],
  ] as [Action[], 'shown' | 'hidden'][])('TRUST-06: %j leaves one %s', async (actions, end) => {
    const scene = await aScene(world);
    const { row, hiddenAt } = await held(scene);
    const since = await hiddenAt();
    await decide(scene.moderator, row, ...actions);
    expect(await hiddenAt()).toEqual(end === 'shown' ? null : since);
    if (actions[0]?.type === 'note') return;
    world.clock.advance({ seconds: 1 });
    await undo(scene.moderator, row.id);
    expect(await hiddenAt()).toEqual(since);
  });
});
