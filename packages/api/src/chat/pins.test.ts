import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { mostPins } from './pins.ts';
import { aChannel, answer, listen, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

describe('pins', () => {
  it('CHAT-08: a message is pinned for everyone, live, and taken off again', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const first = await say(ana.caller, channelId, 'rules');
    const second = await answer(bo.caller, first, 'and this');
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    const pinned = await bo.caller.chat.messages.pin({ messageId: first.id });
    expect(pinned.pinnedAt).toBeInstanceOf(Date);
    const { event } = await stream.until('message.pinned');
    expect(event.message).toMatchObject({ id: first.id, pinnedAt: pinned.pinnedAt });
    world.clock.advance({ seconds: 1 });
    await ana.caller.chat.messages.pin({ messageId: second.id });
    await ana.caller.chat.messages.pin({ messageId: second.id });
    const { items } = await bo.caller.chat.channels.pins({ channelId });
    expect(items.map(({ message }) => message.content)).toEqual(['and this', 'rules']);
    expect(items[1]?.pinnedBy?.id).toBe(bo.person.id);
    await bo.caller.chat.messages.unpin({ messageId: second.id });
    const { before, event: off } = await stream.until('message.unpinned');
    expect(before.map(({ type }) => type)).toEqual(['message.pinned']);
    expect(off.message).not.toHaveProperty('pinnedAt');
    expect((await bo.caller.chat.channels.pins({ channelId })).items).toHaveLength(1);
    await stream.stop();
    const late = await listen(bo.caller, channelId, String(second.seq));
    const missed = (await late.until('ready')).before.map(({ type }) => type);
    expect(missed).toEqual(['resuming', 'message.pinned', 'message.pinned', 'message.unpinned']);
    await late.stop();
  });

  it('CHAT-08: whoever writes there pins; readers and others do not; who manages does', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const { id: messageId } = await say(ana.caller, channelId, 'pin me');
    const pinAs = ({ caller }: typeof bo) => refusalOf(caller.chat.messages.pin({ messageId }));
    await ana.caller.chat.channels.setRole({ channelId, memberId: bo.person.id, role: 'reader' });
    expect(await pinAs(bo)).toBe('error.readOnly.channel');
    expect((await bo.caller.chat.channels.get({ channelId })).allowed.pin).toBe(false);
    expect(await pinAs(await callerAs(world, 'member', ana.organisation))).toBe('error.notMember');
    expect(await pinAs(await callerAs(world, 'superadmin'))).toBe('error.notFound.message');
    const admin = await callerAs(world, 'admin', ana.organisation);
    await admin.caller.chat.messages.pin({ messageId });
    const entry = await world.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'chat.messages.pin', subjectId: messageId },
    });
    expect(entry.actorId).toBe(admin.person.id);
    await ana.caller.chat.channels.archive({ channelId });
    expect(await refusalOf(ana.caller.chat.messages.unpin({ messageId }))).toBe('error.archived');
  });

  it('CHAT-08: what is deleted or hidden is not pinned, and leaves the list', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const gone = await say(ana.caller, channelId, 'gone');
    const hidden = await say(ana.caller, channelId, 'hidden');
    for (const { id } of [gone, hidden]) await ana.caller.chat.messages.pin({ messageId: id });
    const deleted = await ana.caller.chat.messages.delete({ messageId: gone.id });
    expect(deleted).not.toHaveProperty('pinnedAt');
    await world.services.db.message.update({
      where: { id: hidden.id },
      data: { hiddenAt: world.clock.now() },
    });
    expect((await ana.caller.chat.channels.pins({ channelId })).items).toEqual([]);
    expect(await refusalOf(bo.caller.chat.messages.pin({ messageId: gone.id }))).toBe(
      'error.conflict.messageDeleted',
    );
    expect(await refusalOf(bo.caller.chat.messages.pin({ messageId: hidden.id }))).toBe(
      'error.conflict.messageHidden',
    );
  });

  it('CHAT-08: a channel has a hundred pins at most, also when two are set at once', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const sent = await Promise.all(
      Array.from({ length: mostPins + 1 }, (_, n) => say(ana.caller, channelId, `m${n}`)),
    );
    await world.services.db.message.updateMany({
      where: { id: { in: sent.slice(2).map(({ id }) => id) } },
      data: { pinnedAt: world.clock.now(), pinnedById: ana.person.id },
    });
    const tries = await Promise.all(
      sent.slice(0, 2).map(({ id }) =>
        bo.caller.chat.messages.pin({ messageId: id }).then(
          () => 'pinned',
          () => 'refused',
        ),
      ),
    );
    expect(tries.toSorted()).toEqual(['pinned', 'refused']);
    expect((await bo.caller.chat.channels.pins({ channelId })).items).toHaveLength(mostPins);
  });
});

describe('edit history', () => {
  it('CHAT-05: staff see what a message said before, and their look is recorded', async () => {
    const { id: channelId } = await aChannel(ana, [bo]);
    const { id: messageId } = await say(ana.caller, channelId, 'first');
    await ana.caller.chat.messages.edit({ messageId, content: 'second' });
    await ana.caller.chat.messages.edit({ messageId, content: 'third' });
    const auditor = await callerAs(world, 'auditor', ana.organisation);
    const { message, revisions } = await auditor.caller.chat.messages.revisions({ messageId });
    expect(message.content).toBe('third');
    expect(revisions.map(({ content }) => content)).toEqual(['second', 'first']);
    expect(revisions[0]?.by.id).toBe(ana.person.id);
    const entry = await world.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'chat.messages.revisions', subjectId: messageId },
    });
    expect(entry.actorId).toBe(auditor.person.id);
    expect(await refusalOf(ana.caller.chat.messages.revisions({ messageId }))).toBe(
      'error.forbidden.permission',
    );
    const secret = await ana.caller.chat.channels.create({ name: 's', type: 'private' });
    const hidden = await say(ana.caller, secret.id, 'among us');
    const refused = auditor.caller.chat.messages.revisions({ messageId: hidden.id });
    expect(await refusalOf(refused)).toBe('error.notFound.message');
  });

  it('CHAT-05, TRUST-13: not of what two say to each other, nor who took away what staff wrote', async () => {
    const [guard, other] = await Promise.all([
      callerAs(world, 'moderator', ana.organisation),
      callerAs(world, 'admin', ana.organisation),
    ]);
    const { id: direct } = await guard.caller.chat.direct.open({ memberId: ana.person.id });
    const { id: told } = await say(ana.caller, direct, 'one thing');
    await ana.caller.chat.messages.edit({ messageId: told, content: 'another' });
    const refused = guard.caller.chat.messages.revisions({ messageId: told });
    expect(await refusalOf(refused)).toBe('error.forbidden.directHistory');

    const { id: channelId } = await aChannel(ana, [guard]);
    const { id: mine } = await say(guard.caller, channelId, 'mine');
    await other.caller.chat.channels.join({ channelId });
    await other.caller.chat.messages.delete({ messageId: mine });
    const ownRefused = guard.caller.chat.messages.revisions({ messageId: mine });
    expect(await refusalOf(ownRefused)).toBe('error.forbidden.ownHistory');
    const { revisions } = await other.caller.chat.messages.revisions({ messageId: mine });
    expect(revisions).toMatchObject([{ content: 'mine', by: { id: other.person.id } }]);
    // Nothing was looked at, so nothing is recorded.
    const looks = await world.services.db.auditEntry.count({
      where: { action: 'chat.messages.revisions', actorId: guard.person.id },
    });
    expect(looks).toBe(0);
  });
});
