import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raise } from './alerts/testing.ts';
import { aChannel, say } from './chat/testing.ts';
import { permissionsOf } from './identity/permissions.ts';
import { roles } from './identity/schemas.ts';
import { appRouter } from './router.ts';
import {
  aMember,
  callerAs,
  callerAsNobody,
  callerFor,
  createWorld,
  refusalOf,
  type World,
} from './testing/index.ts';
import type { ProcedureMeta } from './trpc.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Things of one organisation, new for every call, that procedures are tried on. */
interface Things {
  channelId: string;
  fileId: string;
  messageId: string;
  memberId: string;
  inviteId: string;
  linkId: string;
  linkCode: string;
  caseId: string;
  alertId: string;
  ruleId: string;
  viewId: string;
}

/**
 * For every procedure a right input that names the given things. `null`: it names nothing that
 * belongs to an organisation. A procedure that is missing here fails the test.
 */
const inputs: Record<string, ((things: Things) => unknown) | null> = {
  'auth.register': null,
  'auth.login': null,
  'auth.refresh': null,
  'auth.logout': null,
  'auth.me': null,
  'auth.verifyEmail': null,
  'auth.resendVerification': null,
  'organisations.get': null,
  'organisations.update': null,
  'organisations.invites.create': null,
  'organisations.invites.list': null,
  'organisations.invites.revoke': ({ inviteId }) => ({ inviteId }),
  'members.list': null,
  'members.get': ({ memberId }) => ({ memberId }),
  'members.update': ({ memberId }) => ({ memberId, bio: 'cambiado' }),
  'members.deactivate': ({ memberId }) => ({ memberId }),
  'members.reactivate': ({ memberId }) => ({ memberId }),
  'members.setPresence': null,
  'members.activity': null,
  'members.onPresence': null,
  'chat.channels.list': null,
  'chat.channels.get': ({ channelId }) => ({ channelId }),
  'chat.channels.create': ({ memberId }) => ({ name: 'nuevo', memberIds: [memberId] }),
  'chat.channels.update': ({ channelId }) => ({ channelId, topic: 'x' }),
  'chat.channels.archive': ({ channelId }) => ({ channelId }),
  'chat.channels.unarchive': ({ channelId }) => ({ channelId }),
  'chat.channels.delete': ({ channelId }) => ({ channelId }),
  'chat.channels.join': ({ channelId }) => ({ channelId }),
  'chat.channels.leave': ({ channelId }) => ({ channelId }),
  'chat.channels.mentionable': ({ channelId }) => ({ channelId, search: 'a' }),
  'chat.channels.members': ({ channelId }) => ({ channelId }),
  'chat.channels.invite': ({ channelId, memberId }) => ({ channelId, memberIds: [memberId] }),
  'chat.channels.removeMember': ({ channelId, memberId }) => ({ channelId, memberId }),
  'chat.channels.setRole': ({ channelId, memberId }) => ({ channelId, memberId, role: 'reader' }),
  'chat.channels.keepOpen': ({ channelId }) => ({ channelId }),
  'chat.channels.mute': ({ channelId, memberId }) => ({ channelId, memberId, minutes: 5 }),
  'chat.channels.unmute': ({ channelId, memberId }) => ({ channelId, memberId }),
  'chat.channels.mutes': ({ channelId }) => ({ channelId }),
  'chat.invites.create': ({ channelId }) => ({ channelId }),
  'chat.invites.list': ({ channelId }) => ({ channelId }),
  'chat.invites.revoke': ({ linkId }) => ({ inviteId: linkId }),
  'chat.invites.get': ({ linkCode }) => ({ code: linkCode }),
  'chat.invites.accept': ({ linkCode }) => ({ code: linkCode }),
  'chat.channels.markRead': ({ channelId }) => ({ channelId, seq: 1 }),
  'chat.direct.open': ({ memberId }) => ({ memberId }),
  'chat.direct.list': null,
  'chat.direct.unreadCount': null,
  'chat.blocks.list': null,
  'chat.blocks.add': ({ memberId }) => ({ memberId }),
  'chat.blocks.remove': ({ memberId }) => ({ memberId }),
  'chat.receipts.get': null,
  'chat.receipts.set': null,
  // Passes over what is none of the caller's: see `receipts.test.ts`.
  'chat.receipts.delivered': null,
  'chat.messages.send': ({ channelId }) => ({ channelId, content: 'x', clientId: randomUUID() }),
  'chat.messages.history': ({ channelId }) => ({ channelId }),
  'chat.messages.at': ({ channelId }) => ({ channelId, at: new Date(0) }),
  'chat.messages.edit': ({ messageId }) => ({ messageId, content: 'x' }),
  'chat.messages.delete': ({ messageId }) => ({ messageId }),
  'chat.messages.react': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'chat.messages.unreact': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'chat.search': ({ channelId }) => ({ query: 'hola', channelId }),
  'chat.messages.removePreview': ({ messageId }) => ({ messageId, url: 'https://faro.example/' }),
  'chat.messages.pin': ({ messageId }) => ({ messageId }),
  'chat.messages.unpin': ({ messageId }) => ({ messageId }),
  'chat.messages.revisions': ({ messageId }) => ({ messageId }),
  'chat.channels.pins': ({ channelId }) => ({ channelId }),
  'chat.threads.list': null,
  'chat.threads.unreadCount': null,
  'chat.threads.get': ({ messageId }) => ({ messageId }),
  'chat.threads.markRead': ({ messageId }) => ({ messageId, seq: 1 }),
  'chat.threads.follow': ({ messageId }) => ({ messageId }),
  'chat.threads.unfollow': ({ messageId }) => ({ messageId }),
  'chat.saved.list': null,
  'chat.saved.inChannel': ({ channelId }) => ({ channelId }),
  'chat.saved.add': ({ messageId }) => ({ messageId }),
  'chat.saved.remove': ({ messageId }) => ({ messageId }),
  'chat.typing': ({ channelId }) => ({ channelId }),
  'chat.onChannel': ({ channelId }) => ({ channelId }),
  'chat.onMine': null,
  'files.begin': ({ channelId }) => ({ channelId, name: 'a.txt', bytes: 3 }),
  'files.complete': ({ fileId }) => ({ fileId }),
  'files.get': ({ fileId }) => ({ fileId }),
  'files.urls': null,
  'files.delete': ({ fileId }) => ({ fileId }),
  'files.usage': null,
  'files.onMine': null,
  'moderation.flags.create': ({ messageId }) => ({
    subjectType: 'message',
    subjectId: messageId,
    reason: 'spam',
  }),
  'moderation.cases.list': null,
  'moderation.cases.get': ({ caseId }) => ({ caseId }),
  'moderation.cases.flags': ({ caseId }) => ({ caseId }),
  'moderation.cases.evidence': ({ caseId }) => ({ caseId }),
  'moderation.cases.decisions': ({ caseId }) => ({ caseId }),
  'moderation.cases.claim': ({ caseId }) => ({ caseId }),
  'moderation.cases.release': ({ caseId }) => ({ caseId }),
  'moderation.cases.decide': ({ caseId }) => ({
    caseId,
    version: 1,
    policy: 'spam',
    actions: [{ type: 'dismiss' }],
  }),
  'moderation.cases.undo': ({ caseId }) => ({ caseId, decisionId: caseId }),
  'moderation.cases.assign': ({ caseId, memberId }) => ({ caseId, memberId }),
  'moderation.cases.assignees': ({ caseId }) => ({ caseId }),
  'moderation.cases.escalate': ({ caseId }) => ({ caseId, reason: 'para administración' }),
  'moderation.cases.deescalate': ({ caseId }) => ({ caseId, note: 'x' }),
  'moderation.cases.snooze': ({ caseId }) => ({
    caseId,
    until: new Date(Date.now() + 3_600_000),
  }),
  'moderation.cases.unsnooze': ({ caseId }) => ({ caseId }),
  'moderation.views.list': null,
  'moderation.views.save': ({ viewId }) => ({ viewId, name: randomUUID(), filters: {} }),
  'moderation.views.remove': ({ viewId }) => ({ viewId }),
  'moderation.cases.decideMany': ({ caseId }) => ({
    batchId: randomUUID(),
    cases: [{ caseId, version: 1 }],
    policy: 'spam',
    actions: [{ type: 'dismiss' }],
  }),
  'moderation.cases.undoMany': ({ caseId }) => ({ batchId: randomUUID(), caseIds: [caseId] }),
  'moderation.cases.similar': ({ caseId }) => ({ caseId }),
  'moderation.flaggers.mute': ({ memberId }) => ({ memberId, reason: 'avisa de todo' }),
  'moderation.flaggers.unmute': ({ memberId }) => ({ memberId }),
  'moderation.rules.list': null,
  'moderation.rules.get': ({ ruleId }) => ({ ruleId }),
  'moderation.rules.create': ({ channelId }) => ({
    name: randomUUID(),
    kind: 'words',
    config: { words: ['palabra'] },
    outcome: 'flag',
    policy: 'spam',
    channelIds: [channelId],
  }),
  'moderation.rules.update': ({ ruleId }) => ({
    ruleId,
    version: 1,
    name: randomUUID(),
    kind: 'words',
    config: { words: ['otra'] },
    outcome: 'flag',
    policy: 'spam',
  }),
  'moderation.rules.delete': ({ ruleId }) => ({ ruleId }),
  'moderation.rules.test': ({ channelId }) => ({ text: 'hola', channelId }),
  'moderation.rules.trial': ({ channelId }) => ({
    draft: {
      name: 'En prueba',
      kind: 'words',
      config: { words: ['hola'] },
      outcome: 'flag',
      policy: 'spam',
      channelIds: [channelId],
    },
  }),
  'moderation.mine': null,
  'moderation.onQueue': null,
  'people.list': null,
  'people.get': ({ memberId }) => ({ memberId }),
  'alerts.list': null,
  'alerts.acknowledge': ({ alertId }) => ({ alertId }),
  'alerts.resolve': ({ alertId }) => ({ alertId }),
  'alerts.silence': ({ alertId }) => ({ alertId, minutes: 5 }),
  'alerts.onAlert': null,
  'insights.dashboard': null,
  'insights.engagement': ({ channelId }) => ({ days: 7, channelId }),
  'insights.channels': null,
  'insights.performance': ({ channelId }) => ({ days: 7, channelId }),
  'insights.export': ({ channelId }) => ({ what: 'days', days: 7, channelId }),
  'insights.clock': null,
  'insights.report': null,
  'insights.onMetrics': null,
  'audit.list': null,
  'audit.export': null,
  'audit.verify': null,
  'audit.onEntry': null,
  'notifications.list': null,
  'notifications.unreadCount': null,
  'notifications.markRead': null,
  'notifications.markAllRead': null,
  'notifications.delete': null,
  'notifications.preferences.get': null,
  'notifications.preferences.set': null,
  'notifications.push.isSubscribed': null,
  'notifications.push.key': null,
  'notifications.push.subscribe': null,
  'notifications.push.unsubscribe': null,
  'notifications.unsubscribe': null,
  'notifications.onMine': null,
  'settings.get': null,
  'settings.update': null,
  'settings.history': null,
  'settings.schema': null,
  'settings.revert': null,
  'settings.onChange': null,
  'system.health': null,
  'system.jobs.failed': null,
  'system.jobs.retry': null,
  'system.jobs.discard': null,
  'system.status': null,
  'system.secrets': null,
};

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  meta: ProcedureMeta;
}
const procedures = Object.entries(appRouter._def.procedures).map(
  ([path, procedure]) => [path, (procedure as unknown as { _def: Definition })._def] as const,
);

