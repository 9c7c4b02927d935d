import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import type { Action } from './schemas.ts';
import { aScene, lastDecision, type Scene, type Someone, stateOf } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

type Rows = Awaited<ReturnType<Scene['flagged']>>[];
const casesOf = (rows: Rows) => rows.map(({ id: caseId, version }) => ({ caseId, version }));
const decideMany = (by: Someone, rows: Rows, batchId: string, ...actions: Action[]) =>
  by.caller.moderation.cases.decideMany({
    batchId,
    cases: casesOf(rows),
    policy: 'harassment',
    statement: 'Así no hablamos aquí',
    actions,
  });
const undoMany = (by: Someone, rows: Rows, batchId: string) =>
  by.caller.moderation.cases.undoMany({ batchId, caseIds: rows.map(({ id }) => id) });
const noticesOf = async ({ caller }: Someone) =>
  (await caller.notifications.list({ limit: 50 })).items.filter(({ kind }) =>
    kind.startsWith('sanction'),
  );
const inForce = async ({ caller }: Someone) =>
  (await caller.moderation.mine()).sanctions.map(({ kind }) => kind).sort();
const flaggedTimes = async (scene: Scene, times: number) => {
  const rows: Rows = [];
  for (let n = 0; n < times; n++) rows.push(await scene.flagged(`insulto ${n}`));
  return rows;
};

describe('several cases at once', () => {
  test('TRUST-06: all are decided; their person is warned and muted once, and told once', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const rows = await flaggedTimes(scene, 3);
    const batchId = randomUUID();
    const mute = { type: 'mute', minutes: 60 } as const;
    const { results } = await decideMany(
      moderator,
      rows,
      batchId,
      { type: 'warn' },
      { type: 'hide' },
      mute,
    );
    expect(results).toEqual(
      rows.map(({ id: caseId }) => ({ caseId, outcome: 'done', error: null })),
    );
    expect(await inForce(author)).toEqual(['hide', 'hide', 'hide', 'mute', 'warn']);
    const notices = await noticesOf(author);
    expect(notices).toMatchObject([
      {
        kind: 'sanction',
        readAt: null,
        params: { policy: 'harassment', statement: 'Así no hablamos aquí' },
      },
    ]);
    const [notice] = notices;
    if (notice?.kind !== 'sanction') throw new Error('no notice');
    expect(notice.params.measures.map(({ sanction }) => sanction).sort()).toEqual([
      'hide',
      'hide',
      'hide',
      'mute',
      'warn',
    ]);
  });

  test('TRUST-06: what cannot be decided says why, and keeps nothing else from it', async () => {
    const scene = await aScene(world);
    const { moderator, someone, world: here } = scene;
    const other = await someone('moderator');
    const [free, taken, changed, about] = await flaggedTimes(scene, 4);
    if (!free || !taken || !changed || !about) throw new Error('no cases');
    await other.caller.moderation.cases.claim({ caseId: taken.id });
    await here.services.db.moderationCase.update({
      where: { id: about.id },
      data: { concernsId: moderator.person.id },
    });
    const old = { ...changed, version: changed.version - 1 };
    const { results } = await decideMany(moderator, [free, taken, old, about], randomUUID(), {
      type: 'dismiss',
    });
    expect(results).toMatchObject([
      { caseId: free.id, outcome: 'done', error: null },
      {
        caseId: taken.id,
        outcome: 'conflict',
        error: { messageKey: 'error.conflict.claimed', params: { by: expect.any(String) } },
      },
      { caseId: changed.id, outcome: 'conflict', error: { messageKey: 'error.conflict.changed' } },
      { caseId: about.id, outcome: 'notFound', error: { messageKey: 'error.notFound.case' } },
    ]);
    const ban = { type: 'ban', minutes: 60 * 24 * 400 } as const;
    expect((await decideMany(moderator, [changed], randomUUID(), ban)).results).toMatchObject([
      { outcome: 'refused', error: { messageKey: 'error.forbidden.banTooLong' } },
    ]);
    const none = decideMany(moderator, [about], randomUUID(), { type: 'dismiss' });
    expect(await refusalOf(none)).toBe('error.notFound.case');
  });

  test('TRUST-06: the same batch sent again, also at the same time, decides nothing twice', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const rows = await flaggedTimes(scene, 3);
    const batchId = randomUUID();
    const send = () => decideMany(moderator, rows, batchId, { type: 'warn' });
    const answers = await Promise.all([send(), send()]);
    answers.push(await send());
    for (const { results } of answers) {
      expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    }
    const where = { caseId: { in: rows.map(({ id }) => id) } };
    expect(await world.services.db.moderationDecision.count({ where })).toBe(3);
    expect(await inForce(author)).toEqual(['warn']);
  });

  test('TRUST-06: every case has its audit entry with the batch, and the batch its own', async () => {
    const scene = await aScene(world);
    const rows = await flaggedTimes(scene, 2);
    const batchId = randomUUID();
    await decideMany(scene.moderator, rows, batchId, { type: 'hide' });
    const entries = await world.services.db.auditEntry.findMany({
      where: {
        organisationId: scene.organisation.id,
        action: 'moderation.cases.decideMany',
      },
      orderBy: { position: 'asc' },
    });
    expect(entries.map(({ subjectType }) => subjectType)).toEqual(['case', 'case', 'batch']);
    expect(entries.map(({ after }) => after)).toEqual([
      expect.objectContaining({ batchId }),
      expect.objectContaining({ batchId }),
      { cases: 2, done: 2, refused: 0 },
    ]);
    expect(entries[2]?.subjectId).toBe(batchId);
  });
});

