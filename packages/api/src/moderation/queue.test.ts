import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, callerWithToken, createWorld, refusalOf, type World } from '../testing/index.ts';
import type { CaseRow, Policy } from './schemas.ts';
import { aScene, caseOf, type Scene, type Someone, watchQueue } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const claim = (by: Someone, { id: caseId }: CaseRow) =>
  by.caller.moderation.cases.claim({ caseId });
const dismiss = (by: Someone, { id: caseId, version, policy }: CaseRow) =>
  by.caller.moderation.cases.decide({ caseId, version, policy, actions: [{ type: 'dismiss' }] });

describe('claims', () => {
  test('TRUST-05: two claims at once: exactly one wins, and the other is told who', async () => {
    const scene = await aScene(world);
    const rivals = [scene.moderator, await scene.someone('moderator')];
    for (let round = 0; round < 10; round++) {
      const row = await scene.flagged();
      const outcomes = await Promise.allSettled(rivals.map((one) => claim(one, row)));
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      const loser = outcomes[1 - winner];
      if (loser?.status !== 'rejected') throw new Error('both were given the case');
      expect(loser.reason).toMatchObject({
        message: 'error.conflict.claimed',
        cause: {
          details: {
            params: {
              by: rivals[winner]?.person.displayName,
              since: world.clock.now().toISOString(),
            },
          },
        },
      });
      expect((await caseOf(scene.moderator, row.subjectId)).claim?.by.id).toBe(
        rivals[winner]?.person.id,
      );
    }
  });

  test('TRUST-05: a claim is a lease: renewed by its holder, free when its time is over', async () => {
    const scene = await aScene(world);
    const { moderator } = scene;
    const other = await scene.someone('moderator');
    const row = await scene.flagged();
    const first = await claim(moderator, row);
    expect(first.claim?.until.getTime()).toBe(world.clock.now().getTime() + 5 * 60_000);
    world.clock.advance({ minutes: 4 });
    const renewed = await claim(moderator, row);
    expect(renewed.claim?.since).toEqual(first.claim?.since);
    world.clock.advance({ minutes: 4 });
    expect(await refusalOf(claim(other, row))).toBe('error.conflict.claimed');
    expect(await refusalOf(dismiss(other, row))).toBe('error.conflict.claimed');
    expect(await refusalOf(other.caller.moderation.cases.release({ caseId: row.id }))).toBe(
      'error.conflict.claimed',
    );
    world.clock.advance({ minutes: 1 });
    expect((await claim(other, row)).claim?.by.id).toBe(other.person.id);
    expect(await refusalOf(dismiss(moderator, row))).toBe('error.conflict.claimed');
    await other.caller.moderation.cases.release({ caseId: row.id });
    // Nobody holds it: deciding claims it. What the screen showed has not changed meanwhile.
    expect(await dismiss(moderator, row)).toMatchObject({ state: 'decided' });
    expect(await refusalOf(claim(other, row))).toBe('error.conflict.decided');
    expect(await refusalOf(dismiss(other, row))).toBe('error.conflict.decided');
  });

  test('TRUST-05: what changed since it was shown is shown before it is decided', async () => {
    const scene = await aScene(world);
    const { moderator, someone, flagged } = scene;
    const row = await flagged('feo', 'spam');
    const flag = async (reason: Policy) =>
      (await someone()).caller.moderation.flags.create({
        subjectType: 'message',
        subjectId: row.subjectId,
        reason,
      });
    // One more flag of the same kind is no reason to look again; a graver one is.
    await flag('spam');
    expect(await claim(moderator, row)).toMatchObject({ version: row.version, flagCount: 2 });
    await flag('illegal');
    expect(await refusalOf(dismiss(moderator, row))).toBe('error.conflict.changed');
    const { cases } = moderator.caller.moderation;
    expect(await refusalOf(cases.claim({ caseId: row.id, version: row.version }))).toBe(
      'error.conflict.changed',
    );
    await dismiss(moderator, await caseOf(moderator, row.subjectId));
  });

  test('TRUST-05: nobody sees or touches the cases of another organisation', async () => {
    const scene = await aScene(world);
    const row = await scene.flagged();
    const stranger = await callerAs(world, 'superadmin');
    const { cases } = stranger.caller.moderation;
    const calls = [
      () => cases.get({ caseId: row.id }),
      () => claim(stranger, row),
      () => cases.release({ caseId: row.id }),
      () => dismiss(stranger, row),
      () => cases.undo({ caseId: row.id, decisionId: row.id }),
    ];
    for (const call of calls) expect(await refusalOf(call())).toBe('error.notFound.case');
    expect((await cases.list({})).items).toEqual([]);
  });

  test('TRUST-05: 20 moderators claiming and deciding 200 cases at once: each is decided once', async () => {
    const scene = await aScene(world);
    const moderators = await Promise.all(
      Array.from({ length: 20 }, () => scene.someone('moderator')),
    );
    const wanted = 200;
    for (let n = 0; n < wanted; n++) await scene.flagged();
    const won: string[] = [];
    const refusals = new Map<string, number>();
    await Promise.all(
      moderators.map(async (one) => {
        for (;;) {
          const { items } = await one.caller.moderation.cases.list({ limit: 5 });
          if (items.length === 0) return;
          for (const row of items) {
            try {
              await claim(one, row);
              await dismiss(one, row);
              won.push(row.id);
            } catch (error) {
              const key = (error as Error).message;
              refusals.set(key, (refusals.get(key) ?? 0) + 1);
            }
          }
        }
      }),
    );
    expect(won).toHaveLength(wanted);
    expect(new Set(won).size).toBe(wanted);
    for (const key of refusals.keys()) {
      expect(['error.conflict.claimed', 'error.conflict.decided']).toContain(key);
    }
    const { organisation } = scene;
    const { db } = world.services;
    const decisions = await db.moderationDecision.groupBy({
      by: ['caseId'],
      where: { organisationId: organisation.id },
      _count: true,
    });
    expect(decisions).toHaveLength(wanted);
    expect(decisions.every(({ _count }) => _count === 1)).toBe(true);
  }, 60_000);
});

