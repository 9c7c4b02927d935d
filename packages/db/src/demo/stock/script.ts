import type { Random } from '../random.ts';

/** One turn of a conversation: `a`, `b` … are the people in it. */
export interface Turn {
  speaker: string;
  text: string;
  /** Said in some tellings only. */
  optional: boolean;
  /** Said after a good while. */
  later: boolean;
}

export type Dialogue = readonly Turn[];
export type Words = Readonly<Record<string, readonly string[]>>;

/** A theme to talk about: its dialogues, and the words that fill their gaps. */
export interface Theme {
  dialogues: readonly Dialogue[];
  words: Words;
}

/**
 * Reads dialogues as they are written in the stock. An empty line ends a dialogue; `a:` names who
 * speaks, `?a:` marks what is said now and then, `+a:` what is said a good while later; `//` breaks the line. In the text, `[x|y]` is one of
 * several ways to say it, `{boat}` a word from the list of that name, `{7-12}` a number, `@b` the
 * mention of another speaker, `{b}` that speaker's first name, and `{now}` the time of day.
 */
export function theme(words: Words, script: string): Theme {
  const dialogues = script
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map(readTurn));
  return { dialogues, words };
}

function readTurn(line: string): Turn {
  const [, mark, speaker, text] = /^\s*([?+])?([a-z]): (.+)$/.exec(line) ?? [];
  if (!speaker || !text) throw new SyntaxError(`Not a turn of a dialogue: ${line}`);
  return { speaker, text, optional: mark === '?', later: mark === '+' };
}

/** What Spanish makes of an article after these words, where a gap brought them together. */
const contracted: Readonly<Record<string, string>> = { de: 'del', a: 'al', del: 'del', el: 'el' };

export interface Speaker {
  id: string;
  username: string;
  firstName: string;
}

export interface Line {
  authorId: string;
  content: string;
  mentions: string[];
  /** A good while after the line before. */
  later: boolean;
}

/** Tells a dialogue once: who speaks is given by name, the gaps are filled, the same way throughout. */
export function tell(
  dialogue: Dialogue,
  words: Words,
  speakers: readonly Speaker[],
  random: Random,
): Line[] {
  const cast = new Map<string, Speaker>();
  const speakerOf = (name: string): Speaker => {
    const known = cast.get(name);
    if (known) return known;
    const next = speakers[cast.size % speakers.length];
    if (!next) throw new RangeError('A dialogue without speakers');
    cast.set(name, next);
    return next;
  };
  const filled = new Map<string, string>();
  const fill = (gap: string): string => {
    if (gap === 'now') return '{now}';
    const range = /^(\d+)-(\d+)$/.exec(gap);
    if (range) return String(random.between(Number(range[1]), Number(range[2])));
    if (/^[a-z]$/.test(gap)) return speakerOf(gap).firstName;
    const word = filled.get(gap) ?? random.pick(words[gap] ?? []);
    filled.set(gap, word);
    return word;
  };
  return dialogue
    .filter((turn) => !turn.optional || random.chance(0.55))
    .map((turn) => {
      const author = speakerOf(turn.speaker);
      const mentions = new Set<string>();
      const content = turn.text
        .replace(/\[([^[\]]*\|[^[\]]*)\]/g, (_, ways: string) => random.pick(ways.split('|')))
        .replace(/\{([^{}]+)\}/g, (_, gap: string) => fill(gap))
        .replace(/@([a-z])\b/g, (_, name: string) => {
          const mentioned = speakerOf(name);
          mentions.add(mentioned.id);
          return `@${mentioned.username}`;
        })
        .replaceAll(' // ', '\n')
        .replace(
          /(?<!\p{L})(de|a|del|el) el(?!\p{L})/gu,
          (_, word: string) => contracted[word] ?? word,
        )
        .replace(/^\p{Ll}/u, (first) => first.toUpperCase());
      return { authorId: author.id, content, mentions: [...mentions], later: turn.later };
    });
}
