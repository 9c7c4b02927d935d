import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMember, callerAs, callerFor, createWorld, type World } from '../testing/index.ts';
import { verifyExport } from './offline.ts';
import { auditSweeper } from './retention.ts';
import { signerOf } from './signature.ts';
import { verifyChain } from './verify.ts';
import { appendEntry } from './write.ts';

describe('what policy removes of the audit log', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ limiter: { consume: async () => 0 } });
  });
  afterAll(() => world.close());

  const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000);
  const sweep = () => auditSweeper(world.services).sweep();
  const ip = '203.0.113.9';
  const device = 'Firefox on a lighthouse';

  /** A log of which as many entries as wished are older than any setting keeps them. */
  async function aLog({ old, recent }: { old: number; recent: number }) {
    const owner = await callerAs(world, 'superadmin');
    const { id: organisationId } = owner.organisation;
    const append = (subjectId: string, at: Date) =>
      world.services.db.$transaction((tx) =>
        appendEntry(tx, {
          organisationId,
          at,
          actorId: null,
          action: 'test',
          subjectType: 'thing',
          subjectId,
          ip,
          userAgent: device,
          requestId: 'r',
        }),
      );
    for (let n = 0; n < old; n++) await append(`old ${n}`, daysAgo(800));
    for (let n = 0; n < recent; n++) await append(`recent ${n}`, daysAgo(30));
    // Addresses of the old ones go first: what is counted below is entries.
    await sweep();
    return { ...owner, organisationId };
  }
  type Log = Awaited<ReturnType<typeof aLog>>;
  const removeOld = ({ caller }: Log) =>
    caller.settings.update({ retention: { auditRemoved: true, auditDays: 365 } });
  const verify = ({ organisationId }: Log) => verifyChain(world.services, organisationId);
  const positions = async ({ caller }: Log) =>
    (await caller.audit.list({ limit: 100 })).items.map(({ position }) => position);
  const exported = async ({ caller }: Log) => (await caller.audit.export({ format: 'jsonl' })).text;
  const check = (text: string) => verifyExport([Buffer.from(text)]);
  /** What only the owner of the database can do. */
  const tamper = async (table: string, sql: string, values: unknown[]) => {
    const { pool } = world.services;
    const client = await pool.connect();
    try {
      await client.query(`BEGIN; ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      await client.query(sql, values);
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL; COMMIT`);
    } finally {
      client.release(true);
    }
  };

  test('OPS-50: whole old months go, the rest proves itself, and the log says what went', async () => {
    const log = await aLog({ old: 4, recent: 3 });
    expect(await sweep()).toBe(0);
    await removeOld(log);
    expect(await sweep()).toBe(4);
    expect(await sweep()).toBe(0);
    expect(await verify(log)).toBeNull();
    const { items, removed } = await log.caller.audit.list({ limit: 100 });
    expect(removed).toEqual({ until: 4, before: daysAgo(800), at: world.clock.now() });
    expect(items.map(({ position }) => position)).toEqual([10, 9, 8, 7, 6, 5]);
    expect(items[0]).toMatchObject({
      action: 'audit.remove',
      actor: null,
      after: { from: 1, to: 4, lastAt: daysAgo(800).toISOString() },
    });
    expect(await log.caller.audit.verify()).toMatchObject({
      ok: true,
      entries: 6,
      removed: { until: 4 },
    });
    const since = await log.caller.audit.list({ limit: 100, from: daysAgo(31), to: daysAgo(29) });
    expect(since.items.map(({ position }) => position)).toEqual([7, 6, 5]);
    const text = await exported(log);
    expect(await check(text)).toMatchObject({ ok: true, entries: 6 });
    expect((await check(text.replace('"position":4,', '"position":3,'))).ok).toBe(false);
    expect((await check(text.split('\n').toSpliced(1, 1).join('\n'))).ok).toBe(false);
  });

  test('OPS-50: an entry changed after the checkpoint is found, and so is one taken out', async () => {
    const log = await aLog({ old: 2, recent: 4 });
    await removeOld(log);
    await sweep();
    const { organisationId } = log;
    const change = 'WHERE organisation_id = $1 AND position = 4';
    await tamper('audit_entry', `UPDATE audit_entry SET action = 'x' ${change}`, [organisationId]);
    expect(await verify(log)).toBe(4);
    await tamper('audit_entry', `DELETE FROM audit_entry ${change.replace('4', '3')}`, [
      organisationId,
    ]);
    expect(await log.caller.audit.verify()).toMatchObject({ ok: false, firstBroken: 3 });
  });

  test('OPS-50: a checkpoint that the server did not sign is found', async () => {
    const log = await aLog({ old: 2, recent: 2 });
    await removeOld(log);
    await sweep();
    const { publicKey, sign } = signerOf(Buffer.alloc(32, 7));
    await tamper(
      'audit_checkpoint',
      'UPDATE audit_checkpoint SET public_key = $2, signature = $3 WHERE organisation_id = $1',
      [log.organisationId, publicKey, sign('anything')],
    );
    expect(await verify(log)).toBe(2);
    expect(await log.caller.audit.verify()).toMatchObject({ ok: false, firstBroken: 2 });
    expect(await check(await exported(log))).toMatchObject({ ok: false, position: 2 });
  });

  test.each([
    ['DELETE FROM audit_entry WHERE organisation_id = $1 AND position = 1', 'append-only'],
    ['DELETE FROM audit_checkpoint WHERE organisation_id = $1', 'append-only'],
    ['UPDATE audit_checkpoint SET position = 1 WHERE organisation_id = $1', 'append-only'],
    ['TRUNCATE audit_checkpoint', 'append-only'],
    [
      `INSERT INTO audit_checkpoint SELECT organisation_id, position, hash, at, now(), '', ''
         FROM audit_entry WHERE organisation_id = $1 AND position = 4`,
      'does not fit',
    ],
    [
      `INSERT INTO audit_checkpoint SELECT organisation_id, position, '\\x00', at, now(), '', ''
         FROM audit_entry WHERE organisation_id = $1 AND position = 3`,
      'does not fit',
    ],
  ])('OPS-50: the database refuses another way: %s', async (sql, words) => {
    const log = await aLog({ old: 2, recent: 3 });
    await removeOld(log);
    await sweep();
    // Old enough, but beyond what a checkpoint removed.
    const late = await aLog({ old: 3, recent: 1 });
    for (const { organisationId } of [log, late]) {
      const values = sql.includes('$1') ? [organisationId] : [];
      if (organisationId === late.organisationId && sql.includes('checkpoint')) continue;
      const refused = await world.services.pool.query(sql, values).then(
        ({ rowCount }) => (rowCount === 0 ? 'nothing there' : 'done'),
        (error: Error) => error.message,
      );
      expect(refused).toMatch(new RegExp(`${words}|nothing there`));
    }
    expect(await verify(log)).toBeNull();
    expect(await positions(late)).toHaveLength(4);
  });

  test('OPS-50: two nodes at once remove once', async () => {
    const log = await aLog({ old: 3, recent: 2 });
    await removeOld(log);
    const gone = await Promise.all([sweep(), sweep(), sweep()]);
    expect(gone.toSorted()).toEqual([0, 0, 3]);
    const { items } = await log.caller.audit.list({ limit: 100, action: 'audit.remove' });
    expect(items).toHaveLength(1);
    expect(await verify(log)).toBeNull();
  });

  test('OPS-50: addresses and devices go after their time, and no entry breaks by it', async () => {
    const log = await aLog({ old: 0, recent: 2 });
    const shown = async () =>
      (await log.caller.audit.list({ limit: 100, action: 'test' })).items.map((item) => [
        item.ip,
        item.userAgent,
      ]);
    expect(await shown()).toEqual([
      [ip, device],
      [ip, device],
    ]);
    const before = await exported(log);
    expect(before).toContain(ip);
    expect(await check(before)).toMatchObject({ ok: true });
    expect(await check(before.replace(ip, '203.0.113.8'))).toMatchObject({ why: 'changed' });
    expect(await check(before.replace(device, 'Chrome'))).toMatchObject({ why: 'changed' });
    await log.caller.settings.update({ retention: { auditAddressDays: 29 } });
    expect(await sweep()).toBe(2);
    expect(await shown()).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(await verify(log)).toBeNull();
    const { rows } = await world.services.pool.query(
      'SELECT 1 FROM audit_entry WHERE organisation_id = $1 AND ip IS NOT NULL',
      [log.organisationId],
    );
    expect(rows).toEqual([]);
    const after = await exported(log);
    expect(after).not.toContain(ip);
    expect(after).not.toContain(device);
    expect(await check(after)).toMatchObject({ ok: true });
  });

  test('OPS-50: another address put beside an entry is found', async () => {
    const log = await aLog({ old: 0, recent: 3 });
    await world.services.pool.query(
      `UPDATE audit_address SET ip = '198.51.100.1' WHERE organisation_id = $1 AND position = 2`,
      [log.organisationId],
    );
    expect(await verify(log)).toBe(2);
  });

  test('OPS-50: members are told nothing of what was removed', async () => {
    const log = await aLog({ old: 1, recent: 1 });
    const { caller } = await callerFor(world, await aMember(world, log.organisation));
    await expect(caller.audit.list({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
