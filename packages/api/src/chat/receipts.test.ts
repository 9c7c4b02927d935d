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

const deliveredTo = async ({ caller }: Person, channelId: string) =>
  (await caller.chat.channels.get({ channelId })).deliveredTo;
const receive = ({ caller }: Person, channelId: string, seq: number) =>
  caller.chat.receipts.delivered({ items: [{ channelId, seq }] });
const numbers = async (channelId: string) =>
  (await world.services.db.channelMember.findMany({ where: { channelId } })).map(
    (row) => row.deliveredSeq,
  );

describe('delivery state', () => {
  it('CHAT-31: who wrote learns, live and later, that it has arrived, then that it was read', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: true });
    expect(await deliveredTo(ana, channelId)).toBe(0);
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    await receive(bo, channelId, seq);
    const { event } = await stream.until('delivered');
    expect(event).toEqual({ type: 'delivered', memberId: bo.person.id, deliveredTo: seq });
    expect(await deliveredTo(ana, channelId)).toBe(seq);
    expect(await seenTo(ana, channelId)).toBe(0);
    expect(await deliveredTo(bo, channelId)).toBe(0);
    const next = await say(ana.caller, channelId, 'otra');
    await read(bo, channelId, next.seq);
    await stream.until('seen');
    // What was read has arrived.
    expect(await deliveredTo(ana, channelId)).toBe(next.seq);
    await stream.stop();
  });

  it('CHAT-31: what has arrived never goes back, nor beyond what there is, and is told once', async () => {
    const { ana, bo, channelId } = await twoWho({ ana: true, bo: true });
    const { seq } = await say(ana.caller, channelId, 'dos');
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    await receive(bo, channelId, 1_000_000);
    expect(await deliveredTo(ana, channelId)).toBe(seq);
    await receive(bo, channelId, seq);
    await receive(bo, channelId, 1);
    // Two devices tell at once, and one of them what is old.
    await Promise.all([receive(bo, channelId, seq), receive(bo, channelId, 0)]);
    expect(await deliveredTo(ana, channelId)).toBe(seq);
    await say(bo.caller, channelId, 'respuesta');
    const { before } = await stream.until('message.created');
    expect(before).toEqual([{ type: 'delivered', memberId: bo.person.id, deliveredTo: seq }]);
    await stream.stop();
  });

  it('CHAT-31: several conversations are told by one call, the same one twice included', async () => {
    const bo = await another();
    const told = await Promise.all(
      [await another(), await another()].map(async (one) => {
        const { id: channelId } = await one.caller.chat.direct.open({ memberId: bo.person.id });
        const { seq } = await say(one.caller, channelId, 'hola');
        return { one, channelId, seq };
      }),
    );
    const items = told.map(({ channelId, seq }) => ({ channelId, seq }));
    await bo.caller.chat.receipts.delivered({
      items: [...items, ...items.map((item) => ({ ...item, seq: 0 }))],
    });
    for (const { one, channelId, seq } of told) expect(await deliveredTo(one, channelId)).toBe(seq);
  });

  it.each([
    { ana: false, bo: true },
    { ana: true, bo: false },
  ])('CHAT-31: off for one of the two, neither learns what has arrived: %o', async (tell) => {
    const { ana, bo, channelId, seq } = await twoWho(tell);
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    await receive(bo, channelId, seq);
    await receive(ana, channelId, seq);
    expect(await deliveredTo(ana, channelId)).toBeNull();
    expect(await deliveredTo(bo, channelId)).toBeNull();
    await say(bo.caller, channelId, 'respuesta');
    const { before } = await stream.until('message.created');
    expect(before).toEqual([]);
    await stream.stop();
  });

  it('CHAT-31: what arrived while they were off is not told when they are on again', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: false });
    await receive(bo, channelId, seq);
    await bo.caller.chat.receipts.set({ on: true });
    expect(await deliveredTo(ana, channelId)).toBe(0);
  });

  it.each(['ana', 'bo'] as const)(
    'CHAT-31: where %s has blocked the other, nothing more is told',
    async (who) => {
      const two = await twoWho({ ana: true, bo: true });
      const { ana, bo, channelId, seq } = two;
      const other = who === 'ana' ? bo : ana;
      await two[who].caller.chat.blocks.add({ memberId: other.person.id });
      await receive(bo, channelId, seq);
      expect(await deliveredTo(ana, channelId)).toBe(0);
      expect(await numbers(channelId)).toEqual([0, 0]);
    },
  );

  it('CHAT-31: nobody tells for others: strangers, other organisations, channels of many', async () => {
    const { ana, bo, channelId, seq } = await twoWho({ ana: true, bo: true });
    const [third, foreign] = await Promise.all([another(), callerAs(world, 'member')]);
    for (const one of [third, foreign]) await receive(one, channelId, seq);
    expect(await numbers(channelId)).toEqual([0, 0]);
    const { id: many } = await aChannel(ana, [bo]);
    const said = await say(ana.caller, many, 'hola');
    await receive(bo, many, said.seq);
    expect(await numbers(many)).toEqual([0, 0]);
    expect(await deliveredTo(ana, many)).toBeUndefined();
  });
});
