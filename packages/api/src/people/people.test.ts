import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCursor } from '../cursor.ts';
import { aConnection } from '../testing/connection.ts';
import {
  aMember,
  anOrganisation,
  callerAs,
  callerFor,
  createWorld,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { PeopleQuery } from './list.ts';
import { peopleListInput } from './schemas.ts';

describe('people', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  type Staff = Awaited<ReturnType<typeof callerAs>>;
  type Input = Parameters<Staff['caller']['people']['list']>[0];

  /** All pages of a list, two at a time. */
  async function allOf({ caller }: Staff, input: Input = {}) {
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await caller.people.list({ ...input, cursor, limit: 2 });
      names.push(...page.items.map(({ displayName }) => displayName));
      cursor = page.nextCursor;
    } while (cursor);
    return names;
  }

  async function aCommunity() {
    const staff = await callerAs(world, 'moderator');
    const { db } = world.services;
    await db.member.update({ where: { id: staff.person.id }, data: { displayName: 'Marta' } });
    const at = (minutes: number) => new Date(world.clock.now().getTime() + minutes * 60_000);
    const add = (displayName: string, data: Parameters<typeof aMember>[2] = {}) =>
      aMember(world, staff.organisation, { displayName, ...data });
    await add('Bruno', { createdAt: at(2), lastActiveAt: at(-5), state: 'banned' });
    await add('Ana', { createdAt: at(3), lastActiveAt: at(-50), role: 'admin' });
    await add('Carla', { createdAt: at(1), state: 'deactivated' });
    await add('Ana', { createdAt: at(3), lastActiveAt: at(-50) });
    return staff;
  }

  test('TRUST-20: staff list everyone, whatever their state, in three orders', async () => {
    const staff = await aCommunity();
    expect(await allOf(staff)).toEqual(['Ana', 'Ana', 'Bruno', 'Carla', 'Marta']);
    expect(await allOf(staff, { sort: 'joined' })).toEqual([
      'Ana',
      'Ana',
      'Bruno',
      'Carla',
      'Marta',
    ]);
    expect((await allOf(staff, { sort: 'lastActive' })).slice(0, 3)).toEqual([
      'Bruno',
      'Ana',
      'Ana',
    ]);
    const { items } = await staff.caller.people.list({ sort: 'lastActive', limit: 1 });
    expect(items[0]).toMatchObject({
      displayName: 'Bruno',
      email: expect.stringContaining('@'),
      emailVerified: true,
      state: 'banned',
      presence: 'offline',
    });
  });

  test('TRUST-20: the list is narrowed by role, state, words of the name and e-mail address', async () => {
    const staff = await aCommunity();
    expect(await allOf(staff, { role: 'admin' })).toEqual(['Ana']);
    expect(await allOf(staff, { role: 'member', sort: 'joined' })).toEqual([
      'Ana',
      'Bruno',
      'Carla',
    ]);
    expect(await allOf(staff, { state: 'banned' })).toEqual(['Bruno']);
    expect(await allOf(staff, { search: 'ána' })).toEqual(['Ana', 'Ana']);
    expect(await allOf(staff, { search: 'an', role: 'admin', sort: 'lastActive' })).toEqual([
      'Ana',
    ]);
    const { items } = await staff.caller.people.list({ search: 'bru' });
    const email = items[0]?.email ?? '';
    expect(await allOf(staff, { search: email.toUpperCase() })).toEqual(['Bruno']);
    expect(await allOf(staff, { search: email.slice(0, -1) })).toEqual([]);
  });

  test('TRUST-20: members do not see the list, and its cursors fit one order only', async () => {
    const staff = await aCommunity();
    const member = await callerAs(world, 'member', staff.organisation);
    expect(await refusalOf(member.caller.people.list({}))).toBe('error.forbidden.permission');
    const { nextCursor } = await staff.caller.people.list({ limit: 1 });
    expect(await refusalOf(staff.caller.people.list({ sort: 'joined', cursor: nextCursor }))).toBe(
      'error.invalidInput.cursor',
    );
  });

  test('TRUST-21: a person’s page has their sessions, sanctions, cases and counts', async () => {
    const staff = await callerAs(world, 'auditor');
    const person = await aMember(world, staff.organisation, { bio: 'hola' });
    const { caller, actor } = await callerFor(world, person);
    world.services.presence.connected(aConnection(actor));
    await world.services.presence.changed(person.id);
    const old = await callerFor(world, person);
    await old.caller.auth.logout();
    const { db } = world.services;
    const now = world.clock.now();
    const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
    const { organisationId } = person;
    const about = { organisationId, policy: 'spam' as const };
    const made = await db.moderationCase.create({
      data: {
        ...about,
        subjectType: 'member',
        subjectId: person.id,
        concernsId: person.id,
        severity: 2,
        dueAt: hours(1),
        flags: {
          create: [
            { ...about, severity: 2, flaggerId: staff.person.id },
            { ...about, severity: 2, flaggerId: uuidv7(), createdAt: hours(-24 * 40) },
            { ...about, severity: 2, ruleId: uuidv7() },
          ],
        },
      },
    });
    const decided = { ...about, caseId: made.id, deciderId: staff.person.id, actions: [] };
    const { id: decisionId } = await db.moderationDecision.create({ data: decided });
    const sanction = { ...about, decisionId, memberId: person.id };
    await db.sanction.createMany({
      data: [
        { ...sanction, kind: 'mute', startsAt: hours(-1), endsAt: hours(1) },
        { ...sanction, kind: 'mute', startsAt: hours(-9), endsAt: hours(-8) },
        { ...sanction, kind: 'ban', startsAt: hours(-3), liftedAt: hours(-2) },
        { ...sanction, kind: 'warn', startsAt: hours(-2) },
      ],
    });
    const page = await staff.caller.people.get({ memberId: person.id });
    expect(page).toMatchObject({
      id: person.id,
      email: person.email,
      bio: 'hola',
      presence: 'online',
      sessions: [
        { id: actor.sessionId, ip: '127.0.0.1', device: 'vitest', revokedAt: null },
        { id: old.actor.sessionId, revokedAt: now },
      ],
      cases: [{ id: made.id, state: 'open', policy: 'spam' }],
      counts: {
        openSessions: 1,
        activeSanctions: 1,
        sanctions: 4,
        cases: 1,
        flagsReceived: 1,
        flagsGiven: 'none',
      },
    });
    expect(page.sanctions.map(({ kind, active }) => `${kind} ${active}`)).toEqual([
      'mute true',
      'warn false',
      'ban false',
      'mute false',
    ]);
    expect(await refusalOf(caller.people.get({ memberId: person.id }))).toBe(
      'error.forbidden.permission',
    );
    expect((await staff.caller.people.get({ memberId: staff.person.id })).counts.flagsGiven).toBe(
      'few',
    );
  });

  test('CHAT-01: a person of another organisation is neither listed nor shown', async () => {
    const staff = await callerAs(world, 'superadmin');
    const foreign = await aMember(world, await anOrganisation(world));
    const { items } = await staff.caller.people.list({});
    expect(items.map(({ id }) => id)).toEqual([staff.person.id]);
    expect((await staff.caller.people.list({ search: foreign.email })).items).toEqual([]);
    expect(await refusalOf(staff.caller.people.get({ memberId: foreign.id }))).toBe(
      'error.notFound.member',
    );
  });

  test('TRUST-20: of 20,000 people no page reads the whole table', {
    timeout: 60_000,
  }, async () => {
    const { pool } = world.services;
    const { id: organisationId } = await anOrganisation(world);
    await pool.query(
      `INSERT INTO member (id, organisation_id, email, username, display_name, role, state,
                           created_at, last_active_at)
       SELECT gen_random_uuid(), $1, 'p' || n || '@many.test', 'p' || n, 'Persona ' || md5(n::text),
              CASE WHEN n % 2000 = 0 THEN 'moderator' ELSE 'member' END::"Role",
              CASE WHEN n % 500 = 1 THEN 'banned' ELSE 'active' END::"MemberState",
              now() - n * interval '1 minute', now() - n * interval '7 seconds'
         FROM generate_series(1, 20000) AS n`,
      [organisationId],
    );
    await pool.query('VACUUM ANALYZE member');
    const inputs: Input[] = [
      {},
      { sort: 'joined' },
      { sort: 'lastActive' },
      { state: 'banned' },
      { state: 'banned', sort: 'joined' },
      { role: 'moderator' },
      { role: 'moderator', sort: 'lastActive' },
      { role: 'member', state: 'active' },
      { cursor: writeCursor(['name', 'Persona f', uuidv7()]) },
      { sort: 'joined', cursor: writeCursor(['joined', new Date().toISOString(), uuidv7()]) },
      {
        sort: 'lastActive',
        cursor: writeCursor(['lastActive', new Date().toISOString(), uuidv7()]),
      },
      { search: 'persona' },
      { search: 'p777' },
      { search: 'p777@many.test' },
    ];
    for (const input of inputs) {
      const query = new PeopleQuery(organisationId, peopleListInput.parse(input));
      for (const { text, values } of query.statements()) {
        const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(`${JSON.stringify(input)}\n${plan}`).not.toContain('Seq Scan');
        if (input?.cursor) expect(plan).not.toContain('Sort');
      }
    }
  });

  test('TRUST-13: staff do not learn from their own file that somebody flagged them', async () => {
    const flagger = await callerAs(world, 'member');
    const concerned = await callerAs(world, 'moderator', flagger.organisation);
    const admin = await callerAs(world, 'admin', flagger.organisation);
    const memberId = concerned.person.id;
    await flagger.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: memberId,
      reason: 'spam',
    });
    const own = await concerned.caller.people.get({ memberId });
    expect(own.cases).toEqual([]);
    expect(own.counts).toMatchObject({ cases: 0, flagsReceived: 0 });
    const others = await admin.caller.people.get({ memberId });
    expect(others.cases).toHaveLength(1);
    expect(others.counts).toMatchObject({ cases: 1, flagsReceived: 1 });
  });

  test('TRUST-13: how much somebody flags is told roughly, and without what is about the reader', async () => {
    const flagger = await callerAs(world, 'member');
    const { organisation, person } = flagger;
    const concerned = await callerAs(world, 'moderator', organisation);
    const admin = await callerAs(world, 'admin', organisation);
    const flag = (subjectId: string) =>
      flagger.caller.moderation.flags.create({ subjectType: 'member', subjectId, reason: 'spam' });
    const seenBy = async ({ caller }: Staff) =>
      (await caller.people.get({ memberId: person.id })).counts.flagsGiven;
    const inCases = async ({ caller }: Staff) => {
      const { items } = await caller.moderation.cases.list({ subjectType: 'member' });
      const about = items.find(({ subjectId }) => subjectId === person.id);
      const detail = await caller.moderation.cases.get({ caseId: about?.id ?? '' });
      return detail.person?.counts.flagsRaised;
    };
    await admin.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: person.id,
      reason: 'spam',
    });
    expect([await seenBy(concerned), await inCases(concerned)]).toEqual(['none', 'none']);
    await flag(concerned.person.id);
    expect([await seenBy(concerned), await inCases(concerned)]).toEqual(['none', 'none']);
    expect([await seenBy(admin), await inCases(admin)]).toEqual(['few', 'few']);
    for (let n = 0; n < 12; n++) await flag((await aMember(world, organisation)).id);
    expect([await seenBy(concerned), await inCases(concerned)]).toEqual(['many', 'many']);
  });
});
