import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAtalaya } from './atalaya.ts';
import type { ChannelHandlers, ChannelNews } from './channel-stream.ts';
import { closeCodes } from './close-codes.ts';
import type { AtalayaError } from './errors.ts';
import { until, Value } from './subscribable.ts';
import { startProxy, type TestProxy } from './testing/proxy.ts';
import { type SmallServer, startSmallServer } from './testing/server.ts';
import { swiftRuntime } from './testing/swift-runtime.ts';

let server: SmallServer;
let proxy: TestProxy;
let client: ReturnType<typeof createAtalaya>;

beforeEach(async () => {
  server = await startSmallServer();
  proxy = await startProxy(server.url);
  client = createAtalaya({ url: proxy.url, token: server.issue(), runtime: swiftRuntime });
});
afterEach(async () => {
  client.close();
  await proxy.close();
  await server.stop();
});

/** Opens the channel and writes down what it tells. */
function listen(channelId: string, handlers: Partial<ChannelHandlers> = {}) {
  const told = new Value<readonly number[]>([]);
  const ready = new Value(0);
  const stream = client.channel(channelId, {
    ...handlers,
    onEvent: (event: ChannelNews) => {
      if (event.type === 'message.created') told.set([...told.get(), event.seq]);
    },
    onReady: () => ready.set(ready.get() + 1),
  });
  return { stream, told, ready };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('CHAT-20: nothing lost, nothing twice, in order, through 40 cuts of the line', async () => {
  const { told, ready } = listen('harbour', { lastSeq: 0 });
  await until(ready, (count) => count > 0);
  let written = 0;
  for (let cut = 0; cut < 40; cut++) {
    const before = ready.get();
    server.append('harbour', `a${cut}`, 'before the cut');
    if (cut % 3 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    proxy.sever();
    server.append('harbour', `b${cut}`, 'while away');
    written += 2;
    await until(ready, (count) => count > before);
  }
  await until(told, (seqs) => seqs.length >= written);
  expect(told.get()).toEqual(upTo(written));
});

test('CHAT-20: resumes from the last stored event, even when a fleeting one came after it', async () => {
  const { told, ready, stream } = listen('harbour', { lastSeq: 0 });
  await until(ready, (count) => count > 0);
  server.append('harbour', 'a', 'one');
  await until(told, (seqs) => seqs.length === 1);
  const member = { id: 'leo', username: 'leo', displayName: 'Leo' };
  server.tell('harbour', { type: 'typing', member, forMs: 5_000 });
  proxy.sever();
  server.append('harbour', 'b', 'two');
  await until(told, (seqs) => seqs.length === 2);
  expect(told.get()).toEqual([1, 2]);
  expect(stream.lastSeq).toBe(2);
  expect(server.handles.resumedFrom.at(-1)).toBe('1');
});

test('CHAT-20: without a known number only what happens from now on is told', async () => {
  server.append('harbour', 'old', 'long ago');
  const { told, ready, stream } = listen('harbour');
  await until(ready, (count) => count > 0);
  expect(stream.lastSeq).toBe(1);
  server.append('harbour', 'new', 'now');
  await until(told, (seqs) => seqs.length > 0);
  expect(told.get()).toEqual([2]);
});

test('CHAT-20: a gap in the numbers is read again from the last good one', async () => {
  const { told, ready } = listen('harbour', { lastSeq: 0 });
  await until(ready, (count) => count > 0);
  server.append('harbour', 'a', 'one');
  await until(told, (seqs) => seqs.length === 1);
  const [first] = server.contents('harbour');
  expect(first).toBe('one');
  server.appendUnheard('harbour', 'b', 'two');
  server.append('harbour', 'c', 'three');
  await until(told, (seqs) => seqs.length === 3);
  expect(told.get()).toEqual([1, 2, 3]);
});

test('CHAT-24: the state says catching up until what was missed has been read', async () => {
  const { ready } = listen('harbour');
  await until(ready, (count) => count > 0);
  const seen: string[] = [];
  client.connection.subscribe(() => seen.push(client.connection.get().status));
  proxy.sever();
  await until(ready, (count) => count > 1);
  expect(seen).toEqual(['offline', 'catchingUp', 'online']);
});

test('CHAT-26: a reader that was too slow (4008) comes back and resumes', async () => {
  const { told, ready } = listen('harbour', { lastSeq: 0 });
  await until(ready, (count) => count > 0);
  server.closeSockets(closeCodes.tooSlow, 'too slow');
  server.append('harbour', 'a', 'while away');
  await until(told, (seqs) => seqs.length === 1);
});

test('CHAT-25: a channel that may not be read ends with the reason', async () => {
  const ended = Promise.withResolvers<AtalayaError>();
  listen('forbidden', { onEnd: ended.resolve });
  expect(await ended.promise).toMatchObject({ code: 'notMember', messageKey: 'error.notMember' });
});

test('CHAT-20: a closed stream tells nothing more', async () => {
  const { told, ready, stream } = listen('harbour');
  const other = listen('harbour');
  await until(ready, (count) => count > 0);
  await until(other.ready, (count) => count > 0);
  stream.close();
  server.append('harbour', 'a', 'unheard');
  await until(other.told, (seqs) => seqs.length === 1);
  expect(told.get()).toEqual([]);
});

test('CHAT-20: any other subscription goes on over a cut line as well', async () => {
  const told = new Value<readonly unknown[]>([]);
  const followed = client.follow(
    client.api.chat.onChannel,
    { channelId: 'harbour' },
    { onEvent: (event) => told.set([...told.get(), event.type]) },
  );
  await until(told, (types) => types.length === 1);
  proxy.sever();
  await until(told, (types) => types.length === 2);
  server.append('harbour', 'a', 'hello');
  await until(told, (types) => types.length === 3);
  expect(told.get()).toEqual(['ready', 'ready', 'message.created']);
  followed.close();
});
