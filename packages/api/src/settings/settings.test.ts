import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOrganisation, callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { createSettingsReader } from './reader.ts';
import { type SettingsEvent, settingsDefaults } from './schemas.ts';
import { changesOf, patched, readTree } from './tree.ts';

describe('settings', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  test('OPS-01: an organisation begins with the defaults; changing some leaves the others', async () => {
    const { caller } = await callerAs(world, 'superadmin');
    expect(await caller.settings.get()).toEqual({ values: settingsDefaults, version: 0 });
    const now = await caller.settings.update({ limits: { messageLength: 500 } });
    expect(now.values).toEqual(patched(settingsDefaults, { limits: { messageLength: 500 } }));
    expect(await caller.settings.get()).toEqual(now);
    expect(now.version).toBe(1);
  });

  test('OPS-01: all or nothing: one wrong value and none is changed', async () => {
    const { caller } = await callerAs(world, 'superadmin');
    const wrong = [
      { limits: { messageLength: 500, editMinutes: -1 } },
      { limits: { messageLength: 99 } },
      { limits: { messageLength: 1.5 } },
      { limits: { messageLength: '500' } },
      { limits: { unheardOf: 1 } },
      { unheardOf: {} },
      { features: { chat: null } },
      JSON.parse('{"__proto__": {"chat": false}}'),
    ];
    for (const patch of wrong) {
      await expect(caller.settings.update(patch)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    expect(await caller.settings.get()).toEqual({ values: settingsDefaults, version: 0 });
  });

  test('OPS-01: what is out of range is told with the whole range of the setting', async () => {
    const { caller } = await callerAs(world, 'superadmin');
    for (const messageLength of [99, 20_001, 1e308, -1e308, 1.5, Number.NaN, '500', null]) {
      await expect(
        caller.settings.update({ limits: { messageLength } } as never),
      ).rejects.toMatchObject({
        message: 'error.invalidInput.range',
        cause: {
          details: { field: 'limits.messageLength', params: { minimum: 100, maximum: 20_000 } },
        },
      });
    }
  });

  test('OPS-01: only a superadmin changes settings; everyone of the organisation reads them', async () => {
    for (const role of ['member', 'moderator', 'admin', 'auditor'] as const) {
      const { caller } = await callerAs(world, role);
      expect(await refusalOf(caller.settings.update({ features: { chat: false } }))).toBe(
        'error.forbidden.permission',
      );
      await expect(caller.settings.get()).resolves.toBeDefined();
    }
  });

  test('OPS-01: members read what their screens need, and not where alerts and moderation begin', async () => {
    const chief = await callerAs(world, 'superadmin');
    const member = await callerAs(world, 'member', chief.organisation);
    const { values, version } = await member.caller.settings.get();
    expect(Object.keys(values).sort()).toEqual(['features', 'files', 'limits', 'presence']);
    const stream = await member.caller.settings.onChange();
    for await (const envelope of stream) {
      const event = (envelope as unknown as { data: SettingsEvent }).data;
      if (event.type === 'changed') {
        expect(event).toEqual({ type: 'changed', values, version: version + 1 });
        break;
      }
      await chief.caller.settings.update({ alerts: { wrongSignIns: 77 } });
    }
    for (const role of ['moderator', 'admin', 'auditor'] as const) {
      const staff = await callerAs(world, role, chief.organisation);
      const seen = await staff.caller.settings.get();
      expect(seen.values).toEqual(patched(settingsDefaults, { alerts: { wrongSignIns: 77 } }));
    }
  });

  test('OPS-01: what there is to set is told with kind, range, default and meaning', async () => {
    const { caller } = await callerAs(world, 'member');
    const described = await caller.settings.schema();
    expect(described).toContainEqual({
      path: 'limits.messageLength',
      section: 'limits',
      type: 'integer',
      standard: 4_000,
      minimum: 100,
      maximum: 20_000,
      description: 'Longest message, in characters',
    });
    expect(described).toContainEqual(
      expect.objectContaining({ path: 'features.chat', type: 'boolean', minimum: null }),
    );
    expect(described.every(({ description }) => description.length > 0)).toBe(true);
    const flat = Object.entries(settingsDefaults).flatMap(([section, values]) =>
      Object.entries(values).map(([key, standard]) => [`${section}.${key}`, standard]),
    );
    expect(described.map(({ path, standard }) => [path, standard])).toEqual(flat);
  });

  test('CHAT-01: one organisation’s settings are not another’s', async () => {
    const one = await callerAs(world, 'superadmin');
    const two = await callerAs(world, 'superadmin');
    await one.caller.settings.update({ features: { chat: false } });
    expect((await two.caller.settings.get()).values.features.chat).toBe(true);
  });

  test('OPS-02: every change is audited field by field, before and after', async () => {
    const { caller, person, organisation } = await callerAs(world, 'superadmin');
    await caller.settings.update({
      limits: { messageLength: 500, editMinutes: settingsDefaults.limits.editMinutes },
      features: { chat: false },
    });
    const entries = await world.services.db.auditEntry.findMany({
      where: { organisationId: organisation.id },
      orderBy: { subjectId: 'asc' },
    });
    expect(entries).toMatchObject([
      { subjectId: 'features.chat', before: true, after: false, actorId: person.id },
      { subjectId: 'limits.messageLength', before: 4_000, after: 500, action: 'settings.update' },
    ]);
  });

  test('OPS-02: two changes at the same moment are both there, and each says what was before it', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    await caller.settings.update({ limits: { editMinutes: 7 } });
    const { pool, db } = world.services;
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM audit_head WHERE organisation_id = $1 FOR UPDATE', [
      organisation.id,
    ]);
    const calls = [500, 600].map((messageLength) =>
      caller.settings.update({ limits: { messageLength } }),
    );
    await untilWaiting(pool, 2);
    await other.query('ROLLBACK');
    other.release();
    await Promise.all(calls);
    const { values, version } = await caller.settings.get();
    expect(version).toBe(3);
    expect(values.limits.editMinutes).toBe(7);
    const [first, second] = await db.auditEntry.findMany({
      where: { organisationId: organisation.id, subjectId: 'limits.messageLength' },
      orderBy: { position: 'asc' },
    });
    expect(first?.before).toBe(4_000);
    expect(second).toMatchObject({ before: first?.after, after: values.limits.messageLength });
  });

  test('OPS-03: a change reaches another node and its open clients', {
    timeout: 3_000,
  }, async () => {
    const other = await world.addNode();
    const { caller, organisation } = await callerAs(world, 'superadmin');
    await other.settings.of(organisation.id);
    const heard = new Promise((resolve) => other.settings.subscribe(organisation.id, resolve));
    const now = await caller.settings.update({ features: { chat: false } });
    expect(await heard).toEqual(now);
    expect(other.settings.of(organisation.id)).toEqual(now.values);
  });

  test('OPS-03: reading from memory is immediate; no organisation has the defaults', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    const now = await caller.settings.update({ limits: { channelsPerDay: 3 } });
    expect(world.services.settings.of(organisation.id)).toEqual(now.values);
    expect(world.services.settings.of(null)).toEqual(settingsDefaults);
  });

  test('OPS-03: a lost message is made good when the line is back', {
    timeout: 3_000,
  }, async () => {
    const reconnected: (() => void)[] = [];
    const deaf = createSettingsReader({
      ...world.services,
      bus: {
        ...world.services.bus,
        subscribe: async () => () => {},
        onReconnect: (listener) => {
          reconnected.push(listener);
          return () => {};
        },
      },
    });
    await deaf.start();
    const { caller, organisation } = await callerAs(world, 'superadmin');
    await deaf.of(organisation.id);
    const heard = new Promise((resolve) => deaf.subscribe(organisation.id, resolve));
    const now = await caller.settings.update({ limits: { messageLength: 777 } });
    for (const listener of reconnected) listener();
    expect(await heard).toEqual(now);
    deaf.stop();
  });

  test('OPS-03: an older answer that arrives late changes nothing', async () => {
    const { caller, organisation } = await callerAs(world, 'superadmin');
    const older = await caller.settings.update({ limits: { messageLength: 500 } });
    const newer = await caller.settings.update({ limits: { messageLength: 600 } });
    world.services.settings.changed(organisation.id, older);
    expect(world.services.settings.of(organisation.id)).toEqual(newer.values);
  });

  test('OPS-03: open clients are told live', async () => {
    const { caller } = await callerAs(world, 'superadmin');
    const events: SettingsEvent[] = [];
    const stream = await caller.settings.onChange();
    for await (const envelope of stream) {
      const event = (envelope as unknown as { data: SettingsEvent }).data;
      events.push(event);
      if (event.type === 'changed') break;
      await caller.settings.update({ features: { chat: false } });
    }
    expect(events).toMatchObject([
      { type: 'refresh' },
      { type: 'changed', version: 1, values: { features: { chat: false } } },
    ]);
  });

  test('OPS-01: a stored value that no longer fits is passed over', async () => {
    const { id } = await anOrganisation(world);
    const stored = [
      { path: 'limits.messageLength', value: 'long', version: 2 },
      { path: 'gone.away', value: 1, version: 1 },
      { path: 'limits.editMinutes', value: 5, version: 1 },
    ];
    await world.services.db.setting.createMany({
      data: stored.map((row) => ({ ...row, organisationId: id })),
    });
    const { values, version } = await world.services.settings.read(id);
    expect(values).toEqual(patched(settingsDefaults, { limits: { editMinutes: 5 } }));
    expect(version).toBe(4);
  });
});

describe('the tree of settings', () => {
  test('OPS-02: a patch changes what differs, and nothing else', () => {
    const patch = { limits: { messageLength: 500, channelsPerDay: 100 }, features: {} };
    expect(changesOf(settingsDefaults, patch)).toEqual([
      { path: 'limits.messageLength', before: 4_000, after: 500 },
    ]);
    expect(readTree([], () => {}).values).toEqual(settingsDefaults);
  });
});
