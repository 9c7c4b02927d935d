import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import { aScene, caseOf, decide, type Scene, type Someone, undo } from './testing.ts';
import { textMark } from './text-mark.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

const similarTo = async ({ caller }: Someone, caseId: string) =>
  (await caller.moderation.cases.similar({ caseId })).items;

/** A message of somebody, flagged. */
async function flaggedBy(
  { channel, flagger, moderator, write }: Scene,
  author: Someone,
  text: string,
) {
  await author.caller.chat.channels.join({ channelId: channel.id }).catch(() => {});
  const { id: subjectId } = await write(text, author);
  await flagger.caller.moderation.flags.create({
    subjectType: 'message',
    subjectId,
    reason: 'spam',
  });
  return caseOf(moderator, subjectId);
}

describe('similar cases', () => {
  test('UI-04: the same text, however it is spelled, and the same author; what was decided comes first', async () => {
    const scene = await aScene(world);
    const { moderator, someone } = scene;
    const [one, other] = await Promise.all([someone(), someone()]);
    const row = await flaggedBy(scene, one, 'Compra seguidores baratos');
    const open = await flaggedBy(scene, one, 'otra cosa de la misma persona');
    const disguised = await flaggedBy(scene, other, 'C0MPRA   séguidores b-a-r-a-t-o-s!!');
    await flaggedBy(scene, await someone(), 'nada que ver');
    await decide(moderator, disguised, { type: 'hide' }, { type: 'warn' }, { type: 'note' });
    const items = await similarTo(moderator, row.id);
    expect(items).toMatchObject([
      {
        id: disguised.id,
        state: 'decided',
        why: ['text', 'policy'],
        excerpt: 'C0MPRA   séguidores b-a-r-a-t-o-s!!',
        decision: {
          actions: [{ type: 'hide' }, { type: 'warn' }, { type: 'note' }],
          policy: 'harassment',
          byRole: 'moderator',
          createdAt: world.clock.now(),
        },
      },
      { id: open.id, state: 'open', why: ['author', 'policy'], decision: null },
    ]);
    expect(JSON.stringify(items)).not.toContain(moderator.person.id);
    await undo(moderator, disguised.id);
    expect(await similarTo(moderator, row.id)).toMatchObject([
      { id: disguised.id, state: 'open', decision: null },
      { id: open.id },
    ]);
  });

  test('UI-04: the same rule, and the same message before its author edited it', async () => {
    const scene = await aScene(world);
    const admin = await scene.someone('admin');
    await admin.caller.moderation.rules.create({
      name: 'palabras',
      kind: 'words',
      config: { words: ['baratija'] },
      outcome: 'flag',
      policy: 'hate',
    });
    const [one, other] = [await scene.write('vendo baratija'), await scene.someone()];
    await other.caller.chat.channels.join({ channelId: scene.channel.id });
    const second = await scene.write('compro baratija ya', other);
    const [row, found] = [
      await caseOf(scene.moderator, one.id),
      await caseOf(scene.moderator, second.id),
    ];
    expect(await similarTo(scene.moderator, row.id)).toMatchObject([
      { id: found.id, why: ['rule', 'policy'] },
    ]);
    await decide(scene.moderator, row, { type: 'warn' });
    await scene.flagger.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: one.id,
      reason: 'spam',
    });
    const again = await caseOf(scene.moderator, one.id);
    const [first] = await similarTo(scene.moderator, again.id);
    expect(first).toMatchObject({ id: row.id, why: expect.arrayContaining(['subject', 'text']) });
  });

  test('TRUST-13: never a case about the reader, nor one of another organisation', async () => {
    const scene = await aScene(world);
    const { moderator, someone } = scene;
    const staff = await someone('moderator');
    const about = await flaggedBy(scene, staff, 'gangas en el puerto');
    const row = await flaggedBy(scene, await someone(), 'gangas en el puerto');
    const elsewhere = await aScene(world);
    await flaggedBy(elsewhere, elsewhere.author, 'gangas en el puerto');
    expect((await similarTo(moderator, row.id)).map(({ id }) => id)).toEqual([about.id]);
    expect(await similarTo(staff, row.id)).toEqual([]);
    expect(await refusalOf(similarTo(staff, about.id))).toBe('error.notFound.case');
    expect(await refusalOf(similarTo(elsewhere.moderator, row.id))).toBe('error.notFound.case');
  });

  test('UI-04: among 20,000 cases a bounded number is read, and a wave is not all there is', async () => {
    const scene = await aScene(world);
    const { moderator } = scene;
    const first = await scene.flagged('la misma ola', 'hate');
    await decide(moderator, first, { type: 'hide' });
    const { pool } = world.services;
    // Ids grow with time: these come after the one that was decided.
    await pool.query(
      `INSERT INTO moderation_case (id, organisation_id, subject_type, subject_id, concerns_id,
                                    policy, severity, opened_at, due_at, text_mark)
       SELECT ('02000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'message',
              gen_random_uuid(), $2, 'spam', 1, now(), now(), $3 FROM generate_series(1, 20000) n`,
      [scene.organisation.id, scene.author.person.id, textMark('la misma ola')],
    );
    const row = await flaggedBy(scene, await scene.someone(), 'La misma OLA');
    await pool.query('ANALYZE moderation_case');
    const items = await similarTo(moderator, row.id);
    expect(items).toHaveLength(10);
    expect(items[0]).toMatchObject({ id: first.id, state: 'decided', why: ['text'] });
  });
});

test('UI-04: texts are the same to whoever sees through their spelling; the shortest say nothing', () => {
  const mark = (text: string) =>
    textMark(text) && Buffer.from(textMark(text) ?? []).toString('hex');
  expect(mark('¡Gana DINERO fácil!')).toBe(mark('g4na d.i.n.e.r.o facil'));
  expect(mark('Gana dinero fácil')).not.toBe(mark('Gana tiempo fácil'));
  expect(mark('ok')).toBeNull();
  expect(mark('👍🏽')).toBeNull();
});
