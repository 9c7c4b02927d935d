import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { aChannel, listen, say } from './testing.ts';

let world: World;
type Person = Awaited<ReturnType<typeof callerAs>>;
let first: Person;

beforeAll(async () => {
  world = await createWorld();
  first = await callerAs(world, 'member');
});
afterAll(() => world.close());

const another = () => callerAs(world, 'member', first.organisation);
const seenTo = async ({ caller }: Person, channelId: string) =>
  (await caller.chat.channels.get({ channelId })).seenTo;
const read = ({ caller }: Person, channelId: string, seq: number) =>
  caller.chat.channels.markRead({ channelId, seq });

async function twoWho(tell: { ana: boolean; bo: boolean }) {
  const [ana, bo] = await Promise.all([another(), another()]);
  await ana.caller.chat.receipts.set({ on: tell.ana });
  await bo.caller.chat.receipts.set({ on: tell.bo });
  const { id: channelId } = await ana.caller.chat.direct.open({ memberId: bo.person.id });
  const { seq } = await say(ana.caller, channelId, 'hola');
  return { ana, bo, channelId, seq };
}

describe('read receipts', () => {
  it('CHAT-31: who wrote learns, live and later, how far the other has read', async () => {
    const [ana, bo] = await Promise.all([another(), another()]);
    expect(await ana.caller.chat.receipts.get()).toEqual({ on: true });
    const { id: channelId } = await ana.caller.chat.direct.open({ memberId: bo.person.id });
    const { seq } = await say(ana.caller, channelId, 'hola');
    expect(await seenTo(ana, channelId)).toBe(0);
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    await read(bo, channelId, seq);
    const { event } = await stream.until('seen');
    expect(event).toEqual({ type: 'seen', memberId: bo.person.id, seenTo: seq });
    expect(await seenTo(ana, channelId)).toBe(seq);
    expect(await seenTo(bo, channelId)).toBe(0);
    await stream.stop();
  });

  it('CHAT-31: what was read stays read when it is marked as unread', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: true });
    await read(bo, channelId, 1_000_000);
    expect(await seenTo(ana, channelId)).toBe(seq);
    await read(bo, channelId, 0);
    expect(await seenTo(ana, channelId)).toBe(seq);
  });

  it.each([
    { ana: false, bo: true },
    { ana: true, bo: false },
  ])('CHAT-31: off for one of the two, neither is told: %o', async (tell) => {
    const { ana, bo, channelId, seq } = await twoWho(tell);
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    await read(bo, channelId, seq);
    await read(ana, channelId, seq);
    expect(await seenTo(ana, channelId)).toBeNull();
    expect(await seenTo(bo, channelId)).toBeNull();
    await say(bo.caller, channelId, 'respuesta');
    const { before } = await stream.until('message.created');
    expect(before).toEqual([]);
    await stream.stop();
  });

  it('CHAT-31: what was read while they were off is not told when they are on again', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: false });
    await read(bo, channelId, seq);
    await bo.caller.chat.receipts.set({ on: true });
    expect(await seenTo(ana, channelId)).toBe(0);
  });

  it('CHAT-31: who has blocked the other tells them nothing more', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: true });
    await bo.caller.chat.blocks.add({ memberId: ana.person.id });
    await read(bo, channelId, seq);
    expect(await seenTo(ana, channelId)).toBe(0);
  });

  it('CHAT-31: in channels of many nobody is told what others have read', async () => {
    const [ana, bo] = await Promise.all([another(), another()]);
    const { id: channelId } = await aChannel(ana, [bo]);
    const { seq } = await say(ana.caller, channelId, 'hola');
    await read(bo, channelId, seq);
    expect(await seenTo(ana, channelId)).toBeUndefined();
    const rows = await world.services.db.channelMember.findMany({ where: { channelId } });
    expect(rows.map((row) => row.seenSeq)).toEqual([0, 0]);
  });
});
