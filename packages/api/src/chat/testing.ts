import { randomUUID } from 'node:crypto';
import type { Caller } from '../testing/index.ts';
import type { ChannelEvent } from './schemas.ts';

/** Sends a text as the caller would; the client id is new unless given. */
export const say = (
  caller: Caller,
  channelId: string,
  content: string,
  clientId: string = randomUUID(),
) => caller.chat.messages.send({ channelId, content, clientId });

/** Answers a message as the caller would. */
export const answer = (
  caller: Caller,
  { id: threadId, channelId }: { id: string; channelId: string },
  content: string,
  more: { inChannel?: boolean; clientId?: string } = {},
) => caller.chat.messages.send({ channelId, threadId, content, clientId: randomUUID(), ...more });

/** A channel with the first caller as owner and the others joined. */
export async function aChannel(
  owner: { caller: Caller },
  others: { caller: Caller }[] = [],
  name = `channel ${randomUUID().slice(0, 8)}`,
) {
  const channel = await owner.caller.chat.channels.create({ name, type: 'public' });
  for (const { caller } of others) await caller.chat.channels.join({ channelId: channel.id });
  return channel;
}

/** Reads a channel's live events one after the other; `next` resolves with the next of a type. */
export async function listen(caller: Caller, channelId: string, lastEventId?: string) {
  const events = await caller.chat.onChannel({
    channelId,
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  const iterator = events[Symbol.asyncIterator]();
  const next = async (): Promise<ChannelEvent> => {
    const { value, done } = await iterator.next();
    if (done || !value) throw new Error('the stream has ended');
    // tRPC's tracked values are pairs inside a process.
    const pair = value as unknown as [string, ChannelEvent] | { data: ChannelEvent };
    return Array.isArray(pair) ? pair[1] : pair.data;
  };
  return {
    next,
    /** The next event of the type, and what came before it. */
    async until<Type extends ChannelEvent['type']>(type: Type) {
      const before: ChannelEvent[] = [];
      for (;;) {
        const event = await next();
        if (event.type === type) {
          return { event: event as Extract<ChannelEvent, { type: Type }>, before };
        }
        before.push(event);
      }
    },
    async stop() {
      await iterator.return?.();
    },
  };
}
