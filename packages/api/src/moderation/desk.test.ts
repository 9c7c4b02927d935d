import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import type { CaseRow } from './schemas.ts';
import { aScene, caseOf, decide, type Someone, undo, watchQueue } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const cases = (by: Someone) => by.caller.moderation.cases;
const listed = async (by: Someone, filters: object = {}) =>
  (await cases(by).list({ limit: 100, ...filters })).items.map(({ id }) => id);
const notices = async (by: Someone, kind: string) =>
  (await by.caller.notifications.list({})).items.filter((one) => one.kind === kind);
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * 3_600_000);

async function aDesk() {
  const scene = await aScene(world);
  const [other, admin] = await Promise.all([scene.someone('moderator'), scene.someone('admin')]);
  return { ...scene, other, admin };
}

describe('assigning', () => {
  test('TRUST-05: the assignee hears of it and finds it; whoever claims it decides; releasing keeps it', async () => {
    const { moderator, other, flagged } = await aDesk();
    const { id: caseId, policy, subjectType } = await flagged();
    const to = { caseId, memberId: other.person.id, note: 'habla su idioma' };
    const assigned = await cases(moderator).assign(to);
    expect(assigned.assignee).toEqual({
      id: other.person.id,
      displayName: other.person.displayName,
    });
    const told = await notices(other, 'caseAssigned');
    expect(told).toMatchObject([{ params: { caseId, policy, subjectType } }]);
    expect(JSON.stringify(told)).not.toContain('habla su idioma');
    expect(await listed(other, { assigned: true })).toEqual([caseId]);
    expect(await listed(moderator, { assigned: true })).toEqual([]);
    expect((await cases(moderator).claim({ caseId })).claim?.by.id).toBe(moderator.person.id);
    const released = await cases(moderator).release({ caseId });
    expect(released).toMatchObject({ claim: null, assignee: { id: other.person.id } });
    // The same again says nothing new.
    await cases(moderator).assign(to);
    expect(await notices(other, 'caseAssigned')).toHaveLength(1);
    expect((await cases(moderator).assign({ caseId, memberId: null })).assignee).toBeNull();
    const { desk } = await cases(other).get({ caseId });
    expect(desk).toMatchObject([
      {
        kind: 'assigned',
        by: { id: moderator.person.id },
        member: { id: other.person.id },
        note: 'habla su idioma',
      },
      { kind: 'unassigned', by: { id: moderator.person.id }, member: null },
    ]);
  });

  test('TRUST-05, TRUST-13: nobody is given a case about themselves, nor who decides none', async () => {
    const { moderator, other, admin, flagger, someone, flagged } = await aDesk();
    const auditor = await someone('auditor');
    await flagger.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: other.person.id,
      reason: 'spam',
    });
    const about = await caseOf(moderator, other.person.id);
    const { items } = await cases(moderator).assignees({ caseId: about.id });
    expect(items.map(({ id }) => id).sort()).toEqual([moderator.person.id, admin.person.id].sort());
    const assign = (row: CaseRow, to: Someone) =>
      refusalOf(cases(moderator).assign({ caseId: row.id, memberId: to.person.id }));
    expect(await assign(about, other)).toBe('error.invalidInput.assignee');
    const row = await flagged();
    expect(await assign(row, auditor)).toBe('error.invalidInput.assignee');
    expect(await assign(row, flagger)).toBe('error.invalidInput.assignee');
    await cases(admin).escalate({ caseId: row.id, reason: 'grave' });
    expect(
      await refusalOf(cases(admin).assign({ caseId: row.id, memberId: moderator.person.id })),
    ).toBe('error.invalidInput.assignee');
    await cases(admin).assign({ caseId: row.id, memberId: admin.person.id });
    expect((await notices(other, 'caseAssigned')).length).toBe(0);
  });
});