describe('the queue', () => {
  let scene: Scene;
  let rows: CaseRow[];
  beforeAll(async () => {
    scene = await aScene(world);
    const policies: Policy[] = ['spam', 'harassment', 'hate', 'illegal'];
    rows = [];
    for (let n = 0; n < 23; n++) {
      rows.push(await scene.flagged(`caso ${n}`, policies[n % 4] ?? 'spam'));
      world.clock.advance({ seconds: 20 });
    }
  });

  const all = async (by: Someone, filter: object = {}, limit = 5) => {
    const items: CaseRow[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: CaseRow[]; nextCursor: string | null } =
        await by.caller.moderation.cases.list({ ...filter, cursor, limit });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  };

  test('TRUST-05: is read in pages, what is due first comes first', async () => {
    const listed = await all(scene.moderator);
    const due = rows.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    expect(listed.map(({ id }) => id)).toEqual(due.map(({ id }) => id));
    expect(listed[0]?.severity).toBe(4);
  });

  test('TRUST-05: a cursor that is none is refused by its name', async () => {
    for (const place of [
      ['yesterday', scene.message.id],
      ['2026-11-21T10:00:00.000Z', 'nothing'],
    ]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      for (const state of ['open', 'decided'] as const) {
        const listing = scene.moderator.caller.moderation.cases.list({ cursor, state });
        expect(await refusalOf(listing)).toBe('error.invalidInput.cursor');
      }
    }
  });

  test('TRUST-05: is filtered by severity, policy, subject and by who holds what', async () => {
    const { moderator, someone } = scene;
    const other = await someone('moderator');
    const [first, second] = rows;
    if (!first || !second) throw new Error('no cases');
    await claim(moderator, first);
    await claim(other, second);
    expect((await all(moderator, { severity: 4 })).every((row) => row.policy === 'illegal')).toBe(
      true,
    );
    expect(await all(moderator, { policy: 'hate' })).toHaveLength(6);
    expect(await all(moderator, { subjectType: 'member' })).toHaveLength(0);
    expect((await all(moderator, { mine: true })).map(({ id }) => id)).toEqual([first.id]);
    expect((await all(moderator, { held: true })).map(({ id }) => id).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    expect(await all(moderator, { held: false })).toHaveLength(21);
    await dismiss(moderator, first);
    expect((await all(moderator, { state: 'decided', mine: true })).map(({ id }) => id)).toEqual([
      first.id,
    ]);
    expect(await all(other, { state: 'decided', mine: true })).toHaveLength(0);
  });

  test('TRUST-05: is narrowed to what should have been decided by now', async () => {
    const scene = await aScene(world);
    const { moderator, flagged } = scene;
    const late = [await flagged('grave', 'illegal'), await flagged('grave también', 'selfHarm')];
    const rest = await flagged('leve', 'spam');
    expect(await all(moderator, { overdue: true })).toEqual([]);
    world.clock.advance({ minutes: 16 });
    const ids = (rows: CaseRow[]) => rows.map(({ id }) => id);
    expect(ids(await all(moderator, { overdue: true }, 1))).toEqual(ids(late));
    expect(ids(await all(moderator, { overdue: false }))).toEqual([rest.id]);
    expect(ids(await all(moderator, {}))).toEqual(ids([...late, rest]));
    expect(await all(moderator, { overdue: true, policy: 'spam' })).toEqual([]);
  });

  test('TRUST-05: is read through its index, whatever else there is', async () => {
    const { pool } = world.services;
    await pool.query(
      `INSERT INTO moderation_case (id, organisation_id, subject_type, subject_id, policy, severity, due_at)
       SELECT gen_random_uuid(), gen_random_uuid(), 'member', gen_random_uuid(), 'spam', 1, now()
         FROM generate_series(1, 20000)`,
    );
    await pool.query('ANALYZE moderation_case');
    const { rows: plan } = await pool.query(
      `EXPLAIN SELECT id FROM moderation_case
        WHERE organisation_id = $1 AND state = 'open' ORDER BY due_at, id LIMIT 50`,
      [scene.organisation.id],
    );
    const text = JSON.stringify(plan);
    expect(text).toContain('moderation_case_organisation_id_state_due_at_id_idx');
    expect(text).not.toMatch(/Seq Scan|Sort/);
    const { rows: overdue } = await pool.query(
      `EXPLAIN SELECT id FROM moderation_case
        WHERE organisation_id = $1 AND state = 'open' AND due_at < now()
        ORDER BY due_at, id LIMIT 50`,
      [scene.organisation.id],
    );
    expect(JSON.stringify(overdue)).toMatch(/Index Cond: .*due_at/);
    expect(JSON.stringify(overdue)).not.toMatch(/Seq Scan|Sort/);
  });
});

describe('the live queue', () => {
  test('TRUST-41: a flagged message is on the desk at once, on every node', async () => {
    const scene = await aScene(world);
    const { moderator } = scene;
    const elsewhere = await world.addNode();
    const desk = await callerWithToken(elsewhere, moderator.token);
    const queue = await watchQueue({ caller: desk });
    expect(await queue.next()).toEqual({ type: 'refresh' });
    const row = await scene.flagged('mirad esto');
    expect(await queue.until('case.opened')).toEqual({ type: 'case.opened', row });
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 1, overdue: 0 });
    const claimed = await claim(moderator, row);
    expect(await queue.until('case.changed')).toEqual({ type: 'case.changed', row: claimed });
    const decided = await dismiss(moderator, claimed);
    const { decisions } = await moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(await queue.until('case.closed')).toEqual({
      type: 'case.closed',
      id: row.id,
      decisionId: decisions[0]?.id,
      by: { id: moderator.person.id, displayName: moderator.person.displayName },
      version: decided.version,
    });
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 0, overdue: 0 });
    await queue.stop();
  });

  test('TRUST-05: what becomes overdue is told without any other news, and only once', async () => {
    const scene = await aScene(world);
    const queue = await watchQueue(scene.moderator);
    await scene.flagged();
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 1, overdue: 0 });
    const { queue: feed } = world.services;
    feed.recount();
    world.clock.advance({ days: 2 });
    feed.recount();
    expect(await queue.next()).toEqual({ type: 'counts', open: 1, overdue: 1 });
    await queue.stop();
  });

  test('TRUST-13: a moderator hears nothing of a case about themselves', async () => {
    const scene = await aScene(world);
    const { moderator, flagger, write } = scene;
    const queue = await watchQueue(moderator);
    expect(await queue.next()).toEqual({ type: 'refresh' });
    const own = await write('algo mío', moderator);
    await flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: own.id,
      reason: 'spam',
    });
    const row = await scene.flagged('otra cosa');
    expect((await queue.until('case.opened')).row.id).toBe(row.id);
    await queue.stop();
  });

  test('TRUST-05: members do not hear the queue', async () => {
    const { author } = await aScene(world);
    expect(await refusalOf(author.caller.moderation.onQueue())).toBe('error.forbidden.permission');
  });
});