describe('taking a batch back', () => {
  test('TRUST-15: everything is as it was before, and the person is told once', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const rows = await flaggedTimes(scene, 3);
    const before = await stateOf(scene);
    const batchId = randomUUID();
    const mute = { type: 'mute', minutes: 60, everywhere: true } as const;
    await decideMany(moderator, rows, batchId, { type: 'warn' }, { type: 'delete' }, mute);
    expect(await stateOf(scene)).not.toEqual(before);
    const { results } = await undoMany(moderator, rows, batchId);
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(await stateOf(scene)).toEqual(before);
    expect(await inForce(author)).toEqual([]);
    expect((await noticesOf(author)).map(({ kind }) => kind)).toEqual([
      'sanctionLifted',
      'sanction',
    ]);
    expect((await undoMany(moderator, rows, batchId)).results).toMatchObject(
      rows.map(() => ({ outcome: 'conflict', error: { messageKey: 'error.conflict.undecided' } })),
    );
  });

  test('TRUST-06: of one case alone: the warning stays for the others, and ends with the last', async () => {
    const scene = await aScene(world);
    const { moderator, author } = scene;
    const rows = await flaggedTimes(scene, 3);
    const batchId = randomUUID();
    const mute = { type: 'mute', minutes: 60 } as const;
    await decideMany(moderator, rows, batchId, { type: 'warn' }, mute, { type: 'hide' });
    const left: string[][] = [];
    // The one that bears what all have in common goes first.
    const { decision } = await world.services.db.sanction.findFirstOrThrow({
      where: { memberId: author.person.id, kind: 'warn' },
      select: { decision: { select: { caseId: true } } },
    });
    const isBearer = ({ id }: { id: string }) => id === decision.caseId;
    for (const { id: caseId } of rows.toSorted((a, b) => +isBearer(b) - +isBearer(a))) {
      const { id: decisionId } = await lastDecision(moderator, caseId);
      await moderator.caller.moderation.cases.undo({ caseId, decisionId });
      left.push(await inForce(author));
    }
    expect(left).toEqual([['hide', 'hide', 'mute', 'warn'], ['hide', 'mute', 'warn'], []]);
  });

  test('TRUST-06: too late, or by somebody else, it is not taken back', async () => {
    const scene = await aScene(world);
    const { moderator, someone } = scene;
    const rows = await flaggedTimes(scene, 2);
    const batchId = randomUUID();
    await decideMany(moderator, rows, batchId, { type: 'warn' });
    const other = await someone('moderator');
    expect(await refusalOf(undoMany(other, rows, batchId))).toBe('error.notFound.case');
    world.clock.advance({ hours: 1 });
    expect((await undoMany(moderator, rows, batchId)).results).toMatchObject(
      rows.map(() => ({ outcome: 'refused', error: { messageKey: 'error.expired.undo' } })),
    );
  });
});