describe('escalating', () => {
  test('TRUST-05: administrators alone decide it, first of all, and are told; with a note it goes back', async () => {
    const { moderator, other, admin, someone, flagged } = await aDesk();
    const superadmin = await someone('superadmin');
    await flagged('otro, más urgente', 'illegal');
    const row = await flagged('feo', 'spam');
    const caseId = row.id;
    await cases(moderator).claim({ caseId });
    expect(await refusalOf(cases(other).escalate({ caseId, reason: 'x' }))).toBe(
      'error.conflict.claimed',
    );
    const escalated = await cases(moderator).escalate({ caseId, reason: 'no sé qué hacer' });
    expect(escalated).toMatchObject({ claim: null, escalatedAt: world.clock.now() });
    for (const one of [admin, superadmin]) {
      expect(await notices(one, 'caseEscalated')).toMatchObject([{ params: { caseId } }]);
    }
    expect(await notices(moderator, 'caseEscalated')).toEqual([]);
    expect(await notices(other, 'caseEscalated')).toEqual([]);
    // First for who decides it, in pages, too; last for the others.
    expect((await listed(admin))[0]).toBe(caseId);
    expect((await listed(other)).at(-1)).toBe(caseId);
    for (const [one, place] of [
      [admin, 0],
      [other, 1],
    ] as const) {
      const first = await cases(one).list({ limit: 1 });
      const second = await cases(one).list({ limit: 1, cursor: first.nextCursor });
      expect([first, second].map(({ items }) => items[0]?.id).indexOf(caseId)).toBe(place);
      expect(second.nextCursor).toBeNull();
    }
    expect(await listed(other, { escalated: true })).toEqual([caseId]);
    expect(await listed(admin, { escalated: false })).not.toContain(caseId);

    for (const refused of [
      () => cases(other).claim({ caseId }),
      () => decide(other, row, { type: 'warn' }),
      () => cases(other).snooze({ caseId, until: inHours(1) }),
      () => cases(other).assign({ caseId, memberId: other.person.id }),
      () => cases(other).deescalate({ caseId, note: 'mejor no' }),
    ]) {
      expect(await refusalOf(refused())).toBe('error.forbidden.escalated');
    }
    // A note is not a decision.
    await decide(other, row, { type: 'note' });
    expect((await cases(other).get({ caseId })).allowed).toMatchObject({
      claim: false,
      actions: ['note'],
      deescalate: false,
    });
    expect(await refusalOf(cases(admin).escalate({ caseId, reason: 'x' }))).toBe(
      'error.conflict.escalated',
    );
    expect(await refusalOf(cases(admin).deescalate({ caseId }))).toBe(
      'error.invalidInput.noteNeeded',
    );
    const back = await cases(admin).deescalate({ caseId, note: 'esto lo podéis decidir' });
    expect(back.escalatedAt).toBeNull();
    expect(await refusalOf(cases(admin).deescalate({ caseId, note: 'x' }))).toBe(
      'error.conflict.unescalated',
    );
    expect(await decide(other, back, { type: 'warn' })).toMatchObject({ state: 'decided' });
    const { desk } = await cases(other).get({ caseId });
    expect(desk.map(({ kind, note }) => [kind, note])).toEqual([
      ['escalated', 'no sé qué hacer'],
      ['deescalated', 'esto lo podéis decidir'],
    ]);
  });

  test('TRUST-05: who escalated it takes that back until an administrator holds it', async () => {
    const { moderator, other, admin, flagged } = await aDesk();
    const { id: caseId } = await flagged();
    await cases(moderator).assign({ caseId, memberId: other.person.id });
    const up = await cases(moderator).escalate({ caseId, reason: 'sin querer' });
    // The assignee could not decide it.
    expect(up.assignee).toBeNull();
    expect((await cases(moderator).get({ caseId })).allowed.deescalate).toBe(true);
    await cases(moderator).deescalate({ caseId });
    await cases(moderator).escalate({ caseId, reason: 'ahora sí' });
    await cases(admin).claim({ caseId });
    expect(await refusalOf(cases(moderator).deescalate({ caseId }))).toBe(
      'error.forbidden.escalated',
    );
  });

  test('TRUST-05: what an administrator decided of it, a moderator does not take back; undone it is escalated again', async () => {
    const { moderator, admin, flagged } = await aDesk();
    const row = await flagged();
    await cases(moderator).escalate({ caseId: row.id, reason: 'grave' });
    await decide(admin, row, { type: 'warn' });
    expect((await cases(moderator).get({ caseId: row.id })).allowed.undo).toBeNull();
    expect(await refusalOf(undo(moderator, row.id))).toBe('error.forbidden.escalated');
    expect(await undo(admin, row.id)).toMatchObject({
      state: 'open',
      escalatedAt: expect.any(Date),
    });
  });

  test('TRUST-13: an administrator whom the case is about hears nothing of it', async () => {
    const { moderator, admin, flagger, someone } = await aDesk();
    const second = await someone('admin');
    await flagger.caller.moderation.flags.create({
      subjectType: 'member',
      subjectId: admin.person.id,
      reason: 'hate',
    });
    const row = await caseOf(moderator, admin.person.id);
    const queue = await watchQueue(admin);
    expect(await queue.next()).toEqual({ type: 'refresh' });
    await cases(moderator).escalate({ caseId: row.id, reason: 'es de la casa' });
    expect(await notices(second, 'caseEscalated')).toHaveLength(1);
    expect(await notices(admin, 'caseEscalated')).toEqual([]);
    expect(await listed(admin)).toEqual([]);
    expect(await queue.next()).toEqual({ type: 'counts', open: 0, overdue: 0 });
    await queue.stop();
  });
});

