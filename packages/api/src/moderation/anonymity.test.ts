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

const staffRoles = roles.filter((role) => role !== 'member');

/** How long a stream is silent when it has said what it had to say, also on a busy machine. */
const silence = 400;

/** The first events of a stream, as many as are there without waiting for news. */
async function firstEvents(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const iterator = stream[Symbol.asyncIterator]();
  const events: unknown[] = [];
  for (;;) {
    const next = await Promise.race([
      iterator.next(),
      new Promise<null>((resolve) => setTimeout(resolve, silence, null)),
    ]);
    if (!next || next.done) break;
    events.push(next.value);
  }
  void iterator.return?.();
  return events;
}

/** What any procedure asks for. Things that are in no case are asked for by the message's id. */
const askedOf = (things: Record<'channelId' | 'messageId' | 'memberId' | 'caseId', string>) => ({
  ...things,
  fileId: things.messageId,
  fileIds: [things.messageId],
  ruleId: things.messageId,
  lastEventId: '0',
  at: new Date(0),
  text: 'un texto cualquiera',
  query: 'texto',
  search: '',
  code: 'no-such-code',
  endpoint: 'https://push.example/nobody',
  days: 7,
  what: 'days',
  draft: {
    name: 'en prueba',
    kind: 'words' as const,
    config: { words: ['palabrota'] },
    outcome: 'flag' as const,
    policy: 'spam' as const,
  },
});

/**
 * All that the person can read anywhere, by procedure. The input has what any of them asks for: a new
 * procedure that asks for more fails here until it is given that, too.
 */
async function everythingFor({ caller }: Someone, input: object): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const read = async (path: string, type: Definition['type']) => {
    let procedure: unknown = caller;
    for (const part of path.split('.')) procedure = (procedure as Record<string, unknown>)[part];
    try {
      const answer = await (procedure as (input: object) => Promise<unknown>)(input);
      const said = type === 'query' ? answer : await firstEvents(answer as AsyncIterable<unknown>);
      answers.set(path, JSON.stringify(said));
    } catch (error) {
      const key = refusalKey(error);
      // Whatever is refused is refused for who asks, and not because this test asks wrongly.
      expect(key, path).toMatch(/^error\.(notFound|forbidden)/);
      answers.set(path, key);
    }
  };
  await Promise.all(readable.map(([path, type]) => read(path, type)));
  return new Map(readable.map(([path]) => [path, answers.get(path) ?? '']));
}

/** What machines do is by the clock. */
const withoutMachines = (text: string): unknown =>
  /^[[{]/.test(text)
    ? JSON.parse(text, (key, value) => (['node', 'nodes'].includes(key) ? undefined : value))
    : text;
/** Of the audit log that it is one: reading some things leaves entries in it. */
const withoutReads = (text: string): string => text.slice(0, 5);

const count = (text: string, name: string) => text.split(name).length - 1;

describe('who flagged', () => {
  test.each(roles)('TRUST-13: stays unknown to a %s, whatever they read', async (role) => {
    const scene = await aScene(world);
    const { flagger, channel, someone } = scene;
    const flagged = await someone(role);
    const judge = await someone('superadmin');
    await flagged.caller.chat.channels.join({ channelId: channel.id });
    const message = await say(flagged.caller, channel.id, 'esto molesta');
    const asked = (caseId: string) =>
      askedOf({
        channelId: channel.id,
        messageId: message.id,
        memberId: flagged.person.id,
        caseId,
      });
    const names = [flagger.person.id, flagger.person.username];
    const before = await everythingFor(flagged, asked(message.id));

    const flag = { subjectType: 'message', subjectId: message.id, reason: 'harassment' } as const;
    await flagger.caller.moderation.flags.create({ ...flag, note: 'ya no puedo más' });
    const row = await caseOf(judge, message.id);
    const { cases } = judge.caller.moderation;
    const told = await cases.get({ caseId: row.id });
    expect(told.flags[0]?.flagger?.id).toBe(flagger.person.id);
    const open = await everythingFor(flagged, asked(row.id));
    const actions = [{ type: 'hide' as const }, { type: 'mute' as const, minutes: 60 }];
    const { id: caseId, version, policy } = row;
    await cases.decide({ caseId, version, policy, statement: 'Con respeto', actions });
    const decided = await everythingFor(flagged, asked(row.id));

    expect(decided.get('moderation.mine')).toContain('Con respeto');
    expect(decided.get('moderation.cases.get')).not.toContain('flagger');
    for (const [path, text] of [...open, ...decided]) {
      expect(text, path).not.toContain('ya no puedo más');
      for (const name of names) {
        expect(count(text, name), path).toBe(count(before.get(path) ?? '', name));
      }
    }
  });

  test.each(staffRoles)('TRUST-13: nothing tells a %s that many flagged them', async (role) => {
    const scene = await aScene(world);
    const { channel, flagger, someone } = scene;
    const author = await someone(role);
    const other = await someone('superadmin');
    await author.caller.chat.channels.join({ channelId: channel.id });
    const message = await say(author.caller, channel.id, 'esto molesta a muchos');
    // Somebody else is flagged, too, so that lists and figures have something to show.
    await scene.flagged();
    const crowd = [flagger, await someone(), await someone()];
    const asked = (caseId: string) =>
      askedOf({
        channelId: channel.id,
        messageId: message.id,
        memberId: author.person.id,
        caseId,
      });
    const quiet = await everythingFor(author, asked(message.id));
    const ofCrowd = async () =>
      Promise.all(crowd.map(({ person }) => author.caller.people.get({ memberId: person.id })));
    const crowdBefore = await ofCrowd();
    for (const { caller } of crowd) {
      await caller.moderation.flags.create({
        subjectType: 'message',
        subjectId: message.id,
        reason: 'harassment',
      });
    }
    const row = await caseOf(other, message.id);
    const { items: alerts } = await other.caller.alerts.list({});
    const burst = alerts.find(({ params }) => JSON.stringify(params).includes(row.id));
    expect(burst).toMatchObject({ kind: 'flagBurst' });

    const loud = await everythingFor(author, asked(row.id));
    expect([...loud.keys()]).toEqual([...quiet.keys()]);
    for (const [path, text] of loud) {
      // What machines do at every moment says nothing of people.
      if (path === 'system.status' || path === 'system.health') continue;
      if (path === 'insights.onMetrics') {
        // Measured by the clock: what it says, whenever it says it, is that one case is open.
        expect(text).not.toMatch(/"openCases":(0|[2-9])|"(overdueCases|openAlerts)":[1-9]/);
      } else {
        const comparable = path.startsWith('audit.') ? withoutReads : withoutMachines;
        expect(comparable(text), path).toEqual(comparable(quiet.get(path) ?? ''));
      }
      for (const secret of [row.id, burst?.id ?? '', ...crowd.map(({ person }) => person.id)]) {
        expect(count(text, secret), path).toBe(count(quiet.get(path) ?? '', secret));
      }
    }
    expect(await ofCrowd()).toEqual(crowdBefore);
  });
});
