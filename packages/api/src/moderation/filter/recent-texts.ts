import { LRUCache } from 'lru-cache';
import type { FilteredText } from '../../chat/index.ts';
import type { Clock } from '../../ports/clock.ts';

/** Messages with more time between them are not read as one. */
const togetherMs = 20_000;
/** So much is kept of what was written before, and so much is looked at of what comes. */
export const longestTail = 80;

interface Tail {
  text: string;
  last: string;
  at: number;
}

/**
 * The end of what each person last wrote in each channel, for words that are spread over several
 * messages. In this node's memory: a person's messages come through one socket.
 */
export class RecentTexts {
  readonly #clock: Clock;
  readonly #tails = new LRUCache<string, Tail>({ max: 20_000 });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the person wrote there a moment ago; null: nothing, or the same message that is sent again. */
  before({ channelId, authorId, content }: FilteredText): string | null {
    const tail = this.#tails.get(`${channelId}/${authorId}`);
    if (!tail || tail.last === content) return null;
    return this.#clock.now().getTime() - tail.at <= togetherMs ? tail.text : null;
  }

  remember(text: FilteredText): void {
    const { channelId, authorId, content } = text;
    const before = this.before(text);
    const whole = before === null ? content : `${before}\n${content}`;
    const tail = { text: endOf(whole), last: content, at: this.#clock.now().getTime() };
    this.#tails.set(`${channelId}/${authorId}`, tail);
  }
}

/** The last letters from where a word begins; empty where one goes on for longer. */
function endOf(text: string): string {
  if (text.length <= longestTail) return text;
  const cut = text.slice(-longestTail - 1);
  const space = cut.search(/\s/);
  return space === -1 ? '' : cut.slice(space + 1);
}

/** The first letters up to where a word ends; empty where one goes on for longer. */
export function beginningOf(text: string): string {
  if (text.length <= longestTail) return text;
  const cut = text.slice(0, longestTail + 1);
  return /^(.*)\s/su.exec(cut)?.[1] ?? '';
}
