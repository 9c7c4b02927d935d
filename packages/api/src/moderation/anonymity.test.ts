import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../chat/testing.ts';
import { roles } from '../identity/schemas.ts';
import { appRouter } from '../router.ts';
import { createWorld, refusalKey, type World } from '../testing/index.ts';
import { aScene, caseOf, type Someone } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
}
const readable = Object.entries(appRouter._def.procedures)
  .map(([path, one]) => [path, (one as unknown as { _def: Definition })._def.type] as const)
  .filter(([, type]) => type !== 'mutation');

/** The first events of a stream, as many as are there without waiting for news. */
async function firstEvents(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const iterator = stream[Symbol.asyncIterator]();
  const events: unknown[] = [];
  for (;;) {
    const next = await Promise.race([
      iterator.next(),
      new Promise<null>((resolve) => setTimeout(resolve, 50, null)),
    ]);
    if (!next || next.done) break;
    events.push(next.value);
  }
  void iterator.return?.();
  return events;
}

/**
 * All that the person can read anywhere, by procedure. The input has what any of them asks for: a new
 * procedure that asks for more fails here until it is given that, too.
 */
async function everythingFor({ caller }: Someone, input: object): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const [path, type] of readable) {
    let procedure: unknown = caller;
    for (const part of path.split('.')) procedure = (procedure as Record<string, unknown>)[part];
    try {
      const answer = await (procedure as (input: object) => Promise<unknown>)(input);
      const read = type === 'query' ? answer : await firstEvents(answer as AsyncIterable<unknown>);
      seen.set(path, JSON.stringify(read));
    } catch (error) {
      const key = refusalKey(error);
      // Whatever is refused is refused for who asks, and not because this test asks wrongly.
      expect(key, path).toMatch(/^error\.(notFound|forbidden)/);
      seen.set(path, key);
    }
  }
  return seen;
}

const count = (text: string, name: string) => text.split(name).length - 1;

describe('who flagged', () => {
  test.each(roles)('TRUST-13: stays unknown to a %s, whatever they read', async (role) => {
    const scene = await aScene(world);
    const { flagger, channel, someone } = scene;
    const flagged = await someone(role);
    const judge = await someone('superadmin');
    await flagged.caller.chat.channels.join({ channelId: channel.id });
    const message = await say(flagged.caller, channel.id, 'esto molesta');
    const input = {
      channelId: channel.id,
      messageId: message.id,
      memberId: flagged.person.id,
      lastEventId: '0',
      text: 'un texto cualquiera',
    };
    const names = [flagger.person.id, flagger.person.username];
    const before = await everythingFor(flagged, { ...input, caseId: message.id });

    const flag = { subjectType: 'message', subjectId: message.id, reason: 'harassment' } as const;
    await flagger.caller.moderation.flags.create({ ...flag, note: 'ya no puedo más' });
    const row = await caseOf(judge, message.id);
    const { cases } = judge.caller.moderation;
    const told = await cases.get({ caseId: row.id });
    expect(told.flags[0]?.flagger?.id).toBe(flagger.person.id);
    const asked = { ...input, caseId: row.id };
    const open = await everythingFor(flagged, asked);
    const actions = [{ type: 'hide' as const }, { type: 'mute' as const, minutes: 60 }];
    const { id: caseId, version, policy } = row;
    await cases.decide({ caseId, version, policy, statement: 'Con respeto', actions });
    const decided = await everythingFor(flagged, asked);

    expect(decided.get('moderation.mine')).toContain('Con respeto');
    expect(decided.get('moderation.cases.get')).not.toContain('flagger');
    for (const [path, text] of [...open, ...decided]) {
      expect(text, path).not.toContain('ya no puedo más');
      for (const name of names) {
        expect(count(text, name), path).toBe(count(before.get(path) ?? '', name));
      }
    }
  });
});
