import { findEmoji, plain } from './emoji.ts';

/** What is being written at the caret that can be completed. */
export interface Begun {
  sign: '@' | ':';
  /** What stands after the sign. */
  query: string;
  /** Where the sign stands, and where the caret. */
  start: number;
  end: number;
}

const beginnings = {
  // As long as names of people are; what is longer is none.
  '@': /(?<![\p{L}\p{N}_@.])@([\p{L}\p{N}._-]{0,32})$/u,
  // Two letters at least, or every colon would open a list.
  ':': /(?<![\p{L}\p{N}:])(?::)([\p{L}]{2,20})$/u,
} as const;

/** The word before the caret, if it begins with a sign that can be completed. */
export function begunAt(text: string, caret: number): Begun | null {
  const before = text.slice(0, caret);
  for (const sign of ['@', ':'] as const) {
    const [whole, query] = beginnings[sign].exec(before) ?? [];
    if (whole !== undefined && query !== undefined) {
      return { sign, query, start: caret - whole.length, end: caret };
    }
  }
  return null;
}

/** The text with what was begun written out, and where the caret stands then. */
export function completed(text: string, { start, end }: Begun, written: string) {
  const rest = text.slice(end);
  // Before a comma no blank belongs; one that is there already is stepped over.
  const gap = /^[\p{L}\p{N}]|^$/u.test(rest) ? ' ' : '';
  const step = gap !== '' || /^\s/.test(rest) ? 1 : 0;
  return {
    text: `${text.slice(0, start)}${written}${gap}${rest}`,
    caret: start + written.length + step,
  };
}

/** The signs that a word finds. */
export const emojiFor = (query: string) => findEmoji(query).slice(0, 8);

const everybody =
  /(?<![\p{L}\p{N}_@.])@(?:channel|canal|here|aqu[ií])(?![\p{L}\p{N}_]|[.-][\p{L}\p{N}])/iu;

/** Whether a text calls all the people of its channel. */
export const callsAll = (text: string): boolean => everybody.test(text);

/** What a call is found by, in either language. */
const callWords = {
  channel: ['channel', 'canal', 'todos', 'todas', 'all', 'everyone'],
  here: ['here', 'aqui'],
} as const;

/** The calls that a beginning finds. */
export const callsFor = (query: string): readonly (keyof typeof callWords)[] =>
  (['channel', 'here'] as const).filter((name) =>
    callWords[name].some((word) => word.startsWith(plain(query))),
  );

/** Whether what was begun says already what would be written: then it is sent, not chosen. */
export const isWrittenOut = ({ query }: Begun, written: string): boolean =>
  written === `@${query}` || (callsAll(written) && callsAll(`@${query}`));
