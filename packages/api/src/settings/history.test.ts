import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';

describe('the history of settings', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function aHistory() {
    const staff = await callerAs(world, 'superadmin');
    const { settings } = staff.caller;
    await settings.update({ limits: { messageLength: 500 } });
    world.clock.advance({ minutes: 1 });
    await settings.update({ limits: { messageLength: 600, editMinutes: 5 } });
    await settings.update({ limits: { messageLength: 600 } });
    await settings.update({ features: { chat: false } });
    return { ...staff, settings };
  }

  test('OPS-02: the history says who changed what from what to what, the last change first', async () => {
    const { settings, person } = await aHistory();
    const { items, nextCursor } = await settings.history({});
    expect(items.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['features.chat', true, false],
      ['limits.editMinutes', 1_440, 5],
      ['limits.messageLength', 500, 600],
      ['limits.messageLength', 4_000, 500],
    ]);
    expect(items[0]).toMatchObject({
      at: world.clock.now(),
      by: { id: person.id, displayName: person.displayName },
      reverting: false,
    });
    expect(nextCursor).toBeNull();
  });

  test('OPS-02: the history of one value, page by page', async () => {
    const { settings } = await aHistory();
    const path = 'limits.messageLength';
    const first = await settings.history({ path, limit: 1 });
    expect(first.items).toMatchObject([{ path, before: 500, after: 600 }]);
    const second = await settings.history({ path, limit: 1, cursor: first.nextCursor });
    expect(second.items).toMatchObject([{ path, before: 4_000, after: 500 }]);
    expect(second.nextCursor).toBeNull();
    const all = [];
    let cursor: string | null | undefined;
    do {
      const page = await settings.history({ limit: 3, cursor });
      all.push(...page.items.map(({ position }) => position));
      cursor = page.nextCursor;
    } while (cursor);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect(all).toHaveLength(4);
    expect((await settings.history({ path: 'un.heard' })).items).toEqual([]);
  });

  test('OPS-02: a change is taken back, which is a change of its own', async () => {
    const { settings } = await aHistory();
    const { items } = await settings.history({ path: 'limits.messageLength' });
    const now = await settings.revert({ position: items[1]?.position ?? 0 });
    expect(now.values.limits).toMatchObject({ messageLength: 4_000, editMinutes: 5 });
    expect((await settings.history({})).items[0]).toMatchObject({
      path: 'limits.messageLength',
      before: 600,
      after: 4_000,
      reverting: true,
    });
    expect((await settings.get()).values.features.chat).toBe(false);
  });

  test('OPS-02: what could not be set now is not brought back', async () => {
    const { settings, organisation } = await aHistory();
    const { db } = world.services;
    const { position } = await db.auditHead.findUniqueOrThrow({
      where: { organisationId: organisation.id },
    });
    // What an older version, with another range, has left in the log.
    const entry = {
      organisationId: organisation.id,
      at: world.clock.now(),
      action: 'settings.update',
      subjectType: 'setting',
      requestId: 'r',
      previousHash: Buffer.alloc(32),
      hash: Buffer.alloc(32),
    };
    await db.auditEntry.createMany({
      data: [
        {
          ...entry,
          position: position + 1,
          subjectId: 'limits.messageLength',
          before: 7,
          after: 1,
        },
        { ...entry, position: position + 2, subjectId: 'gone.away', before: 7, after: 1 },
        { ...entry, position: position + 3, subjectId: '__proto__.chat', before: 7, after: 1 },
      ],
    });
    for (const more of [1, 2, 3]) {
      const refused = settings.revert({ position: position + more });
      expect(await refusalOf(refused)).toBe('error.invalidInput.outOfRange');
    }
    expect(await refusalOf(settings.revert({ position: 999 }))).toBe(
      'error.notFound.settingsChange',
    );
    expect((await settings.get()).values.limits.messageLength).toBe(600);
  });

  test('CHAT-01: another organisation’s changes are neither shown nor taken back', async () => {
    const { settings } = await aHistory();
    const other = await callerAs(world, 'superadmin');
    expect((await other.caller.settings.history({})).items).toEqual([]);
    const { items } = await settings.history({});
    const refused = other.caller.settings.revert({ position: items[0]?.position ?? 0 });
    expect(await refusalOf(refused)).toBe('error.notFound.settingsChange');
  });

  test('OPS-02: an auditor reads the history and changes nothing; a moderator does not read it', async () => {
    const { organisation } = await aHistory();
    const auditor = (await callerAs(world, 'auditor', organisation)).caller.settings;
    const { items } = await auditor.history({});
    expect(items).toHaveLength(4);
    const position = items[0]?.position ?? 0;
    expect(await refusalOf(auditor.revert({ position }))).toBe('error.forbidden.permission');
    const moderator = (await callerAs(world, 'moderator', organisation)).caller.settings;
    expect(await refusalOf(moderator.history({}))).toBe('error.forbidden.permission');
  });
});
