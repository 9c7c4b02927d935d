import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChannel, say } from '../chat/testing.ts';
import { aConnection } from '../testing/connection.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';

describe('analytics', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    // Noon, so that minutes and hours of a test stay within a day.
    const { clock } = world;
    clock.advance({ ms: 36 * 3_600_000 - (clock.now().getTime() % (24 * 3_600_000)) });
  });
  afterAll(() => world.close());

  type Person = Awaited<ReturnType<typeof callerAs>>;
  const counted = async () => {
    world.clock.advance({ minutes: 5 });
    await world.services.analytics.talkDays.count();
  };
  const lastDay = <Day>(days: Day[]) => days.at(-1);

  /** A private conversation of two people of the organisation. */
  async function talkPrivately(one: Person, other: Person) {
    const { id } = await one.caller.chat.channels.create({
      name: 'entre nosotras',
      type: 'private',
      memberIds: [other.person.id],
    });
    await say(one.caller, id, 'un secreto');
    return id;
  }

  test('CHAT-60: messages by person and day, and active people by channel, of this organisation', async () => {
    const staff = await callerAs(world, 'moderator');
    const member = await callerAs(world, 'member', staff.organisation);
    const elsewhere = await callerAs(world, 'moderator');
    const busy = await aChannel(staff, [member]);
    const quiet = await aChannel(staff, [member]);
    await say(staff.caller, busy.id, 'ayer');
    world.clock.advance({ days: 1 });
    await say(staff.caller, busy.id, 'uno');
    await say(staff.caller, busy.id, 'dos');
    await say(member.caller, busy.id, 'tres');
    await say(member.caller, quiet.id, 'cuatro');
    await say(elsewhere.caller, (await aChannel(elsewhere)).id, 'en otra parte');
    const hidden = await talkPrivately(staff, member);
    await counted();
    const found = await staff.caller.insights.engagement({ days: 7 });
    expect(found.days).toHaveLength(7);
    expect(lastDay(found.days)).toMatchObject({ messages: 5, people: 2, messagesPerPerson: 2.5 });
    expect(found.days.at(-2)).toMatchObject({ messages: 1, people: 1, messagesPerPerson: 1 });
    expect(found.days[0]).toMatchObject({ messages: 0, people: 0, messagesPerPerson: null });
    // Six messages of three people-days: staff on two days, the member on one.
    expect(found.totals).toMatchObject({ messages: 6, people: 2, messagesPerPerson: 2 });
    expect(found.channels).toEqual([
      { id: busy.id, name: busy.name, messages: 4, people: 2 },
      { id: quiet.id, name: quiet.name, messages: 1, people: 1 },
    ]);
    const one = await staff.caller.insights.engagement({ days: 7, channelId: quiet.id });
    expect(lastDay(one.days)).toMatchObject({ messages: 1, people: 1, minutesOnline: null });
    expect(one.totals).toMatchObject({ messages: 1, people: 1 });
    // Private talk is counted, and cannot be asked for.
    const asked = staff.caller.insights.engagement({ days: 7, channelId: hidden });
    expect(await refusalOf(asked)).toBe('error.notFound.channel');
  });

  test('CHAT-60: every public channel of the organisation is found by its name, page by page', async () => {
    const staff = await callerAs(world, 'auditor');
    const owner = await callerAs(world, 'moderator', staff.organisation);
    const elsewhere = await callerAs(world, 'moderator');
    const names = Array.from({ length: 60 }, (_, n) => `Sala ${String(n).padStart(2, '0')}`);
    for (const name of names) await aChannel(owner, [], name);
    const odd = await aChannel(owner, [], '100 %_\\ raro');
    await aChannel(elsewhere, [], 'Sala ajena');
    const hidden = await talkPrivately(owner, await callerAs(world, 'member', staff.organisation));
    await owner.caller.chat.channels.archive({ channelId: odd.id });
    const { channels, engagement } = staff.caller.insights;
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof channels>> = await channels({
        search: 'sala ',
        limit: 25,
        cursor,
      });
      found.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(names);
    const named = async (search: string) => (await channels({ search })).items;
    expect(await named('%_\\')).toEqual([{ id: odd.id, name: odd.name }]);
    expect(await named('entre nosotras')).toEqual([]);
    expect((await channels({ limit: 100 })).items.map(({ id }) => id)).not.toContain(hidden);
    // Nothing was said there, and its figures can be asked for all the same.
    const { channel, totals } = await engagement({ days: 7, channelId: odd.id });
    expect(channel).toEqual({ id: odd.id, name: odd.name });
    expect(totals.messages).toBe(0);
    const wrong = Buffer.from('["Sala","x"]').toString('base64url');
    expect(await refusalOf(channels({ cursor: wrong }))).toBe('error.invalidInput.cursor');
  });

  test('CHAT-60: counting twice, on two nodes or afresh from the messages gives the same', async () => {
    const staff = await callerAs(world, 'moderator');
    const channel = await aChannel(staff);
    const { talkDays } = world.services.analytics;
    const other = await world.addNode();
    const read = async () => (await staff.caller.insights.engagement({ days: 7 })).days;
    await say(staff.caller, channel.id, 'uno');
    await counted();
    await say(staff.caller, channel.id, 'dos');
    world.clock.advance({ days: 1 });
    await say(staff.caller, channel.id, 'tres');
    world.clock.advance({ minutes: 5 });
    await Promise.all([talkDays.count(), other.analytics.talkDays.count()]);
    await Promise.all([talkDays.count(), other.analytics.talkDays.count()]);
    const days = await read();
    expect(days.slice(-2).map(({ messages }) => messages)).toEqual([2, 1]);
    await talkDays.rebuild();
    expect(await read()).toEqual(days);
  });

  test('CHAT-60: mean time in the app: each minute once whatever the nodes, and nobody who is away', async () => {
    const staff = await callerAs(world, 'moderator');
    const people = await Promise.all(
      [1, 2, 3].map(() => callerAs(world, 'member', staff.organisation)),
    );
    const { presence, analytics } = world.services;
    const other = await world.addNode();
    const look = async () => {
      world.clock.advance({ minutes: 1 });
      const both = [analytics, other.analytics];
      await Promise.all([...both, ...both].map(({ onlineMinutes }) => onlineMinutes.count()));
    };
    const day = async () =>
      lastDay((await staff.caller.insights.engagement({ days: 7 })).days)?.minutesOnline;
    const lines = people.map(({ actor }) => aConnection(actor));
    for (const line of lines.slice(0, 2)) presence.connected(line);
    await presence.changed(staff.person.id);
    await look();
    // Two people: their mean would tell of one of them.
    expect(await day()).toBeNull();
    for (const line of lines.slice(2)) presence.connected(line);
    await presence.changed(staff.person.id);
    await look();
    for (const line of lines.slice(0, 1)) presence.activity(line, true);
    await presence.changed(staff.person.id);
    await look();
    // 2 + 3 + 2 minutes of three people.
    expect(await day()).toBe(2.3);
    const { totals } = await staff.caller.insights.engagement({ days: 30 });
    expect(totals.minutesOnline).toBe(2.3);
  });

  test('CHAT-61: what clients measured becomes percentiles by hour; nobody is told whose it was', async () => {
    const staff = await callerAs(world, 'moderator');
    const member = await callerAs(world, 'member', staff.organisation);
    const elsewhere = await callerAs(world, 'member');
    const { measures } = world.services.analytics;
    const { sampleOneIn, at } = await member.caller.insights.clock();
    expect(sampleOneIn).toBe(10);
    expect(at).toEqual(world.clock.now());
    const delivery = Array.from({ length: 50 }, (_, n) => (n < 45 ? 20 : 2_000));
    await member.caller.insights.report({ delivery, load: [800], connectionErrors: 2 });
    await elsewhere.caller.insights.report({ delivery: [30_000] });
    await measures.flush();
    world.clock.advance({ hours: 1 });
    await staff.caller.insights.report({ delivery: [40] });
    await Promise.all([measures.flush(), measures.flush()]);
    const week = await staff.caller.insights.performance({ days: 7 });
    expect(week.step).toBe('hour');
    const [before, now] = week.points.slice(-2);
    expect(before).toMatchObject({ deliveries: 50, loads: 1, connectionErrors: 2 });
    expect(before?.deliveryP50).toBeGreaterThan(16);
    expect(before?.deliveryP50).toBeLessThan(24);
    expect(before?.deliveryP95).toBeGreaterThan(1_600);
    expect(before?.loadP50).toBeGreaterThan(600);
    expect(now).toMatchObject({ deliveries: 1, loads: 0, loadP50: null, connectionErrors: 0 });
    const month = await staff.caller.insights.performance({ days: 30 });
    expect(month).toMatchObject({ step: 'day', totals: { deliveries: 51, loads: 1 } });
    expect(month.points).toHaveLength(30);
    const { rows } = await world.services.pool.query('SELECT * FROM client_measure');
    expect(JSON.stringify(rows)).not.toContain(member.person.id);
  });

  test('CHAT-61: delivery by public channel of the organisation, which counts for the organisation, too', async () => {
    const staff = await callerAs(world, 'moderator');
    const elsewhere = await callerAs(world, 'moderator');
    const quick = await aChannel(staff);
    const slow = await aChannel(staff);
    const other = await aChannel(elsewhere);
    const hidden = await talkPrivately(staff, await callerAs(world, 'member', staff.organisation));
    const { measures } = world.services.analytics;
    const times = (ms: number) => Array.from({ length: 10 }, () => ms);
    const anywhere = '11111111-1111-4111-8111-111111111111';
    await staff.caller.insights.report({
      delivery: [5],
      channels: [
        { channelId: quick.id, delivery: times(20) },
        { channelId: slow.id, delivery: times(2_000) },
        ...[hidden, other.id, anywhere].map((channelId) => ({ channelId, delivery: [7] })),
      ],
      load: [900],
    });
    await measures.flush();
    await staff.caller.insights.report({ channels: [{ channelId: quick.id, delivery: [20] }] });
    await measures.flush();
    const { insights } = staff.caller;
    const of = (channelId: string) => insights.performance({ days: 7, channelId });
    const found = await of(quick.id);
    expect(lastDay(found.points)).toMatchObject({ deliveries: 11, loads: null });
    expect(found.totals).toMatchObject({ deliveries: 11, loads: null, connectionErrors: null });
    expect(found.totals.deliveryP99).toBeLessThan(24);
    expect((await of(slow.id)).totals.deliveryP50).toBeGreaterThan(1_600);
    expect((await insights.performance({ days: 7 })).totals).toMatchObject({
      deliveries: 25,
      loads: 1,
    });
    // Neither private talk nor another organisation's channel, nor one that there is not.
    for (const channelId of [hidden, other.id, anywhere]) {
      expect(await refusalOf(of(channelId))).toBe('error.notFound.channel');
      const file = insights.export({ what: 'hours', days: 7, channelId });
      expect(await refusalOf(file)).toBe('error.notFound.channel');
    }
    const channelIds = [quick.id, slow.id, other.id, hidden, anywhere];
    const kept = await world.services.db.channelMeasure.findMany({
      where: { channelId: { in: channelIds } },
    });
    expect(new Set(kept.map(({ channelId }) => channelId))).toEqual(new Set([quick.id, slow.id]));
    const file = await insights.export({ what: 'hours', days: 7, channelId: quick.id });
    expect(file.text).toMatch(/^hour,deliveries,deliveryP50,deliveryP95,deliveryP99\n[^\n]+,11,/);
    expect(file.rows).toBe(1);
  });

  test('CHAT-61: however many channels clients name, what is gathered stays within a bound', async () => {
    const staff = await callerAs(world, 'moderator');
    const channel = await aChannel(staff);
    const { measures } = world.services.analytics;
    const now = world.clock.now();
    const told = (channelId: string) => ({
      delivery: [],
      load: [],
      connectionErrors: 0,
      channels: [{ channelId, delivery: [20] }],
    });
    for (let n = 0; n < 5_000; n++) {
      const made = `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
      measures.add(staff.organisation.id, told(made), now);
    }
    measures.add(staff.organisation.id, told(channel.id), now);
    await measures.flush();
    const read = (channelId?: string) =>
      staff.caller.insights.performance({ days: 7, ...(channelId && { channelId }) });
    expect((await read()).totals.deliveries).toBe(5_001);
    expect((await read(channel.id)).totals.deliveries).toBe(0);
    measures.add(staff.organisation.id, told(channel.id), now);
    await measures.flush();
    expect((await read(channel.id)).totals.deliveries).toBe(1);
  });

  test('CHAT-61: what cannot have been measured is refused, and who reports too often waits', async () => {
    const member = await callerAs(world, 'member');
    for (const wrong of [
      { delivery: [-1] },
      { delivery: [60_001] },
      { load: [Number.NaN] },
      { delivery: Array.from({ length: 51 }, () => 1) },
      { connectionErrors: 1.5 },
      { channels: [{ channelId: 'general', delivery: [1] }] },
      {
        channels: Array.from({ length: 11 }, () => ({
          channelId: member.person.id,
          delivery: [1],
        })),
      },
      { memberId: member.person.id },
    ]) {
      const refused = member.caller.insights.report(wrong as never);
      expect(await refusalOf(refused)).toMatch(/^error\.invalidInput/);
    }
    const refusals = await Promise.all(
      Array.from({ length: 14 }, () =>
        member.caller.insights.report({ delivery: [1] }).then(
          () => null,
          (error: unknown) => String(error),
        ),
      ),
    );
    expect(refusals.filter(Boolean).length).toBeGreaterThan(0);
  });

  test('CHAT-60, CHAT-61: members see no figures', async () => {
    const member = await callerAs(world, 'member');
    const { insights } = member.caller;
    for (const refused of [
      insights.engagement({ days: 7 }),
      insights.performance({ days: 7 }),
      insights.channels({}),
      insights.export({ what: 'hours', days: 7 }),
    ]) {
      expect(await refusalOf(refused)).toBe('error.forbidden.permission');
    }
  });

  test('CHAT-60: the CSV is the figures, harmless in a program for tables, and its making is recorded', async () => {
    const staff = await callerAs(world, 'auditor');
    const owner = await callerAs(world, 'moderator', staff.organisation);
    const channel = await aChannel(owner, [], '=SUMA(A1;"x")');
    const hidden = await talkPrivately(owner, await callerAs(world, 'member', staff.organisation));
    await say(owner.caller, channel.id, 'uno');
    await owner.caller.insights.report({ delivery: [15], load: [900] });
    await world.services.analytics.measures.flush();
    await counted();
    const { insights } = staff.caller;
    const channels = await insights.export({ what: 'channels', days: 7 });
    expect(channels).toMatchObject({ rows: 1, nextCursor: null });
    expect(channels.text).toBe(`id,name,messages,people\n${channel.id},"'=SUMA(A1;""x"")",1,1\n`);
    expect(channels.text).not.toContain(hidden);
    const days = await insights.export({ what: 'days', days: 7, channelId: channel.id });
    expect(days.text.split('\n')).toHaveLength(9);
    expect(days.text).toContain(`${world.clock.now().toISOString().slice(0, 10)},1,1,1,\n`);
    const hours: string[] = [];
    let cursor: string | null = null;
    let parts = 0;
    do {
      const part: { text: string; nextCursor: string | null } = await insights.export({
        what: 'hours',
        days: 90,
        cursor,
      });
      hours.push(part.text);
      cursor = part.nextCursor;
      parts += 1;
    } while (cursor !== null);
    expect(parts).toBe(3);
    expect(hours.join('').split('\n')).toHaveLength(3);
    expect(hours.join('')).toMatch(/^hour,deliveries/);
    const wrong = insights.export({ what: 'hours', days: 7, cursor: 'WzFd' });
    expect(await refusalOf(wrong)).toBe('error.invalidInput.cursor');
    const entries = await world.services.db.auditEntry.count({
      where: { organisationId: staff.organisation.id, action: 'insights.export' },
    });
    expect(entries).toBe(2 + parts);
  });

  test('CHAT-60, CHAT-61: figures older than the organisation keeps them are deleted', async () => {
    const staff = await callerAs(world, 'superadmin');
    const channel = await aChannel(staff);
    await say(staff.caller, channel.id, 'hace mucho');
    await staff.caller.insights.report({ channels: [{ channelId: channel.id, delivery: [15] }] });
    await world.services.analytics.measures.flush();
    await counted();
    const kept = async () => {
      const { rows } = await world.services.pool.query<{
        talk: number;
        measures: number;
        channels: number;
      }>(
        `SELECT (SELECT count(*)::int FROM talk_day WHERE organisation_id = $1) AS talk,
                (SELECT count(*)::int FROM client_measure WHERE organisation_id = $1) AS measures,
                (SELECT count(*)::int FROM channel_measure WHERE channel_id = $2) AS channels`,
        [staff.organisation.id, channel.id],
      );
      return rows[0];
    };
    world.clock.advance({ days: 399 });
    await world.services.sweep.sweep();
    expect(await kept()).toEqual({ talk: 1, measures: 1, channels: 1 });
    world.clock.advance({ days: 3 });
    await world.services.sweep.sweep();
    expect(await kept()).toEqual({ talk: 0, measures: 0, channels: 0 });
  });
});
