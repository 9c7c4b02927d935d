import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import type { QueueEvent } from './schemas.ts';
import { aScene, caseOf, decide, findCase, flaggedChannel, watchQueue } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

type Watch = Awaited<ReturnType<typeof watchQueue>>;
/** What came up to the first counts that say so. */
async function untilOpen(queue: Watch, open: number): Promise<QueueEvent['type'][]> {
  const types: QueueEvent['type'][] = [];
  for (;;) {
    const event = await queue.next();
    types.push(event.type);
    if (event.type === 'counts' && event.open === open) return types;
  }
}

describe('whom a case is about', () => {
  test('TRUST-13: counts that stay as they are tell nobody that there was a flag', async () => {
    const scene = await aScene(world);
    const { moderator, flagger, write, someone } = scene;
    const other = await someone('moderator');
    const [own, others] = await Promise.all([watchQueue(moderator), watchQueue(other)]);
    await Promise.all([untilOpen(own, 0), untilOpen(others, 0)]);
    const { id: subjectId } = await write('algo mío', moderator);
    const flag = { subjectType: 'message', subjectId, reason: 'spam' } as const;
    await flagger.caller.moderation.flags.create(flag);
    expect(await untilOpen(others, 1)).toEqual(['case.opened', 'counts']);
    await scene.flagged('otra cosa');
    expect(await untilOpen(own, 1)).toEqual(['case.opened', 'counts']);
    await Promise.all([own.stop(), others.stop()]);
  });

  test('TRUST-13: nobody who runs a channel sees or touches a case about it', async () => {
    const { owner, manager, reader, channel, flag } = await flaggedChannel(world);
    await flag();
    const row = await caseOf(reader, channel.id);
    const { cases } = reader.caller.moderation;
    await cases.get({ caseId: row.id });
    for (const one of [owner, manager]) {
      expect(await findCase(one, channel.id)).toBeNull();
      const { get, flags, evidence, claim } = one.caller.moderation.cases;
      const caseId = row.id;
      for (const call of [get, flags, evidence, claim]) {
        expect(await refusalOf(call({ caseId }))).toBe('error.notFound.case');
      }
      expect(await refusalOf(decide(one, row, { type: 'dismiss' }))).toBe('error.notFound.case');
    }
    await cases.claim({ caseId: row.id });
  });

  test('TRUST-13: who comes to run the channel later loses sight of the case, and of its flags', async () => {
    const scene = await flaggedChannel(world);
    const { reader, channel, flag, setRole } = scene;
    const queue = await watchQueue(reader);
    await untilOpen(queue, 0);
    await flag();
    expect(await untilOpen(queue, 1)).toEqual(['case.opened', 'counts']);
    const row = await caseOf(reader, channel.id);
    const { cases } = reader.caller.moderation;
    await cases.claim({ caseId: row.id });
    await setRole(reader, 'manager');
    expect(await findCase(reader, channel.id)).toBeNull();
    expect(await refusalOf(cases.get({ caseId: row.id }))).toBe('error.notFound.case');
    expect(await refusalOf(decide(reader, row, { type: 'dismiss' }))).toBe('error.notFound.case');
    // Who flagged the channel is not told apart by what is known of them elsewhere.
    const about = await scene.flagged('otra cosa');
    const { person } = await cases.get({ caseId: about.id });
    expect(person?.counts.flagsRaised).toBe('none');
    await queue.stop();
  });

  test('TRUST-13: whoever runs a channel hears nothing of a case about it', async () => {
    const scene = await flaggedChannel(world);
    const { owner, manager, reader, channel, flag } = scene;
    const queues = await Promise.all([owner, manager].map((one) => watchQueue(one)));
    const others = await watchQueue(reader);
    await Promise.all([...queues, others].map((queue) => untilOpen(queue, 0)));
    await flag();
    await untilOpen(others, 1);
    const row = await caseOf(reader, channel.id);
    await reader.caller.moderation.cases.claim({ caseId: row.id });
    const next = await scene.flagged('otra cosa');
    for (const queue of queues) {
      expect(await queue.next()).toMatchObject({ type: 'case.opened', row: { id: next.id } });
      expect(await queue.next()).toEqual({ type: 'counts', open: 1, overdue: 0 });
    }
    await Promise.all([...queues, others].map((queue) => queue.stop()));
  });
});
