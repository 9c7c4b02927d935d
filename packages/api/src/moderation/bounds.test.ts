import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import { aScene, caseOf, decide, type Scene } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** A scene with a rule that flags some words and lets them pass. */
async function watched(...words: string[]): Promise<Scene> {
  const scene = await aScene(world);
  const admin = await scene.someone('admin');
  for (const word of words) {
    await admin.caller.moderation.rules.create({
      name: word,
      kind: 'words',
      config: { words: [word] },
      outcome: 'flag',
      policy: 'harassment',
    });
  }
  return scene;
}

const edit = ({ author }: Scene, messageId: string, content: string) =>
  author.caller.chat.messages.edit({ messageId, content });

describe('an author who edits again and again', () => {
  test('TRUST-05: keeps nobody from deciding against them, and that they edited is told', async () => {
    const scene = await watched('zoquete');
    const { moderator, write } = scene;
    const message = await write('zoquete');
    const seen = await caseOf(moderator, message.id);
    for (let n = 0; n < 8; n++) await edit(scene, message.id, `zoquete, vez ${n}`);
    const now = await caseOf(moderator, message.id);
    expect(now).toMatchObject({ detectionCount: 1, excerpt: 'zoquete, vez 7' });
    expect(now.version).toBeGreaterThan(seen.version);
    const { cases } = moderator.caller.moderation;
    await cases.claim({ caseId: seen.id, version: seen.version });
    expect(await decide(moderator, seen, { type: 'hide' })).toMatchObject({
      state: 'decided',
      changedSince: true,
    });
    const entry = await world.services.db.auditEntry.findFirst({
      where: { action: 'moderation.cases.decide', subjectId: seen.id },
    });
    expect(entry?.after).toMatchObject({ seen: seen.version, version: now.version });
  });

  test('TRUST-14: is not found fine for what nobody has seen', async () => {
    const scene = await watched('zoquete');
    const { moderator, write } = scene;
    const message = await write('zoquete');
    const seen = await caseOf(moderator, message.id);
    await edit(scene, message.id, 'zoquete y peor');
    expect(await refusalOf(decide(moderator, seen, { type: 'dismiss' }))).toBe(
      'error.conflict.changed',
    );
    const now = await caseOf(moderator, message.id);
    expect(await decide(moderator, now, { type: 'dismiss' })).toMatchObject({
      state: 'decided',
      changedSince: false,
    });
  });

  test('TRUST-05: what another rule finds is shown before it is decided', async () => {
    const scene = await watched('zoquete', 'mastuerzo');
    const { moderator, write } = scene;
    const message = await write('zoquete');
    const seen = await caseOf(moderator, message.id);
    await edit(scene, message.id, 'mastuerzo');
    expect(await refusalOf(decide(moderator, seen, { type: 'warn' }))).toBe(
      'error.conflict.changed',
    );
    const now = await caseOf(moderator, message.id);
    expect(now.detectionCount).toBe(2);
    await edit(scene, message.id, 'zoquete y mastuerzo');
    expect(await decide(moderator, now, { type: 'warn' })).toMatchObject({ state: 'decided' });
  });

  test('TRUST-04: the same text is no news, and the words of one finding are gathered', async () => {
    const scene = await aScene(world);
    const { moderator, write, someone } = scene;
    const admin = await someone('admin');
    await admin.caller.moderation.rules.create({
      name: 'dos',
      kind: 'words',
      config: { words: ['zoquete', 'memo'] },
      outcome: 'flag',
      policy: 'spam',
    });
    const message = await write('zoquete');
    await edit(scene, message.id, 'memo');
    const { version, id: caseId } = await caseOf(moderator, message.id);
    await edit(scene, message.id, 'zoquete');
    await edit(scene, message.id, 'memo');
    expect((await caseOf(moderator, message.id)).version).toBe(version);
    const { flags, evidence } = await moderator.caller.moderation.cases.get({ caseId });
    expect(flags.map(({ matched }) => matched)).toEqual([['zoquete', 'memo']]);
    expect(evidence.map(({ content }) => content.text)).toEqual(['zoquete', 'memo']);
  });
});

