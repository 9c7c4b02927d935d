import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMember, callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { canonical, chainStart } from './entry.ts';
import { appendEntry } from './write.ts';

describe('the audit log for staff', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  type Staff = Awaited<ReturnType<typeof callerAs>>;

  /** Entries as domains leave them, a minute apart. */
  async function aLog() {
    const staff = await callerAs(world, 'auditor');
    const admin = await callerAs(world, 'admin', staff.organisation);
    const member = await aMember(world, staff.organisation, {
      displayName: '=Ana, "la" \n de aquí',
    });
    const { services, clock } = world;
    const write = async (action: string, more: object = {}) => {
      await services.db.$transaction((tx) =>
        appendEntry(tx, {
          organisationId: staff.organisation.id,
          at: clock.now(),
          actorId: admin.person.id,
          action,
          subjectType: 'channel',
          subjectId: 'c1',
          ip: '127.0.0.1',
          requestId: 'r',
          ...more,
        }),
      );
      clock.advance({ minutes: 1 });
    };
    const began = clock.now();
    await write('chat.channels.update', { before: { topic: 'a' }, after: { topic: '"b", c' } });
    await write('members.update', { subjectType: 'member', subjectId: member.id });
    await write('chat.channels.archive', { subjectId: 'c2' });
    await write('auth.refreshReused', { actorId: null, subjectType: 'session', subjectId: null });
    await write('members.deactivate', { actorId: member.id, subjectType: 'member' });
    return { staff, admin, member, began };
  }

  const actionsOf = async (
    { caller }: Staff,
    filters: Parameters<Staff['caller']['audit']['list']>[0],
  ) => {
    const actions: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await caller.audit.list({ ...filters, limit: 2, cursor });
      actions.push(...page.items.map(({ action }) => action));
      cursor = page.nextCursor;
    } while (cursor);
    return actions;
  };

  test('OPS-50: the log is read page by page, the last entry first, with names', async () => {
    const { staff, admin, member } = await aLog();
    expect(await actionsOf(staff, {})).toEqual([
      'members.deactivate',
      'auth.refreshReused',
      'chat.channels.archive',
      'members.update',
      'chat.channels.update',
    ]);
    const { items } = await staff.caller.audit.list({});
    expect(items.at(-1)).toMatchObject({
      position: 1,
      actor: { id: admin.person.id, username: admin.person.username },
      before: { topic: 'a' },
      after: { topic: '"b", c' },
      subjectName: null,
    });
    expect(items.at(-2)).toMatchObject({ subjectName: member.displayName });
    expect(items[1]).toMatchObject({ actor: null, before: null, after: null });
  });

  test('OPS-50: the log is filtered by who, what, on what and when, alone and together', async () => {
    const { staff, admin, member, began } = await aLog();
    const minute = (count: number) => new Date(began.getTime() + count * 60_000);
    const cases: [Parameters<Staff['caller']['audit']['list']>[0], string[]][] = [
      [{ actorId: member.id }, ['members.deactivate']],
      [{ action: 'chat.channels' }, ['chat.channels.archive', 'chat.channels.update']],
      [{ action: 'members.update' }, ['members.update']],
      [{ action: 'unheard' }, []],
      [{ subjectType: 'channel', subjectId: 'c2' }, ['chat.channels.archive']],
      [{ from: minute(3) }, ['members.deactivate', 'auth.refreshReused']],
      [{ to: minute(1) }, ['chat.channels.update']],
      [{ from: minute(1), to: minute(3) }, ['chat.channels.archive', 'members.update']],
      [{ action: 'members', actorId: admin.person.id, from: began }, ['members.update']],
      [{ from: minute(60) }, []],
    ];
    for (const [filters, expected] of cases) {
      expect({ filters, actions: await actionsOf(staff, filters) }).toEqual({
        filters,
        actions: expected,
      });
    }
  });

  test('OPS-50: a page opens around a position, among the entries that pass the filters', async () => {
    const { staff } = await aLog();
    const around = async (position: number, more: object = {}) => {
      const page = await staff.caller.audit.list({ around: position, limit: 3, ...more });
      return { positions: page.items.map((entry) => entry.position), cursor: page.nextCursor };
    };
    const { positions, cursor } = await around(3);
    expect(positions).toEqual([4, 3, 2]);
    expect((await around(3, { cursor })).positions).toEqual([1]);
    expect((await around(5)).positions).toEqual([5, 4, 3]);
    expect((await around(1)).positions).toEqual([2, 1]);
    expect((await around(2, { action: 'members' })).positions).toEqual([5, 2]);
    expect((await around(1_000)).positions).toEqual([5, 4, 3]);
    const { pool } = world.services;
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    const { id } = staff.organisation;
    await pool.query('DELETE FROM audit_entry WHERE organisation_id = $1 AND position = 3', [id]);
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only');
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate');
    const { firstBroken } = await staff.caller.audit.verify();
    expect(firstBroken).toBe(3);
    expect((await around(firstBroken ?? 0)).positions).toEqual([4, 2, 1]);
  });

  test('OPS-50: an entry that was written a little late is found by its time', async () => {
    const { staff, began } = await aLog();
    const late = { organisationId: staff.organisation.id, actorId: null, ip: null, requestId: 'r' };
    await world.services.db.$transaction((tx) =>
      appendEntry(tx, {
        ...late,
        at: new Date(world.clock.now().getTime() - 90_000),
        action: 'late',
        subjectType: 'x',
        subjectId: null,
      }),
    );
    const filters = {
      from: new Date(began.getTime() + 210_000),
      to: new Date(began.getTime() + 239_999),
    };
    expect(await actionsOf(staff, filters)).toEqual(['late']);
  });

  test('OPS-50: of a long log a page is read from an index, whatever the filter', {
    timeout: 60_000,
  }, async () => {
    const { staff, began } = await aLog();
    const { pool } = world.services;
    await pool.query(
      `INSERT INTO audit_entry (organisation_id, position, at, action, subject_type, subject_id,
                                request_id, previous_hash, hash)
       SELECT $1, 5 + n, $2::timestamptz + n * interval '10 minutes', 'bulk.' || n % 50, 'bulk',
              n::text, 'r', '', '' FROM generate_series(1, 50000) AS n`,
      [staff.organisation.id, began],
    );
    await pool.query('UPDATE audit_head SET position = 50005 WHERE organisation_id = $1', [
      staff.organisation.id,
    ]);
    await pool.query('VACUUM ANALYZE audit_entry');
    const filters = [
      {},
      { action: 'chat' },
      { action: 'bulk.7' },
      { subjectType: 'bulk', subjectId: '77' },
      { to: new Date(began.getTime() + 600_000) },
      { action: 'members', to: new Date(began.getTime() + 600_000) },
    ];
    for (const filter of filters) {
      const { items } = await staff.caller.audit.list(filter);
      expect(items.length).toBeGreaterThan(0);
      const best = Math.min(
        ...(await Promise.all(
          [1, 2, 3].map(async () => {
            const started = performance.now();
            await staff.caller.audit.list(filter);
            return performance.now() - started;
          }),
        )),
      );
      expect({ filter, slow: best > 300 }).toEqual({ filter, slow: false });
    }
  });

  async function exported(staff: Staff, format: 'csv' | 'jsonl', filters: object = {}) {
    let text = '';
    let parts = 0;
    let cursor: string | null | undefined;
    do {
      const part = await staff.caller.audit.export({ format, ...filters, cursor });
      text += part.text;
      parts++;
      cursor = part.nextCursor;
    } while (cursor);
    return { text, parts };
  }

  const entriesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'entry');

  test('OPS-50: the export as JSON lines carries the chain: an outsider hashes it as it says', async () => {
    const { staff } = await aLog();
    const { organisation, person } = staff;
    const { text, parts } = await exported(staff, 'jsonl');
    expect(parts).toBe(1);
    let hash = Buffer.from(chainStart).toString('hex');
    const entries = entriesOf(text);
    expect(entries).toHaveLength(5);
    for (const { type: _, hash: stored, previousHash, salt, ip, userAgent, ...entry } of entries) {
      expect(previousHash).toBe(hash);
      const address = createHash('sha256').update(Buffer.from(salt, 'hex'));
      address.update(canonical({ ip, userAgent }));
      expect(entry.address).toBe(address.digest('hex'));
      hash = createHash('sha256')
        .update(Buffer.from(previousHash, 'hex'))
        .update(canonical({ organisationId: organisation.id, ...entry, ip: null }))
        .digest('hex');
      expect(stored).toBe(hash);
    }
    const [last] = (await staff.caller.audit.list({ limit: 1 })).items;
    expect(last).toMatchObject({
      action: 'audit.export',
      actor: { id: person.id },
      after: { format: 'jsonl', entries: 5, from: 1, to: 5 },
    });
  });

  test('OPS-50: the export as CSV quotes what must be quoted and holds no formulas', async () => {
    const { staff, member } = await aLog();
    const { text } = await exported(staff, 'csv', { action: 'members.deactivate' });
    const [head, ...rest] = text.trimEnd().split('\n');
    expect(head).toBe(
      'position,at,actorId,actorName,action,subjectType,subjectId,before,after,ip,userAgent,requestId',
    );
    expect(rest.join('\n')).toContain(
      `,${member.id},"'=Ana, ""la"" \n de aquí",members.deactivate,member,c1,,,127.0.0.1,,r`,
    );
    const all = await exported(staff, 'csv', { action: 'chat.channels.update' });
    expect(all.text).toContain(`"{""topic"":""\\""b\\"", c""}"`);
  });

  test('OPS-50: a long export comes in parts, ends where the log ended, and each part is audited', {
    timeout: 30_000,
  }, async () => {
    const staff = await callerAs(world, 'auditor');
    const { pool } = world.services;
    await aLogOf(staff.organisation.id, 2_500);
    const { text, parts } = await exported(staff, 'jsonl');
    expect(parts).toBe(3);
    const positions = entriesOf(text).map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 2_500 }, (_, n) => n + 1));
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM audit_entry
        WHERE organisation_id = $1 AND action = 'audit.export'`,
      [staff.organisation.id],
    );
    expect(rows).toEqual([{ n: 3 }]);
    const cursor = Buffer.from('["x",1]').toString('base64url');
    expect(await refusalOf(staff.caller.audit.export({ format: 'csv', cursor }))).toBe(
      'error.invalidInput.cursor',
    );
  });

  /** Many entries without a chain between them, as only the owner of the database can write. */
  async function aLogOf(organisationId: string, length: number) {
    await world.services.pool.query(
      `WITH entries AS (
         INSERT INTO audit_entry (organisation_id, position, at, action, subject_type, request_id,
                                  previous_hash, hash)
         SELECT $1, n, now(), 'bulk', 'bulk', 'r', '', '' FROM generate_series(1, $2::int) AS n)
       INSERT INTO audit_head (organisation_id, position, hash) VALUES ($1, $2, '')`,
      [organisationId, length],
    );
  }

  test('OPS-50: verifying says that all is well, or the first broken entry', async () => {
    const { staff } = await aLog();
    const whole = await staff.caller.audit.verify();
    expect(whole).toEqual({
      ok: true,
      entries: 5,
      removed: null,
      firstBroken: null,
      lastHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      publicKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { pool } = world.services;
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await pool.query(
      `UPDATE audit_entry SET ip = '10.0.0.1' WHERE organisation_id = $1 AND position = 3`,
      [staff.organisation.id],
    );
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only');
    await pool.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate');
    expect(await staff.caller.audit.verify()).toMatchObject({ ok: false, firstBroken: 3 });
  });

  test('OPS-50: each organisation’s log is its own, and moderators do not read it', async () => {
    const { member } = await aLog();
    const other = await callerAs(world, 'auditor');
    expect(await actionsOf(other, {})).toEqual([]);
    expect(await actionsOf(other, { actorId: member.id })).toEqual([]);
    expect(entriesOf((await exported(other, 'jsonl')).text)).toEqual([]);
    const moderator = await callerAs(world, 'moderator');
    expect(await refusalOf(moderator.caller.audit.list({}))).toBe('error.forbidden.permission');
  });
});
