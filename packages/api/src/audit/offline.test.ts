import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aScene } from '../moderation/testing.ts';
import { callerAs, callerFor, createWorld, type World } from '../testing/index.ts';
import { verifyExport } from './offline.ts';
import { signerOf } from './signature.ts';
import { appendEntry } from './write.ts';

describe('an exported log without its server', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ limiter: { consume: async () => 0 } });
  });
  afterAll(() => world.close());

  type Caller = Awaited<ReturnType<typeof callerAs>>['caller'];

  async function exported(caller: Caller, filters: object = {}) {
    const parts: string[] = [];
    let cursor: string | null | undefined;
    do {
      const part = await caller.audit.export({ format: 'jsonl', ...filters, cursor });
      parts.push(part.text);
      cursor = part.nextCursor;
    } while (cursor);
    return parts;
  }

  /** A log as it is written, so long. */
  async function aLog(length: number) {
    const staff = await callerAs(world, 'auditor');
    await world.services.db.$transaction(
      async (tx) => {
        for (let n = 0; n < length; n++)
          await appendEntry(tx, {
            organisationId: staff.organisation.id,
            at: world.clock.now(),
            actorId: n % 2 ? staff.person.id : null,
            action: n % 2 ? 'settings.update' : 'auth.register',
            subjectType: 'thing',
            subjectId: String(n),
            before: { '10': 'diez', ñ: [1.5, null, 'a\n"b"'] },
            after: n % 3 ? { b: true, a: { z: -1e21 } } : undefined,
            ip: '127.0.0.1',
            requestId: 'r',
          });
      },
      { timeout: 60_000 },
    );
    return staff;
  }

  const check = (text: string | Uint8Array, publicKey?: string) =>
    verifyExport([Buffer.from(text)], publicKey === undefined ? {} : { publicKey });
  const ownKey = () => signerOf(world.services.secretKey).publicKey;

  test('OPS-50: an export is whole in itself, and the server says whose key signed it', async () => {
    const { caller } = await aLog(5);
    const text = (await exported(caller)).join('');
    const { publicKey, lastHash } = await caller.audit.verify();
    expect(publicKey).toBe(ownKey());
    const [last] = (await caller.audit.list({ limit: 1 })).items;
    expect(last?.action).toBe('audit.export');
    expect(await check(text, publicKey)).toMatchObject({ ok: true, entries: 5, withheld: 0 });
    const again = await check((await exported(caller)).join(''));
    expect(again).toMatchObject({ ok: true, entries: 6, lastHash });
    expect(await check(text, signerOf(randomBytes(32)).publicKey)).toMatchObject({
      ok: false,
      why: 'key',
    });
  });

  test('OPS-50: whichever byte is flipped, it is found', { timeout: 120_000 }, async () => {
    const { caller } = await aLog(2);
    const whole = Buffer.from((await exported(caller)).join(''));
    expect(await check(whole)).toMatchObject({ ok: true });
    const unseen: number[] = [];
    for (let place = 0; place < whole.length; place++) {
      const changed = Buffer.from(whole);
      changed[place] = (whole[place] ?? 0) ^ (1 << (place % 8));
      if ((await check(changed)).ok) unseen.push(place);
    }
    expect(unseen).toEqual([]);
  });

  test('OPS-50: the first broken entry is named', async () => {
    const { caller } = await aLog(6);
    const text = (await exported(caller)).join('');
    const lines = text.trimEnd().split('\n');
    const without = (line: number) => `${lines.toSpliced(line, 1).join('\n')}\n`;
    const changed = (line: number, from: string, to: string) =>
      `${lines.with(line, (lines[line] ?? '').replace(from, to)).join('\n')}\n`;
    const hashOf = (line: number) => JSON.parse(lines[line] ?? '').hash as string;
    const cases: [string, object][] = [
      [changed(3, '127.0.0.1', '127.0.0.2'), { line: 4, position: 3, why: 'changed' }],
      [changed(3, hashOf(3), hashOf(2)), { line: 4, position: 3, why: 'changed' }],
      [changed(4, '"at":', '"at": '), { line: 5, position: 4, why: 'line' }],
      [without(2), { line: 3, position: 2, why: 'missing' }],
      [without(6), { line: 7, position: 6, why: 'missing' }],
      [without(7), { position: 7, why: 'cut' }],
      [without(0), { line: 1, why: 'line' }],
      [text.slice(0, -1), { line: 8, why: 'line' }],
      [`${text}\n`, { line: 9, why: 'line' }],
      [changed(7, '"entries":6', '"entries":7'), { line: 8, why: 'signature' }],
      [changed(0, 'keys sorted', 'keys as they are'), { line: 8, why: 'signature' }],
      ['', { why: 'cut' }],
    ];
    for (const [file, finding] of cases)
      expect(await check(file)).toMatchObject({ ok: false, ...finding });
  });

  test('OPS-50: parts in their order are one file, in another order they are not', {
    timeout: 60_000,
  }, async () => {
    const { caller } = await aLog(2_100);
    const [first = '', second = '', third = ''] = await exported(caller);
    expect(await check(first + second + third, ownKey())).toMatchObject({
      ok: true,
      entries: 2_100,
    });
    expect(await check(first + third)).toMatchObject({ position: 1_001, why: 'missing' });
    expect(await check(first + second)).toMatchObject({ position: 2_001, why: 'cut' });
    const some = (await exported(caller, { action: 'settings' })).join('');
    expect(await check(some, ownKey())).toMatchObject({ ok: true, entries: 1_050 });
    const lines = some.split('\n');
    expect(await check(lines.toSpliced(5, 1).join('\n'))).toMatchObject({ why: 'signature' });
  });

  test('OPS-50: nobody has an end signed that the log has not reached', async () => {
    const { caller } = await aLog(3);
    for (const place of [
      [1, 9_999, 0],
      [2, 1, 0],
      [1, 3, 2],
      [-1, 3, -1],
    ]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      await expect(caller.audit.export({ format: 'jsonl', cursor })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    }
  });

  test('TRUST-13: what is about the reader comes withheld, and the chain holds all the same', async () => {
    const scene = await aScene(world);
    const row = await scene.flagged();
    await scene.moderator.caller.moderation.cases.claim({ caseId: row.id, version: row.version });
    const { id } = scene.author.person;
    const person = await world.services.db.member.update({
      where: { id },
      data: { role: 'auditor' },
    });
    const { caller } = await callerFor(world, person);
    // Twice: the second file has an entry after the withheld one.
    await exported(caller);
    const text = (await exported(caller)).join('');
    expect(text).not.toContain(row.id);
    expect(text).not.toContain('moderation.cases');
    expect(await check(text, ownKey())).toMatchObject({ ok: true, withheld: 1 });
    const broken = text.replace(
      /("withheld":true,.*"hash":")(.)/,
      (_, before, digit) => `${before}${digit === '0' ? '1' : '0'}`,
    );
    const { position } = JSON.parse(
      text.split('\n').find((line) => line.includes('withheld":t')) ?? '',
    );
    expect(await check(broken)).toMatchObject({ ok: false, position, why: 'changed' });
    const { text: table } = await caller.audit.export({ format: 'csv' });
    expect(table).not.toContain(row.id);
    const chosen = (await exported(caller, { subjectType: 'case' })).join('');
    expect(await check(chosen)).toMatchObject({ ok: true, entries: 0, withheld: 0 });
    const other = await scene.someone('auditor');
    expect((await exported(other.caller)).join('')).toContain(row.id);
  });
});
