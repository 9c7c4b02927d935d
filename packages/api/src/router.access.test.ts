import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aChannel, say } from './chat/testing.ts';
import { permissionsOf } from './identity/permissions.ts';
import { roles } from './identity/schemas.ts';
import { appRouter } from './router.ts';
import {
  aMember,
  callerAs,
  callerAsNobody,
  createWorld,
  refusalOf,
  type World,
} from './testing/index.ts';
import type { ProcedureMeta } from './trpc.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Things of one organisation, new for every call, that procedures are tried on. */
interface Things {
  channelId: string;
  messageId: string;
  memberId: string;
  inviteId: string;
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
  'chat.channels.members': ({ channelId }) => ({ channelId }),
  'chat.channels.invite': ({ channelId, memberId }) => ({ channelId, memberIds: [memberId] }),
  'chat.channels.removeMember': ({ channelId, memberId }) => ({ channelId, memberId }),
  'chat.channels.setRole': ({ channelId, memberId }) => ({ channelId, memberId, role: 'reader' }),
  'chat.channels.markRead': ({ channelId }) => ({ channelId, seq: 1 }),
  'chat.messages.send': ({ channelId }) => ({ channelId, content: 'x', clientId: randomUUID() }),
  'chat.messages.history': ({ channelId }) => ({ channelId }),
  'chat.messages.edit': ({ messageId }) => ({ messageId, content: 'x' }),
  'chat.messages.delete': ({ messageId }) => ({ messageId }),
  'chat.messages.react': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'chat.messages.unreact': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'chat.typing': ({ channelId }) => ({ channelId }),
  'chat.onChannel': ({ channelId }) => ({ channelId }),
  'chat.onMine': null,
  'settings.get': null,
  'settings.update': null,
  'settings.onChange': null,
  'system.health': null,
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
  const invite = await owner.caller.organisations.invites.create({});
  return { channelId: channel.id, messageId: message.id, memberId: member.id, inviteId: invite.id };
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
async function snapshot({ channelId, messageId, memberId, inviteId }: Things) {
  const { db } = world.services;
  return Promise.all([
    db.channel.findUnique({ where: { id: channelId }, include: { members: true, events: true } }),
    db.message.findUnique({ where: { id: messageId }, include: { reactions: true } }),
    db.message.count({ where: { channelId } }),
    db.member.findUnique({ where: { id: memberId } }),
    db.invite.findUnique({ where: { id: inviteId } }),
  ]);
}
