import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { answer, say } from './testing.ts';

let world: World;
type Person = Awaited<ReturnType<typeof callerAs>>;
let ana: Person;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
});
afterAll(() => world.close());

const another = (role: 'member' | 'moderator' | 'superadmin' = 'member') =>
  callerAs(world, role, ana.organisation);
const open = (one: Person, other: Person) =>
  one.caller.chat.direct.open({ memberId: other.person.id });
const listed = async ({ caller }: Person) => (await caller.chat.direct.list({})).items;

describe('direct channels', () => {
  it('CHAT-30: two who begin at once get the same conversation, called what the other is', async () => {
    const bo = await another();
    const opened = await Promise.all([open(ana, bo), open(bo, ana), open(ana, bo), open(bo, ana)]);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(opened[0]).toMatchObject({
      type: 'direct',
      name: bo.person.displayName,
      with: { id: bo.person.id },
      role: 'writer',
      memberCount: 2,
    });
    expect(opened[1]).toMatchObject({
      name: ana.person.displayName,
      with: { id: ana.person.id },
    });
    const { allowed } = opened[0];
    expect(Object.keys(allowed).filter((key) => allowed[key as keyof typeof allowed])).toEqual([
      'send',
      'react',
      'pin',
    ]);
  });

  it('CHAT-30: the list has the last message and what is unread, the last written to first', async () => {
    const [one, bo, cy] = await Promise.all([another(), another(), another()]);
    const withBo = await open(one, bo);
    const withCy = await open(one, cy);
    // Who was not written to does not learn that somebody opened a conversation.
    expect((await listed(one)).map(({ id }) => id)).toEqual([withCy.id, withBo.id]);
    expect(await listed(bo)).toEqual([]);

    world.clock.advance({ seconds: 1 });
    await say(one.caller, withBo.id, 'hola, Bo');
    const last = await say(one.caller, withBo.id, 'segunda');
    const gone = await say(one.caller, withBo.id, 'tercera');
    await one.caller.chat.messages.delete({ messageId: gone.id });
    expect((await listed(one)).map(({ id }) => id)).toEqual([withBo.id, withCy.id]);
    const [item] = await listed(bo);
    expect(item).toMatchObject({
      id: withBo.id,
      name: one.person.displayName,
      with: { id: one.person.id, presence: 'offline' },
      unread: 2,
      lastMessage: { id: last.id, content: 'segunda' },
    });
    expect(await bo.caller.chat.direct.unreadCount()).toEqual({ conversations: 1 });
    expect(await one.caller.chat.direct.unreadCount()).toEqual({ conversations: 0 });
    await bo.caller.chat.channels.markRead({ channelId: withBo.id, seq: last.seq });
    expect(await bo.caller.chat.direct.unreadCount()).toEqual({ conversations: 0 });
    expect((await listed(bo))[0]).toMatchObject({ unread: 0 });
  });

  it('CHAT-30: the list comes in pages, each conversation once', async () => {
    const one = await another();
    const others = await Promise.all(Array.from({ length: 5 }, () => another()));
    const ids: string[] = [];
    for (const other of others) ids.push((await open(one, other)).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await one.caller.chat.direct.list({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
  });

  it('CHAT-30: nobody else sees it or finds it, staff included', async () => {
    const [bo, staff] = await Promise.all([another(), another('superadmin')]);
    const { id: channelId } = await open(ana, bo);
    const word = `secreto${randomUUID().slice(0, 8)}`;
    const message = await say(ana.caller, channelId, word);
    const { caller } = staff;
    const ofChannel = [
      caller.chat.channels.get({ channelId }),
      caller.chat.channels.join({ channelId }),
      caller.chat.channels.members({ channelId }),
      caller.chat.channels.pins({ channelId }),
      caller.chat.channels.archive({ channelId }),
      caller.chat.channels.delete({ channelId }),
      caller.chat.messages.history({ channelId }),
      caller.chat.onChannel({ channelId }),
      caller.chat.search({ query: word, channelId }),
      say(caller, channelId, 'x'),
    ];
    for (const refusal of await Promise.all(ofChannel.map(refusalOf))) {
      expect(refusal).toBe('error.notFound.channel');
    }
    const { id: messageId } = message;
    const ofMessage = [
      caller.chat.messages.delete({ messageId }),
      caller.chat.messages.revisions({ messageId }),
      caller.chat.threads.get({ messageId }),
      caller.chat.saved.add({ messageId }),
    ];
    for (const refusal of await Promise.all(ofMessage.map(refusalOf))) {
      expect(refusal).toBe('error.notFound.message');
    }
    await expect
      .poll(async () => (await bo.caller.chat.search({ query: word })).items.length)
      .toBe(1);
    const [found] = (await bo.caller.chat.search({ query: word })).items;
    expect(found?.channel).toMatchObject({ type: 'direct', name: ana.person.displayName });
    expect((await caller.chat.search({ query: word })).items).toEqual([]);
    for (const scope of ['joined', 'discover'] as const) {
      for (const person of [ana, staff]) {
        const { items } = await person.caller.chat.channels.list({ scope, limit: 100 });
        expect(items.some(({ id }) => id === channelId)).toBe(false);
      }
    }
  });

  it('CHAT-30: nobody is let in, put out or given a role, and nobody leaves', async () => {
    const [bo, third] = await Promise.all([another('superadmin'), another()]);
    const { id: channelId } = await open(ana, bo);
    const memberId = third.person.id;
    for (const { caller } of [ana, bo]) {
      expect(
        await refusalOf(caller.chat.channels.invite({ channelId, memberIds: [memberId] })),
      ).toBe('error.forbidden.inviteToChannel');
      expect(await refusalOf(caller.chat.channels.leave({ channelId }))).toBe(
        'error.forbidden.leaveDirect',
      );
      expect(await refusalOf(caller.chat.channels.update({ channelId, name: 'x' }))).toBe(
        'error.forbidden.manageChannel',
      );
    }
    const put = { channelId, memberId: ana.person.id };
    expect(await refusalOf(bo.caller.chat.channels.removeMember(put))).toBe(
      'error.forbidden.manageChannel',
    );
  });

  it('CHAT-30: staff do not delete what is said to them, and their own deeds leave no audit entry', async () => {
    const staff = await another('moderator');
    const { id: channelId } = await open(staff, ana);
    const theirs = await say(ana.caller, channelId, 'para ti');
    const { caller } = staff;
    expect(await refusalOf(caller.chat.messages.delete({ messageId: theirs.id }))).toMatch(
      /^error\.forbidden/,
    );
    const before = await world.services.db.auditEntry.count();
    await caller.chat.messages.pin({ messageId: theirs.id });
    const own = await say(caller, channelId, 'mío');
    await caller.chat.messages.delete({ messageId: own.id });
    expect(await world.services.db.auditEntry.count()).toBe(before);
  });

  it('CHAT-30: who cannot enter any more is read and not written to', async () => {
    const [bo, admin] = await Promise.all([another(), another('superadmin')]);
    const stranger = await another();
    const { id: channelId } = await open(ana, bo);
    const said = await say(ana.caller, channelId, 'hola');
    await admin.caller.members.deactivate({ memberId: bo.person.id });
    expect(await refusalOf(say(ana.caller, channelId, 'otra'))).toBe('error.readOnly.direct');
    expect(await refusalOf(answer(ana.caller, said, 'otra'))).toBe('error.readOnly.direct');
    const messageId = said.id;
    expect(await refusalOf(ana.caller.chat.messages.edit({ messageId, content: 'x' }))).toBe(
      'error.readOnly.direct',
    );
    expect(await refusalOf(ana.caller.chat.messages.react({ messageId, emoji: '👍' }))).toBe(
      'error.readOnly.direct',
    );
    const begin = { channelId, name: 'a.txt', bytes: 3 };
    expect(await refusalOf(ana.caller.files.begin(begin))).toBe('error.readOnly.direct');
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(messages.map(({ content }) => content)).toEqual(['hola']);
    expect((await open(ana, bo)).allowed.send).toBe(false);
    expect(await refusalOf(open(stranger, bo))).toBe('error.readOnly.direct');
    await admin.caller.members.reactivate({ memberId: bo.person.id });
    await say(ana.caller, channelId, 'de vuelta');
  });

  it('CHAT-30: nobody writes to themselves or to another organisation', async () => {
    const elsewhere = await callerAs(world, 'superadmin');
    expect(await refusalOf(open(ana, ana))).toBe('error.invalidInput.self');
    expect(await refusalOf(open(ana, elsewhere))).toBe('error.notFound.member');
    expect(await refusalOf(ana.caller.chat.direct.open({ memberId: randomUUID() }))).toBe(
      'error.notFound.member',
    );
  });

  it('CHAT-30: staff see of it what was flagged, as evidence, and nothing more', async () => {
    const [bo, staff] = await Promise.all([another(), another('moderator')]);
    const { id: channelId } = await open(ana, bo);
    const { id: subjectId } = await say(bo.caller, channelId, 'amenaza');
    const flag = { subjectType: 'message', subjectId, reason: 'harassment' } as const;
    expect(await refusalOf(staff.caller.moderation.flags.create(flag))).toBe(
      'error.notFound.message',
    );
    await ana.caller.moderation.flags.create(flag);
    const { id: caseId } = await world.services.db.moderationCase.findFirstOrThrow({
      where: { subjectId },
    });
    const found = await staff.caller.moderation.cases.get({ caseId });
    expect(found.evidence.map(({ content }) => content.text)).toEqual(['amenaza']);
    expect(await refusalOf(staff.caller.chat.messages.history({ channelId }))).toBe(
      'error.notFound.channel',
    );
  });

  it('CHAT-30: saved messages and threads name the conversation by the other person', async () => {
    const bo = await another();
    const { id: channelId } = await open(ana, bo);
    const said = await say(ana.caller, channelId, 'guárdame');
    await answer(bo.caller, said, 'respuesta');
    await bo.caller.chat.saved.add({ messageId: said.id });
    const saved = await bo.caller.chat.saved.list({});
    expect(saved.items[0]?.found?.channel.name).toBe(ana.person.displayName);
    const threads = await ana.caller.chat.threads.list({});
    expect(threads.items[0]?.channel).toMatchObject({
      type: 'direct',
      name: bo.person.displayName,
    });
  });
});
