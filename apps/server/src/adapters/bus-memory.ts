import type { Bus, Log } from '@atalaya/api';
import { TopicListeners } from './topic-listeners.ts';

/** The bus of a single process: tells the listeners here, at once. */
export function createMemoryBus(log: Log): Bus {
  const listeners = new TopicListeners(log);
  return {
    spansNodes: false,
    publish: (topic, text) => listeners.tell(topic, text),
    subscribe: async (topic, listener) => {
      listeners.add(topic, listener);
      return () => listeners.remove(topic, listener);
    },
    onReconnect: () => () => {},
    connected: () => true,
    close: async () => listeners.clear(),
  };
}