let world: World;
let people: Record<(typeof roles)[number], Person>;
let elsewhere: Person;

beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  const superadmin = await callerAs(world, 'superadmin');
  const others = await Promise.all(
    roles
      .filter((role) => role !== 'superadmin')
      .map(async (role) => [role, await callerAs(world, role, superadmin.organisation)]),
  );
  people = { superadmin, ...Object.fromEntries(others) };
  elsewhere = await callerAs(world, 'superadmin');
});
afterAll(() => world.close());

async function thingsOf(owner: Person): Promise<Things> {
  const member = await aMember(world, owner.organisation);
  const channel = await aChannel(owner);
  await owner.caller.chat.channels.invite({ channelId: channel.id, memberIds: [member.id] });
  const message = await say(owner.caller, channel.id, 'de aquí');
  // By row: nobody has so many uploads at once as this table has procedures.
  const file = await world.services.db.storedFile.create({
    data: {
      organisationId: owner.organisation.id,
      ownerId: owner.person.id,
      channelId: channel.id,
      purpose: 'message',
      name: 'a.txt',
      bytes: 3,
      storedBytes: 3,
    },
  });
  const invite = await owner.caller.organisations.invites.create({});
  const link = await owner.caller.chat.invites.create({ channelId: channel.id });
  const { caller } = await callerFor(world, member);
  const flag = { subjectType: 'message', subjectId: message.id, reason: 'spam' } as const;
  await caller.moderation.flags.create(flag);
  const found = await world.services.db.moderationCase.findFirstOrThrow({
    where: { subjectId: message.id },
  });
  const alert = await raise(world, owner.organisation, { key: message.id });
  const rule = await owner.caller.moderation.rules.create({
    name: randomUUID(),
    kind: 'words',
    config: { words: ['palabrota'] },
    outcome: 'flag',
    policy: 'spam',
  });
  // By row, as above: nobody keeps that many.
  const view = await world.services.db.queueView.create({
    data: {
      organisationId: owner.organisation.id,
      memberId: owner.person.id,
      name: randomUUID(),
      filters: { state: 'open' },
      shared: true,
    },
  });
  return {
    channelId: channel.id,
    fileId: file.id,
    messageId: message.id,
    memberId: member.id,
    inviteId: invite.id,
    linkId: link.id,
    linkCode: link.code,
    caseId: found.id,
    alertId: alert.alertId,
    ruleId: rule.id,
    viewId: view.id,
  };
}

