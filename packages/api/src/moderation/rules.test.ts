import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChannel } from '../chat/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import type { RuleInput } from './filter/schemas.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const insults = {
  name: 'Insultos',
  kind: 'words' as const,
  config: { words: ['tonto', 'bobo'] },
  outcome: 'hold' as const,
  policy: 'harassment' as const,
};

describe('rules', () => {
  test('TRUST-01: rules are data: scope, severity, owner, history', async () => {
    const { caller, person, organisation } = await callerAs(world, 'admin');
    const channel = await aChannel({ caller });
    const made = await caller.moderation.rules.create({ ...insults, channelIds: [channel.id] });
    expect(made).toMatchObject({
      ...insults,
      config: { words: ['tonto', 'bobo'], except: [] },
      severity: 2,
      enabled: true,
      channelIds: [channel.id],
      owner: { id: person.id },
      version: 1,
    });
    const { id: ruleId, version } = made;
    const changed = await caller.moderation.rules.update({
      ruleId,
      version,
      ...insults,
      severity: 4,
      config: { words: ['tonto'] },
    });
    expect(changed).toMatchObject({ severity: 4, version: 2, channelIds: [] });
    expect((await caller.moderation.rules.list({})).items).toEqual([changed]);
    expect(await caller.moderation.rules.get({ ruleId })).toEqual(changed);
    await caller.moderation.rules.delete({ ruleId });
    expect(await refusalOf(caller.moderation.rules.get({ ruleId }))).toBe('error.notFound.rule');
    expect((await caller.moderation.rules.list({})).items).toEqual([]);

    const entries = await world.services.db.auditEntry.findMany({
      where: { organisationId: organisation.id, subjectType: 'rule' },
      orderBy: { position: 'asc' },
    });
    expect(entries).toMatchObject([
      { action: 'moderation.rules.create', subjectId: ruleId, actorId: person.id, before: null },
      {
        action: 'moderation.rules.update',
        before: { config: { words: ['tonto', 'bobo'] }, severity: 2 },
        after: { config: { words: ['tonto'] }, severity: 4 },
      },
      { action: 'moderation.rules.delete', before: { name: 'Insultos' }, after: null },
    ]);
  });

  test('TRUST-01: two who change the same rule: the second is told', async () => {
    const { caller } = await callerAs(world, 'admin');
    const { id: ruleId, version } = await caller.moderation.rules.create(insults);
    const change = () => caller.moderation.rules.update({ ruleId, version, ...insults });
    const outcomes = await Promise.allSettled([change(), change()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(change())).toBe('error.conflict.changed');
  });

  test('TRUST-01: names are used once; channels are of the organisation', async () => {
    const { caller } = await callerAs(world, 'admin');
    const foreign = await aChannel(await callerAs(world, 'admin'));
    await caller.moderation.rules.create(insults);
    expect(await refusalOf(caller.moderation.rules.create(insults))).toBe('error.taken.ruleName');
    const elsewhere = { ...insults, name: 'Otra', channelIds: [foreign.id] };
    expect(await refusalOf(caller.moderation.rules.create(elsewhere))).toBe(
      'error.notFound.channel',
    );
  });

  test.each([
    ['word', { kind: 'words', config: { words: ['bien', '¡!'] } }],
    ['word', { kind: 'words', config: { words: ['ab*'] } }],
    ['pattern', { kind: 'pattern', config: { pattern: 'a(b' } }],
    ['matchesAll', { kind: 'pattern', config: { pattern: 'a*' } }],
    ['host', { kind: 'links', config: { allowedHosts: ['a b'] } }],
  ] as const)(
    'TRUST-01: a rule that the filter cannot use is refused: %s %o',
    async (reason, one) => {
      const { caller } = await callerAs(world, 'admin');
      const refused = caller.moderation.rules.create({
        ...insults,
        ...one,
      } as unknown as RuleInput);
      expect(await refusalOf(refused)).toBe(`error.invalidInput.${reason}`);
    },
  );

  test('TRUST-01: the list goes by name, in pages, and can be searched', async () => {
    const { caller } = await callerAs(world, 'admin');
    for (const name of ['Ñandú', 'beta', 'alfa', 'Betún']) {
      await caller.moderation.rules.create({ ...insults, name, enabled: name !== 'alfa' });
    }
    const first = await caller.moderation.rules.list({ limit: 3 });
    const rest = await caller.moderation.rules.list({ limit: 3, cursor: first.nextCursor });
    const names = [...first.items, ...rest.items].map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Betún', 'alfa', 'beta', 'Ñandú']);
    const named = async (input: Parameters<typeof caller.moderation.rules.list>[0]) =>
      (await caller.moderation.rules.list(input)).items.map(({ name }) => name).toSorted();
    expect(await named({ search: 'BET' })).toEqual(['Betún', 'beta']);
    expect(await named({ enabled: false })).toEqual(['alfa']);
    expect(await named({ kind: 'flood' })).toEqual([]);
  });

  test('TRUST-01: trying a text or a draft says what matches and how the text is read', async () => {
    const { caller } = await callerAs(world, 'admin');
    const saved = await caller.moderation.rules.create(insults);
    const text = 'Eres un T.0.N.T.0 y un pelma';
    expect(await caller.moderation.rules.test({ text })).toEqual({
      outcome: 'hold',
      normalised: 'eres un t 0 n t 0 y un pelma',
      matches: [
        {
          ruleId: saved.id,
          name: 'Insultos',
          outcome: 'hold',
          policy: 'harassment',
          severity: 2,
          matched: ['T.0.N.T.0'],
        },
      ],
    });
    const draft = {
      ...insults,
      name: 'Borrador',
      config: { words: ['pelma'] },
      outcome: 'block' as const,
    };
    const both = await caller.moderation.rules.test({ text, draft });
    expect(both.outcome).toBe('block');
    expect(both.matches.map(({ ruleId }) => ruleId).toSorted()).toEqual([saved.id, null]);
    const alone = await caller.moderation.rules.test({ text, draft, draftOnly: true });
    expect(alone.matches).toMatchObject([{ ruleId: null, name: 'Borrador', matched: ['pelma'] }]);
    expect((await caller.moderation.rules.list({})).items).toHaveLength(1);
  });

  test('TRUST-01: moderators and auditors read the rules; only admins change them', async () => {
    const admin = await callerAs(world, 'admin');
    const { id: ruleId } = await admin.caller.moderation.rules.create(insults);
    const stranger = await callerAs(world, 'admin');
    expect(await refusalOf(stranger.caller.moderation.rules.get({ ruleId }))).toBe(
      'error.notFound.rule',
    );
    for (const role of ['moderator', 'auditor'] as const) {
      const { caller } = await callerAs(world, role, admin.organisation);
      expect((await caller.moderation.rules.list({})).items).toHaveLength(1);
      expect(await caller.moderation.rules.get({ ruleId })).toMatchObject(insults);
      expect(await refusalOf(caller.moderation.rules.create(insults))).toBe(
        'error.forbidden.permission',
      );
    }
  });
});