describe('a case with very much in it', () => {
  test('TRUST-04: evidence is kept whole, and neither stored nor sent without bounds', async () => {
    const scene = await watched('zoquete');
    const { moderator, write } = scene;
    const long = 'ruido '.repeat(600);
    for (let n = 0; n < 10; n++) await write(`${n} ${long}`);
    const message = await write('zoquete');
    for (let n = 0; n < 10; n++) await write(`${n} ${long}`);
    const times = 60;
    for (let n = 1; n <= times; n++) await edit(scene, message.id, `zoquete ${n}`);
    const { id: caseId } = await caseOf(moderator, message.id);
    const { cases } = moderator.caller.moderation;
    const detail = await cases.get({ caseId });
    expect(detail.counts.evidence).toBe(times + 1);
    const newest = detail.evidence.at(-1);
    expect(newest?.content.text).toBe(`zoquete ${times}`);
    const around = detail.evidence.find(({ id }) => id === newest?.contextId)?.content;
    expect(around).toMatchObject({ before: { length: 10 }, after: { length: 10 } });
    // One context is some 70 kB.
    expect(JSON.stringify(detail).length).toBeLessThan(200_000);
    const { rows } = await world.services.pool.query<{ bytes: number }>(
      `SELECT sum(length(content::text))::int AS bytes FROM moderation_evidence WHERE case_id = $1`,
      [caseId],
    );
    expect(rows[0]?.bytes).toBeLessThan(600_000);

    const texts = new Set(detail.evidence.map(({ content }) => content.text));
    let { evidence: cursor } = detail.more;
    while (cursor) {
      const page = await cases.evidence({ caseId, cursor });
      for (const { content } of page.items) texts.add(content.text);
      cursor = page.nextCursor;
    }
    expect(texts.size).toBe(times + 1);
    world.clock.advance({ minutes: 11 });
    await edit(scene, message.id, 'zoquete, más tarde');
    const later = (await cases.get({ caseId })).evidence.at(-1);
    expect(later).toMatchObject({ contextId: null, content: { before: { length: 10 } } });
  }, 60_000);

  test('TRUST-04: flags and notes come in pages', async () => {
    const scene = await aScene(world);
    const { moderator, organisation } = scene;
    const row = await scene.flagged();
    const { db, clock } = world.services;
    const some = { organisationId: organisation.id, caseId: row.id };
    await db.moderationFlag.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({
        ...some,
        flaggerId: randomUUID(),
        policy: 'spam' as const,
        severity: 1,
        createdAt: new Date(clock.now().getTime() + n),
      })),
    });
    await decide(moderator, row, { type: 'warn' });
    await db.moderationDecision.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({
        ...some,
        deciderId: moderator.person.id,
        actions: [{ type: 'note' }],
        policy: 'spam' as const,
        note: `nota ${n}`,
        createdAt: new Date(clock.now().getTime() + n + 1),
      })),
    });
    const { cases } = moderator.caller.moderation;
    const detail = await cases.get({ caseId: row.id });
    expect(detail.flags).toHaveLength(50);
    expect(detail.decisions.map(({ note }) => note).slice(-2)).toEqual(['nota 118', 'nota 119']);
    expect(detail.counts.decisions).toBe(121);
    const rest = await cases.flags({ caseId: row.id, cursor: detail.more.flags, limit: 100 });
    const flags = [...detail.flags, ...rest.items].map(({ id }) => id);
    expect(new Set(flags).size).toBe(121);
    expect(rest.nextCursor).toBeNull();
    const older = await cases.decisions({
      caseId: row.id,
      cursor: detail.more.decisions,
      limit: 100,
    });
    expect(older.items).toHaveLength(71);
    const last = older.items.at(-1);
    expect(last?.actions).toEqual([{ type: 'warn' }]);
    // However many notes came after it, the decision can be taken back.
    expect(detail.allowed.undo?.decisionId).toBe(last?.id);
    const undone = { caseId: row.id, decisionId: last?.id ?? '' };
    expect(await cases.undo(undone)).toMatchObject({ state: 'open' });
    expect(await refusalOf(cases.flags({ caseId: row.id, cursor: 'x' }))).toBe(
      'error.invalidInput.cursor',
    );
  });
});
