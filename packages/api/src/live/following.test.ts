import { expect, test } from 'vitest';
import type { Bus } from '../ports/bus.ts';
import { type Followed, Following, type Reader, tell } from './following.ts';
import { Packet } from './packet.ts';

const packet = (event: unknown) => Packet.of({ seq: null, node: 'n' }, null, event);

/** A bus that can be made to fail, and whose line can break. */
function aBus() {
  const heard = new Map<string, Set<(text: string) => void>>();
  const back = new Set<() => void>();
  const state = { refuses: false };
  const bus: Bus = {
    spansNodes: true,
    publish: (topic, text) => {
      for (const hear of heard.get(topic) ?? []) hear(text);
    },
    async subscribe(topic, listener) {
      if (state.refuses) throw new Error('no line');
      const listeners = heard.get(topic) ?? new Set();
      heard.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) heard.delete(topic);
      };
    },
    onReconnect(listener) {
      back.add(listener);
      return () => back.delete(listener);
    },
    connected: () => true,
    close: async () => {},
  };
  const reconnect = () => {
    for (const listener of back) listener();
  };
  return { bus, state, reconnect, topics: () => [...heard.keys()], waiting: () => back.size };
}

function aFeed(bus: Bus, prepare?: (followed: Followed<{ ended: boolean }>) => Promise<void>) {
  const states: { ended: boolean }[] = [];
  const following = new Following<{ ended: boolean }>(bus, {
    topicOf: (key) => `topic:${key}`,
    begin: () => {
      const state = { ended: false };
      states.push(state);
      return state;
    },
    hear: (text, followed) => tell(followed, packet(text)),
    ...(prepare ? { prepare } : {}),
    end: (state) => {
      state.ended = true;
    },
    refresh: () => packet('refresh'),
  });
  return { following, states };
}

function aReader(): Reader & { told: unknown[] } {
  const told: unknown[] = [];
  return { told, write: (one) => told.push(one.event()) };
}

test('CHAT-21: the bus is heard once for all readers, from the first to the last', async () => {
  const { bus, topics } = aBus();
  const { following, states } = aFeed(bus);
  const [one, two, other] = [aReader(), aReader(), aReader()];
  const leaveOne = await following.subscribe('a', one);
  const leaveTwo = await following.subscribe('a', two);
  await following.subscribe('b', other);
  expect(states).toHaveLength(2);
  following.publish('a', 'first');
  leaveOne();
  following.publish('a', 'second');
  leaveTwo();
  await Promise.resolve();
  following.publish('a', 'third');
  expect([one.told, two.told, other.told]).toEqual([['first'], ['first', 'second'], []]);
  expect(topics()).toEqual(['topic:b']);
  expect(states.map(({ ended }) => ended)).toEqual([true, false]);
  following.close();
  await Promise.resolve();
  expect(topics()).toEqual([]);
  expect(states.map(({ ended }) => ended)).toEqual([true, true]);
});

test('CHAT-21: whoever cannot be let in is refused, and leaves nothing behind', async () => {
  const { bus, state, topics } = aBus();
  let broken = true;
  const { following } = aFeed(bus, async () => {
    if (broken) throw new Error('not readable');
  });
  await expect(following.subscribe('a', aReader())).rejects.toThrow('not readable');
  await Promise.resolve();
  expect([topics(), [...following.all()]]).toEqual([[], []]);
  broken = false;
  state.refuses = true;
  await expect(following.subscribe('a', aReader())).rejects.toThrow('no line');
  state.refuses = false;
  await following.subscribe('a', aReader());
  expect([...following.all()]).toHaveLength(1);
});

test('CHAT-23: after a break of the bus every reader is told to read afresh', async () => {
  const { bus, reconnect, waiting } = aBus();
  const { following } = aFeed(bus);
  const readers = [aReader(), aReader()];
  for (const [index, reader] of readers.entries()) await following.subscribe(`${index}`, reader);
  reconnect();
  for (const { told } of readers) expect(told).toEqual(['refresh']);
  following.close();
  expect(waiting()).toBe(0);
});
