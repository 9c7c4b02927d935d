import type { Bus, Log } from '@atalaya/api';
import { connectRedis } from './redis.ts';
import { TopicListeners } from './topic-listeners.ts';

/** Keeps Atalaya's channels apart from other users of the same Redis. */
const prefix = 'atalaya:';
const resubscribeAtOnce = 1_000;

/**
 * The bus between nodes, over Redis' publish and subscribe. While Redis is down what is published
 * is dropped and subscribing resolves at once; `onReconnect` listeners are called when every topic
 * is heard again.
 */
export function createRedisBus(url: string, log: Log): Bus {
  const listeners = new TopicListeners(log);
  const reconnectListeners = new Set<() => void>();
  const publisher = connectRedis(url, 'publish', log);
  const subscriber = connectRedis(url, 'subscribe', log);
  /** Topics whose subscription Redis has confirmed on the present connection, or is about to. */
  const confirmed = new Map<string, Promise<void>>();
  let everHeard = false;
  let hearing = false;
  let closed = false;

  const listenTo = (topic: string): Promise<void> => {
    const underway = confirmed.get(topic);
    if (underway) return underway;
    const confirmation = subscriber.subscribe(prefix + topic).then(
      () => {},
      () => {
        // The line broke in between: `listenAgain` does it as soon as it is back.
        if (confirmed.get(topic) === confirmation) confirmed.delete(topic);
      },
    );
    confirmed.set(topic, confirmation);
    return confirmation;
  };

  const listenAgain = async () => {
    confirmed.clear();
    const topics = listeners.names;
    for (let from = 0; from < topics.length; from += resubscribeAtOnce) {
      await Promise.all(topics.slice(from, from + resubscribeAtOnce).map(listenTo));
    }
    if (subscriber.status !== 'ready') return;
    hearing = true;
    if (everHeard) for (const listener of reconnectListeners) listener();
    everHeard = true;
  };

  subscriber.on('ready', () => void listenAgain());
  subscriber.on('close', () => {
    hearing = false;
    confirmed.clear();
  });
  subscriber.on('message', (channel: string, text: string) =>
    listeners.tell(channel.slice(prefix.length), text),
  );

  const leave = (topic: string) => {
    confirmed.delete(topic);
    if (subscriber.status !== 'ready') return;
    subscriber.unsubscribe(prefix + topic).catch(() => {});
  };

  return {
    spansNodes: true,
    publish(topic, text) {
      if (publisher.status !== 'ready') return;
      publisher.publish(prefix + topic, text).catch((error: unknown) => {
        log.debug({ err: error, topic }, 'a message to the other nodes was lost');
      });
    },
    async subscribe(topic, listener) {
      listeners.add(topic, listener);
      let listening = true;
      if (subscriber.status === 'ready') await listenTo(topic);
      return () => {
        if (!listening) return;
        listening = false;
        if (listeners.remove(topic, listener) && !closed) leave(topic);
      };
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    connected: () => hearing && publisher.status === 'ready',
    async close() {
      closed = true;
      listeners.clear();
      reconnectListeners.clear();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
