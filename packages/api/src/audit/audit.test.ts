import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOrganisation, createWorld, type World } from '../testing/index.ts';
import { canonical, presentable } from './entry.ts';
import { verifyChain } from './verify.ts';
import { appendEntry } from './write.ts';

describe('audit', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const append = (organisationId: string, subjectId: string, after: unknown = { subjectId }) =>
    world.services.db.$transaction((tx) =>
      appendEntry(tx, {
        organisationId,
        at: world.clock.now(),
        actorId: null,
        action: 'test',
        subjectType: 'thing',
        subjectId,
        before: { a: 1.5, b: [null, 'ñ\0', { z: 1e21, y: -0 }] },
        after,
        ip: '127.0.0.1',
        requestId: 'r',
      }),
    );
  const anChain = async (length: number) => {
    const { id } = await anOrganisation(world);
    for (let n = 1; n <= length; n++) await append(id, String(n));
    return id;
  };
  /** What only the owner of the database can do. */
  const tamper = async (sql: string, organisationId: string) => {
    const { pool } = world.services;
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await pool.query(sql, [organisationId]);
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only');
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate');
  };
  const verify = (organisationId: string) => verifyChain(world.services, organisationId);

  test('OPS-50: an untouched chain is whole, an empty one too', async () => {
    expect(await verify(await anChain(5))).toBeNull();
    expect(await verify(await anChain(0))).toBeNull();
  });

  test('OPS-50: entries written at the same moment get places without gaps', async () => {
    const { id } = await anOrganisation(world);
    await Promise.all(Array.from({ length: 12 }, (_, n) => append(id, String(n))));
    const entries = await world.services.db.auditEntry.findMany({
      where: { organisationId: id },
      orderBy: { position: 'asc' },
    });
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    );
    expect(await verify(id)).toBeNull();
  });

  test('OPS-50: an entry is there if and only if what it records is', async () => {
    const { id } = await anOrganisation(world);
    await expect(
      world.services.db.$transaction(async (tx) => {
        await appendEntry(tx, {
          organisationId: id,
          at: world.clock.now(),
          actorId: null,
          action: 'test',
          subjectType: 'thing',
          subjectId: null,
          ip: null,
          requestId: 'r',
        });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await append(id, 'kept');
    expect(await verify(id)).toBeNull();
    expect(await world.services.db.auditEntry.count({ where: { organisationId: id } })).toBe(1);
  });

  test.each([
    ['UPDATE', `UPDATE audit_entry SET action = 'x'`],
    ['DELETE', 'DELETE FROM audit_entry'],
    ['TRUNCATE', 'TRUNCATE audit_entry'],
    ['DELETE as a replica', `SET session_replication_role = replica; DELETE FROM audit_entry`],
  ])('OPS-50: the database refuses %s', async (_name, sql) => {
    await anChain(1);
    const client = await world.services.pool.connect();
    try {
      await expect(client.query(sql)).rejects.toThrow('audit_entry is append-only');
    } finally {
      client.release(true);
    }
  });

  test.each([
    [
      'a changed word',
      `UPDATE audit_entry SET action = 'other' WHERE organisation_id = $1 AND position = 3`,
      3,
    ],
    [
      'a changed value',
      `UPDATE audit_entry SET after = '{"subjectId": "9"}' WHERE organisation_id = $1 AND position = 2`,
      2,
    ],
    [
      'a changed time',
      `UPDATE audit_entry SET at = at + interval '1 ms' WHERE organisation_id = $1 AND position = 1`,
      1,
    ],
    [
      'a flipped bit',
      `UPDATE audit_entry SET hash = set_byte(hash, 7, get_byte(hash, 7) # 1) WHERE organisation_id = $1 AND position = 4`,
      4,
    ],
    [
      'an entry taken out',
      'DELETE FROM audit_entry WHERE organisation_id = $1 AND position = 3',
      3,
    ],
    [
      'the last one taken off',
      'DELETE FROM audit_entry WHERE organisation_id = $1 AND position = 5',
      5,
    ],
    ['everything taken out', 'DELETE FROM audit_entry WHERE organisation_id = $1', 1],
  ])('OPS-50: %s is found, with its place', async (_name, sql, place) => {
    const id = await anChain(5);
    await tamper(sql, id);
    expect(await verify(id)).toBe(place);
  });

  test('OPS-50: secrets do not get in, wherever they stand', () => {
    const said = presentable({
      password: 'p',
      nested: [{ refreshToken: 't', passwordHash: 'h', inviteCode: 'c', name: 'ana' }],
    });
    expect(said).toEqual({
      password: '[secret]',
      nested: [
        { refreshToken: '[secret]', passwordHash: '[secret]', inviteCode: '[secret]', name: 'ana' },
      ],
    });
  });

  test('OPS-50: the canonical text does not depend on the order of fields', () => {
    expect(canonical({ b: [1, { d: null, c: 'ñ' }], a: true })).toBe(
      canonical({ a: true, b: [1, { c: 'ñ', d: null }] }),
    );
    expect(presentable(undefined)).toBeNull();
    expect(presentable('a\0\\u0000')).toBe('a\\u0000');
  });
});
