import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { raise } from '../alerts/testing.ts';
import { aChannel, say } from '../chat/testing.ts';
import { aConnection } from '../testing/connection.ts';
import { aMember, callerAs, createWorld, type World } from '../testing/index.ts';
import { Collector } from './collector.ts';
import type { MetricsEvent } from './schemas.ts';

describe('insights', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  afterEach(() => void vi.restoreAllMocks());

  type MetricsEventOf<Type> = Extract<MetricsEvent, { type: Type }>;
  type Person = Awaited<ReturnType<typeof callerAs>>;

  /** Reads live figures one after the other. */
  async function watch({ caller }: Pick<Person, 'caller'>) {
    const stream = await caller.insights.onMetrics();
    const iterator = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    return {
      async next(): Promise<MetricsEvent> {
        const { value } = await iterator.next();
        return (value as { data: MetricsEvent }).data;
      },
      stop: async () => void (await iterator.return?.()),
    };
  }

  /** A case as the moderation writes it, opened and due so many minutes from now. */
  async function aCase(
    { organisation }: Pick<Person, 'organisation'>,
    {
      opened,
      due,
      decided,
      concernsId,
    }: { opened: number; due: number; decided?: number; concernsId?: string },
  ) {
    const { db } = world.services;
    const at = (minutes: number) => new Date(world.clock.now().getTime() + minutes * 60_000);
    await db.moderationCase.create({
      data: {
        organisationId: organisation.id,
        subjectType: 'member',
        subjectId: uuidv7(),
        policy: 'spam',
        severity: 2,
        concernsId: concernsId ?? null,
        openedAt: at(opened),
        dueAt: at(due),
        ...(decided === undefined ? {} : { state: 'decided', decidedAt: at(decided) }),
      },
    });
  }

  test('CHAT-62: a sample says who is there, what is said, and what waits, of this organisation', async () => {
    const staff = await callerAs(world, 'moderator');
    const member = await callerAs(world, 'member', staff.organisation);
    const elsewhere = await callerAs(world, 'moderator');
    const { presence } = world.services;
    for (const { actor } of [staff, member, elsewhere]) presence.connected(aConnection(actor));
    await presence.changed(staff.person.id);
    const channel = await aChannel(staff, [member]);
    await say(staff.caller, channel.id, 'hace un rato');
    world.clock.advance({ minutes: 2 });
    await say(member.caller, channel.id, 'uno');
    await say(staff.caller, channel.id, 'dos');
    await say(elsewhere.caller, (await aChannel(elsewhere)).id, 'en otra parte');
    await aCase(staff, { opened: -60, due: -1 });
    await aCase(staff, { opened: -5, due: 10 });
    await aCase(staff, { opened: -90, due: -30, decided: -10 });
    await raise(world, staff.organisation);
    const live = await watch(staff);
    expect((await live.next()).type).toBe('history');
    await world.services.insights.round();
    expect(await live.next()).toEqual({
      type: 'sample',
      sample: {
        at: world.clock.now(),
        onlinePeople: 2,
        activeChannels: 1,
        messagesPerMinute: 2,
        openCases: 2,
        overdueCases: 1,
        openAlerts: 1,
        node: {
          sockets: expect.any(Number),
          cpu: expect.any(Number),
          eventLoopDelayMs: expect.any(Number),
          memoryBytes: expect.any(Number),
        },
      },
    });
    await live.stop();
  });

  test('CHAT-62: fifty watchers cost one query a round; nobody watching costs none', async () => {
    const staff = await callerAs(world, 'moderator');
    const another = await callerAs(world, 'moderator');
    const streams = await Promise.all(
      Array.from({ length: 50 }, (_, n) => watch(n % 2 ? staff : another)),
    );
    for (const live of streams) expect((await live.next()).type).toBe('history');
    const query = vi.spyOn(world.services.pool, 'query');
    // Leases are renewed and minutes counted meanwhile, by the clock.
    const reads = () =>
      query.mock.calls.filter(
        ([asked]) => (asked as { name?: string }).name === 'insights-figures',
      );
    await world.services.insights.round();
    expect(reads()).toHaveLength(1);
    for (const live of streams) expect((await live.next()).type).toBe('sample');
    await world.services.insights.round();
    expect(reads()).toHaveLength(2);
    for (const live of streams) await live.stop();
    await world.services.insights.round();
    expect(reads()).toHaveLength(2);
  });

  test('CHAT-62: who begins to watch gets the last fifteen minutes, after a start as far as rows know', async () => {
    const staff = await callerAs(world, 'moderator');
    const channel = await aChannel(staff);
    for (let n = 0; n < 3; n++) await say(staff.caller, channel.id, `m${n}`);
    world.clock.advance({ minutes: 5 });
    const first = await watch(staff);
    const past = await first.next();
    if (past.type !== 'history') throw new Error('no history');
    const ages = past.samples.map(
      ({ at }) => (world.clock.now().getTime() - at.getTime()) / 60_000,
    );
    expect(Math.max(...ages)).toBe(15);
    expect(ages).toEqual([...ages].sort((a, b) => b - a));
    // A message counts for the minute after it.
    for (const [
      index,
      { messagesPerMinute, activeChannels, onlinePeople },
    ] of past.samples.entries()) {
      const said = (ages[index] ?? 0) <= 5 && (ages[index] ?? 0) > 4;
      expect({ age: ages[index], messagesPerMinute, activeChannels, onlinePeople }).toEqual({
        age: ages[index],
        messagesPerMinute: said ? 3 : 0,
        activeChannels: said ? 1 : 0,
        onlinePeople: null,
      });
    }
    await world.services.insights.round();
    const sample = await first.next();
    const second = await watch(staff);
    const history = await second.next();
    if (history.type !== 'history' || sample.type !== 'sample') throw new Error('no history');
    expect(history.samples).toEqual([...past.samples, sample.sample]);
    world.clock.advance({ minutes: 14 });
    await world.services.insights.round();
    const third = await watch(staff);
    const later = await third.next();
    if (later.type !== 'history') throw new Error('no history');
    const oldest = world.clock.now().getTime() - 15 * 60_000;
    expect(later.samples.every(({ at }) => at.getTime() >= oldest)).toBe(true);
    for (const live of [first, second, third]) await live.stop();
  });

  test('CHAT-62: the heartbeat comes by itself every two seconds', async () => {
    const staff = await callerAs(world, 'moderator');
    const live = await watch(staff);
    await live.next();
    const began = performance.now();
    await live.next();
    await live.next();
    expect(performance.now() - began).toBeLessThan(5_000);
    await live.stop();
  });

  test('CHAT-62: the node’s load is only for who may see the system’s status', async () => {
    const { services } = world;
    const { organisation, person } = await callerAs(world, 'member');
    const collector = new Collector(services);
    const told: string[] = [];
    const stops = await Promise.all(
      [true, false].map((withNode) =>
        collector.watch(organisation.id, {
          memberId: person.id,
          withNode,
          write: (packet) => told.push(`${withNode} ${packet.text.includes('memoryBytes')}`),
        }),
      ),
    );
    await collector.round();
    expect(told).toEqual(['true true', 'false false']);
    expect(
      collector.history(organisation.id, { memberId: person.id, withNode: false }).text,
    ).not.toContain('memoryBytes');
    expect(
      collector.history(organisation.id, { memberId: person.id, withNode: true }).text,
    ).toContain('memoryBytes');
    for (const stop of stops) stop();
  });

  test('TRUST-13: staff do not see in figures, live or on the dashboard, what is about themselves', async () => {
    const concerned = await callerAs(world, 'moderator');
    const other = await callerAs(world, 'admin', concerned.organisation);
    const about = { concernsId: concerned.person.id };
    await aCase(other, { opened: -60, due: -10, ...about });
    await aCase(other, { opened: -50, due: 10, ...about });
    await aCase(other, { opened: -40, due: -5 });
    await aCase(other, { opened: -90, due: -60, decided: -30, ...about });
    await aCase(other, { opened: -40, due: -20, decided: -30 });
    await raise(world, other.organisation, { key: 'about one', ...about });
    await raise(world, other.organisation, { key: 'about nobody' });
    await raise(world, other.organisation, { key: 'about a member', concernsId: uuidv7() });
    const waiting = ({
      openCases,
      overdueCases,
      openAlerts,
    }: MetricsEventOf<'sample'>['sample']) => [openCases, overdueCases, openAlerts];
    const watched: [Person, number[]][] = [
      [concerned, [1, 1, 2]],
      [other, [3, 2, 3]],
    ];
    const lives = await Promise.all(watched.map(([person]) => watch(person)));
    for (const live of lives) expect((await live.next()).type).toBe('history');
    await world.services.insights.round();
    for (const [index, [person, expected]] of watched.entries()) {
      const event = await lives[index]?.next();
      if (event?.type !== 'sample') throw new Error('no sample');
      expect(waiting(event.sample)).toEqual(expected);
      const later = await watch(person);
      const history = await later.next();
      if (history.type !== 'history') throw new Error('no history');
      expect(history.samples.at(-1)).toEqual(event.sample);
      const { figures, queue } = await person.caller.insights.dashboard();
      const shown = [figures.openCases, figures.overdueCases, figures.openAlerts];
      expect(shown.map(({ value }) => value)).toEqual(expected);
      expect([queue.open, queue.overdue]).toEqual(expected.slice(0, 2));
      await later.stop();
    }
    const minutesAgo = (minutes: number) =>
      new Date(world.clock.now().getTime() - minutes * 60_000);
    expect((await concerned.caller.insights.dashboard()).queue).toMatchObject({
      oldestAt: minutesAgo(40),
      decided: 1,
      medianMinutesToDecision: 10,
    });
    expect((await other.caller.insights.dashboard()).queue).toMatchObject({
      oldestAt: minutesAgo(60),
      decided: 2,
      medianMinutesToDecision: 35,
    });
    for (const live of lives) await live.stop();
  });

  test('UI-02: the dashboard counts rows, and every number names what it opens', async () => {
    const staff = await callerAs(world, 'auditor');
    const owner = await callerAs(world, 'member', staff.organisation);
    const busy = await aChannel(owner);
    const quiet = await aChannel(owner);
    const secret = await owner.caller.chat.channels.create({ name: 'secreto', type: 'private' });
    for (let n = 0; n < 3; n++) await say(owner.caller, busy.id, `b${n}`);
    await say(owner.caller, quiet.id, 'q');
    await say(owner.caller, secret.id, 's');
    await aCase(staff, { opened: -120, due: -1 });
    for (const minutes of [10, 20, 90]) {
      await aCase(staff, { opened: -100 - minutes, due: 0, decided: -100 });
    }
    await aCase(staff, { opened: -9_000, due: 0, decided: -2_000 });
    await raise(world, staff.organisation);
    const { db } = world.services;
    const joined = { createdAt: world.clock.now() };
    await aMember(world, staff.organisation, joined);
    await db.member.updateMany({
      where: { id: { in: [staff.person.id, owner.person.id] } },
      data: { createdAt: new Date(world.clock.now().getTime() - 25 * 3_600_000) },
    });
    const board = await staff.caller.insights.dashboard();
    expect(board.figures).toEqual({
      onlinePeople: { value: 0, opens: 'people.active' },
      newPeople: { value: 1, opens: 'people.joined' },
      messages: { value: 5, opens: 'activity' },
      openCases: { value: 1, opens: 'queue' },
      overdueCases: { value: 1, opens: 'queue.overdue' },
      openAlerts: { value: 1, opens: 'alerts.open' },
    });
    expect(board.queue).toEqual({
      open: 1,
      overdue: 1,
      oldestAt: new Date(world.clock.now().getTime() - 120 * 60_000),
      decided: 3,
      medianMinutesToDecision: 20,
    });
    expect(board.activity.hours).toHaveLength(24);
    expect(board.activity.days).toHaveLength(14);
    expect(board.activity.hours.at(-1)?.messages).toBe(5);
    expect(board.activity.days.at(-1)?.messages).toBe(5);
    expect(board.topChannels).toEqual([
      { id: busy.id, name: busy.name, messages: 3 },
      { id: quiet.id, name: quiet.name, messages: 1 },
    ]);
  });
});