async function call(caller: unknown, path: string, type: Definition['type'], input: unknown) {
  let procedure = caller;
  for (const part of path.split('.')) procedure = (procedure as Record<string, unknown>)[part];
  const result = await (procedure as (input: unknown) => Promise<unknown>)(input);
  if (type !== 'subscription') return;
  const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
}

describe.each(procedures)('%s', (path, { type, meta }) => {
  it('Q-14: has a place in this matrix', () => {
    expect(Object.keys(inputs)).toContain(path);
  });

  if (meta.permission !== 'open') {
    it('Q-14: is closed to who is not signed in', async () => {
      const input = inputs[path]?.(await thingsOf(elsewhere));
      const nobody = callerAsNobody(world.services);
      expect(await refusalOf(call(nobody, path, type, input))).toBe('error.unauthenticated');
    });
  }

  for (const role of roles) {
    const { permission } = meta;
    if (permission === 'open' || permission === 'member') continue;
    if (permissionsOf[role].includes(permission)) continue;
    it(`Q-14: is closed to a ${role}, who lacks ${permission}`, async () => {
      const input = inputs[path]?.(await thingsOf(people.superadmin));
      const refused = call(people[role].caller, path, type, input);
      expect(await refusalOf(refused)).toBe('error.forbidden.permission');
    });
  }

  if (inputs[path]) {
    it.each(roles)('CHAT-01: does not let a %s touch another organisation', async (role) => {
      const things = await thingsOf(elsewhere);
      const before = await snapshot(things);
      const refused = refusalOf(call(people[role].caller, path, type, inputs[path]?.(things)));
      expect(await refused).toMatch(/^error\.(notFound|forbidden\.permission)/);
      expect(await snapshot(things)).toEqual(before);
    });
  }
});

/** Everything that a call could have changed of the things. */
async function snapshot(things: Things) {
  const {
    channelId,
    fileId,
    messageId,
    memberId,
    inviteId,
    linkId,
    caseId,
    alertId,
    ruleId,
    viewId,
  } = things;
  const { db } = world.services;
  return Promise.all([
    db.channel.findUnique({ where: { id: channelId }, include: { members: true, events: true } }),
    db.message.findUnique({
      where: { id: messageId },
      include: { reactions: true, savedBy: true, thread: { include: { followers: true } } },
    }),
    db.message.count({ where: { channelId } }),
    db.storedFile.findMany({ where: { OR: [{ id: fileId }, { channelId }] } }),
    db.member.findUnique({ where: { id: memberId } }),
    db.invite.findUnique({ where: { id: inviteId } }),
    db.channelInvite.findUnique({ where: { id: linkId } }),
    db.moderationCase.findUnique({
      where: { id: caseId },
      include: { flags: true, decisions: true, deskEvents: true },
    }),
    db.alert.findUnique({ where: { id: alertId } }),
    db.moderationRule.findUnique({ where: { id: ruleId } }),
    db.queueView.findUnique({ where: { id: viewId } }),
  ]);
}