describe('putting off', () => {
  test('TRUST-05: it is out of the queue and of every count until then, and comes back by itself', async () => {
    const { moderator, other, flagged } = await aDesk();
    const row = await flagged('feo', 'illegal');
    const caseId = row.id;
    world.clock.advance({ minutes: 20 });
    const queue = await watchQueue(other);
    expect(await queue.next()).toEqual({ type: 'refresh' });
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 1, overdue: 1 });
    await cases(moderator).claim({ caseId });
    const until = inHours(1);
    const snoozed = await cases(moderator).snooze({ caseId, until, note: 'espero respuesta' });
    expect(snoozed).toMatchObject({ claim: null, snoozedUntil: until });
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 0, overdue: 0 });
    expect(await listed(other)).toEqual([]);
    expect(await listed(other, { overdue: true })).toEqual([]);
    expect(await listed(other, { snoozed: true })).toEqual([caseId]);
    const figures = async () => {
      const { figures, queue } = await other.caller.insights.dashboard();
      return [figures.openCases.value, figures.overdueCases.value, queue.open, queue.oldestAt];
    };
    expect(await figures()).toEqual([0, 0, 0, null]);

    world.clock.advance({ minutes: 59 });
    expect(await world.services.snoozes.wakeDue()).toBe(0);
    world.clock.advance({ minutes: 1 });
    // In time, whether or not anybody has looked for it yet.
    expect(await listed(other)).toEqual([caseId]);
    expect(await figures()).toEqual([1, 1, 1, row.openedAt]);
    expect(await world.services.snoozes.wakeDue()).toBe(1);
    expect(await world.services.snoozes.wakeDue()).toBe(0);
    const back = await queue.until('case.changed');
    expect(back.row).toMatchObject({ id: caseId, snoozedUntil: null });
    expect(await queue.until('counts')).toEqual({ type: 'counts', open: 1, overdue: 1 });
    const { desk } = await cases(other).get({ caseId });
    expect(desk).toMatchObject([
      { kind: 'snoozed', by: { id: moderator.person.id }, until, note: 'espero respuesta' },
      { kind: 'woken', by: null },
    ]);
    await queue.stop();
  });

  test('TRUST-05: it comes back before when something is new, or graver, or somebody takes it up', async () => {
    const { moderator, other, someone, author, flagged } = await aDesk();
    const row = await flagged('algo feo', 'spam');
    const caseId = row.id;
    const snooze = () => cases(moderator).snooze({ caseId, until: inHours(24) });
    const flag = async (reason: 'spam' | 'hate') => {
      const { caller } = await someone();
      const subject = { subjectType: 'message', subjectId: row.subjectId } as const;
      await caller.moderation.flags.create({ ...subject, reason });
    };
    await snooze();
    // One more of the same is nothing new.
    await flag('spam');
    expect(await listed(other)).toEqual([]);
    await flag('hate');
    expect(await listed(other)).toEqual([caseId]);
    await snooze();
    await author.caller.chat.messages.edit({ messageId: row.subjectId, content: 'algo peor' });
    await flag('spam');
    expect(await listed(other)).toEqual([caseId]);
    await snooze();
    await cases(other).claim({ caseId });
    expect(await listed(moderator)).toEqual([caseId]);
    expect(await refusalOf(snooze())).toBe('error.conflict.claimed');
    await cases(other).release({ caseId });
    await snooze();
    expect((await cases(other).unsnooze({ caseId })).snoozedUntil).toBeNull();
    expect(await listed(moderator)).toEqual([caseId]);
    // What is decided and taken back is not put off any longer.
    await snooze();
    await decide(moderator, await cases(moderator).get({ caseId }), { type: 'warn' });
    expect((await undo(moderator, caseId)).snoozedUntil).toBeNull();
    expect(await listed(other)).toEqual([caseId]);
  });

  test('TRUST-05: for a time to come, and not for ever', async () => {
    const { moderator, flagged } = await aDesk();
    const { id: caseId } = await flagged();
    for (const until of [world.clock.now(), inHours(-1), inHours(31 * 24)]) {
      expect(await refusalOf(cases(moderator).snooze({ caseId, until }))).toBe(
        'error.invalidInput.snoozeUntil',
      );
    }
    expect((await cases(moderator).get({ caseId })).desk).toEqual([]);
  });

  test('TRUST-05: of two nodes that look at once one brings each case back', async () => {
    const { moderator, flagged } = await aDesk();
    const elsewhere = await world.addNode();
    const rows: CaseRow[] = [];
    for (let n = 0; n < 5; n++) rows.push(await flagged());
    for (const { id: caseId } of rows) {
      await cases(moderator).snooze({ caseId, until: inHours(1) });
    }
    world.clock.advance({ minutes: 61 });
    const woken = await Promise.all([
      world.services.snoozes.wakeDue(),
      elsewhere.snoozes.wakeDue(),
    ]);
    expect(woken[0] + woken[1]).toBe(rows.length);
    for (const { id: caseId } of rows) {
      const { desk } = await cases(moderator).get({ caseId });
      expect(desk.map(({ kind }) => kind)).toEqual(['snoozed', 'woken']);
    }
  });
});

test('TRUST-05: what was arranged is in the audit log, and nobody changes its record', async () => {
  const { moderator, other, admin, flagged } = await aDesk();
  const { id: caseId } = await flagged();
  await cases(moderator).assign({ caseId, memberId: other.person.id, note: 'nota secreta' });
  await cases(moderator).snooze({ caseId, until: inHours(1) });
  await cases(moderator).unsnooze({ caseId });
  await cases(moderator).escalate({ caseId, reason: 'razón secreta' });
  await cases(moderator).deescalate({ caseId });
  const { items } = await admin.caller.audit.list({});
  const about = items.filter(({ subjectId }) => subjectId === caseId);
  expect(about.map(({ action }) => action.split('.').at(-1)).toSorted()).toEqual([
    'assign',
    'deescalate',
    'escalate',
    'snooze',
    'unsnooze',
  ]);
  expect(JSON.stringify(about)).not.toContain('secreta');
  const { db } = world.services;
  await expect(
    db.moderationDeskEvent.updateMany({ where: { caseId }, data: { note: 'otra' } }),
  ).rejects.toThrow(/append-only/);
  await expect(db.moderationDeskEvent.deleteMany({ where: { caseId } })).rejects.toThrow(
    /append-only/,
  );
});
