import type { Log } from '@atalaya/api';

export type TopicListener = (text: string) => void;

/** Who listens to which topic in this process. A listener that throws harms nobody else. */
export class TopicListeners {
  readonly #topics = new Map<string, TopicListener[]>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Gives true when it is the topic's first listener. */
  add(topic: string, listener: TopicListener): boolean {
    const others = this.#topics.get(topic);
    // A new list each time: telling goes on with the old one while listeners come and go.
    this.#topics.set(topic, others ? [...others, listener] : [listener]);
    return !others;
  }

  /** Gives true when nobody listens to the topic any more. */
  remove(topic: string, listener: TopicListener): boolean {
    const all = this.#topics.get(topic);
    const index = all?.indexOf(listener) ?? -1;
    if (!all || index < 0) return false;
    if (all.length > 1) this.#topics.set(topic, all.toSpliced(index, 1));
    else this.#topics.delete(topic);
    return all.length === 1;
  }

  tell(topic: string, text: string): void {
    for (const listener of this.#topics.get(topic) ?? []) {
      try {
        listener(text);
      } catch (error) {
        this.#log.error({ err: error, topic }, 'a listener of the bus failed');
      }
    }
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  get names(): string[] {
    return [...this.#topics.keys()];
  }

  clear(): void {
    this.#topics.clear();
  }
}
