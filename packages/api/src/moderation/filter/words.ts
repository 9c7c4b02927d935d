import AhoCorasick from 'modern-ahocorasick';
import { leet, leetSigns } from './confusables.ts';
import { type Folded, fold, gaps, likeness } from './fold.ts';
import { type Shape, shapeOf } from './shape.ts';

/** A word or a sentence that is looked for. */
interface Word<Owner> {
  owner: Owner;
  letters: string;
  /** Whether there is a space before each letter. */
  spaced: boolean[];
  /** `*` at its beginning or end: parts of longer words match too. */
  openStart: boolean;
  openEnd: boolean;
  hasSigns: boolean;
}

export interface WordMatch<Owner> {
  owner: Owner;
  /** As it was written. */
  text: string;
  /** Its plain letters. */
  letters: string;
}

const stars = /^\s*\*+|\*+\s*$/g;

/** Whether a word has letters enough to be looked for: two, or three where `*` stands for more. */
export const isFindable = (written: string): boolean =>
  fold(written).letters.length >= (written.search(stars) === -1 ? 2 : 3);

/**
 * Finds any of many words in one pass, as whole words: through case, accents, lookalikes, digits for
 * letters, repeated letters, and marks or spaces between the letters.
 *
 * The pass (Aho–Corasick) goes over a coarse form in which everything that may stand for each other
 * is one letter, without repetitions and gaps. What it finds is then compared letter by letter.
 */
export class WordFinder<Owner> {
  readonly #finder: AhoCorasick | null;
  readonly #words: Word<Owner>[][] = [];

  constructor(entries: Iterable<{ written: string; owner: Owner }>) {
    const byLikeness = new Map<string, Word<Owner>[]>();
    for (const { written, owner } of entries) {
      if (!isFindable(written)) continue;
      const folded = fold(written.replace(stars, ''));
      const word = {
        owner,
        letters: folded.letters,
        spaced: folded.gap.map((gap) => gap !== gaps.none),
        openStart: written.trim().startsWith('*'),
        openEnd: written.trim().endsWith('*'),
        hasSigns: /[^\p{L}]/u.test(folded.letters),
      };
      const key = likeness(folded);
      const alike = byLikeness.get(key);
      if (alike) alike.push(word);
      else byLikeness.set(key, [word]);
    }
    this.#finder = byLikeness.size === 0 ? null : new AhoCorasick([...byLikeness.keys()]);
    this.#words = [...byLikeness.values()];
  }

  /** Calls for every word that is found, once; with `over`, for those alone that lie over this letter's beginning. */
  find(text: Folded, found: (match: WordMatch<Owner>) => void, over?: number): void {
    if (!this.#finder || text.letters.length === 0) return;
    const runs = new Runs(text);
    let shape: Shape | null = null;
    // However often a text repeats a word, it is compared until it is found.
    const done = new Set<Word<Owner>>();
    for (const { patternIndex, start, end } of this.#finder.search(runs.text)) {
      shape ??= shapeOf(text);
      for (const word of this.#words[patternIndex] ?? []) {
        if (done.has(word)) continue;
        const span = compare(word, text, shape, {
          from: runs.starts[start] ?? 0,
          firstEnds: runs.starts[start + 1] ?? 0,
          lastBegins: runs.starts[end - 1] ?? 0,
          to: runs.starts[end] ?? 0,
        });
        if (!span || !liesOver(span, over)) continue;
        done.add(word);
        const [first, last] = span;
        found({
          owner: word.owner,
          text: text.source.slice(text.at[first], endOf(text, last)),
          letters: text.letters.slice(first, last + 1),
        });
      }
    }
  }
}

const liesOver = ([first, last]: [number, number], over: number | undefined): boolean =>
  over === undefined || (first < over && last >= over);

const endOf = ({ source, at }: Folded, index: number): number =>
  (at[index] ?? 0) + String.fromCodePoint(source.codePointAt(at[index] ?? 0) ?? 32).length;

/** The coarse text without repetitions, and where each of its letters begins. */
class Runs {
  text = '';
  readonly starts: number[] = [];

  constructor({ coarse }: Folded) {
    for (let index = 0; index < coarse.length; index++) {
      if (coarse[index] === coarse[index - 1]) continue;
      this.text += coarse[index];
      this.starts.push(index);
    }
    this.starts.push(coarse.length);
  }
}

/** The stretch of the text in which the coarse word was found, and its first and last run. */
interface Stretch {
  from: number;
  firstEnds: number;
  lastBegins: number;
  to: number;
}

/** Places in which a word may begin are tried from the last; more than these are no writing. */
const mostBeginnings = 4;
/**
 * Ways in which a place in the word was reached: as written; by seeing through marks, and through
 * spaces between single letters; through other spaces; and so that a scrap of a word was passed.
 */
const openly = 1;
const hidden = 2;
const torn = 4;
const scrapped = 8;
/** A shorter word in pieces is two words too often. */
const shortestTorn = 4;

/** First and last letter of the word in the stretch, or null. */
function compare<Owner>(
  word: Word<Owner>,
  text: Folded,
  shape: Shape,
  stretch: Stretch,
): [number, number] | null {
  let tried = 0;
  for (let first = stretch.firstEnds - 1; first >= stretch.from; first--) {
    if (!word.openStart && !shape.begins[first]) continue;
    if (++tried > mostBeginnings) return null;
    const last = follow(word, text, shape, first, stretch);
    if (last !== null) return [first, last];
  }
  return null;
}

/** Walks through the word from one beginning, each letter as often as it is repeated. */
function follow<Owner>(
  word: Word<Owner>,
  text: Folded,
  shape: Shape,
  first: number,
  { lastBegins, to }: Stretch,
): number | null {
  const length = word.letters.length;
  const reached = new Uint8Array(length + 1);
  reached[0] = openly;
  // A word taken apart is no part of a longer one: «s-c-u-n-t-h-o-r-p-e», «dis-pu-ta».
  const allowed = joins(text, shape, first - 1, first) ? openly : openly | hidden | torn | scrapped;
  // The places that are reached lie close together: only these are looked at.
  let lowest = 0;
  let highest = 0;
  for (let i = first; i < to; i++) {
    const letter = text.letters[i];
    let nextLowest = length + 1;
    let nextHighest = -1;
    for (let j = Math.min(highest + 1, length); j >= Math.max(lowest, 1); j--) {
      const before = reached[j - 1] ?? 0;
      const free = i === first || (j > 1 && word.spaced[j - 1]);
      const step = free ? before : through(word, text, shape, i, before);
      const stay = through(word, text, shape, i, reached[j] ?? 0);
      const ways = (step | stay) & allowed;
      reached[j] = ways !== 0 && alike(word.letters[j - 1], letter) ? ways : 0;
      if (reached[j] === 0) continue;
      nextLowest = j;
      nextHighest = Math.max(nextHighest, j);
    }
    reached[0] = 0;
    if (nextHighest === -1) return null;
    lowest = nextLowest;
    highest = nextHighest;
    const ways = reached[length] ?? 0;
    if (ways === 0 || i < lastBegins || !(word.openEnd || shape.ends[i])) continue;
    if (!lettersEnough(word, shape, text, first, i)) continue;
    if (ways & openly) return i;
    if (joins(text, shape, i + 1, i)) continue;
    if (ways & hidden || (ways & scrapped && standsApart(shape, first, i))) return i;
  }
  return null;
}

/** Whether pieces that make a word begin and end as words do, and no more scraps go on beside them. */
const standsApart = ({ begins, ends, piece }: Shape, first: number, last: number): boolean =>
  begins[first] === true &&
  ends[last] === true &&
  piece[first - 1] !== 'scrap' &&
  piece[last + 1] !== 'scrap';

/** The ways that are left when there may be a gap before the letter. */
function through<Owner>(
  { letters }: Word<Owner>,
  { gap }: Folded,
  { alone, piece }: Shape,
  index: number,
  ways: number,
): number {
  if (ways === 0 || gap[index] === gaps.none) return ways;
  if (letters.length < 3) return 0;
  // «p u t a» is a word taken apart; «a no» are two words.
  const apart = gap[index] === gaps.soft || (alone[index] && alone[index - 1]);
  const kept = ways & (torn | scrapped);
  const taken = apart ? kept | (ways & (openly | hidden) ? hidden : 0) : 0;
  const [before, after] = [piece[index - 1], piece[index]];
  if (gap[index] === gaps.soft || letters.length < shortestTorn) return taken;
  if (before === 'whole' || after === 'whole') return taken;
  const isScrap = before === 'scrap' || after === 'scrap' || ways & scrapped;
  return taken | (isScrap ? scrapped : torn);
}

const alike = (wanted: string | undefined, letter: string | undefined): boolean =>
  wanted === letter ||
  (wanted !== undefined && letter !== undefined && (leet[letter]?.includes(wanted) ?? false));

/** A word of digits needs two letters, or every «a55» and «b00» would be one. Signs are no accident. */
function lettersEnough<Owner>(
  { hasSigns }: Word<Owner>,
  { isLetter }: Shape,
  { letters }: Folded,
  first: number,
  last: number,
): boolean {
  if (hasSigns) return true;
  let count = 0;
  for (let i = first; i <= last; i++) {
    if (isLetter[i] || leetSigns.includes(letters[i] ?? '')) count++;
  }
  return count >= 2 || count === last - first + 1;
}

const wordOfOneLetter = /[aeiouy]/;

/** Whether a letter next to a word that is taken apart belongs to it. */
function joins(
  { gap, letters }: Folded,
  { alone }: Shape,
  neighbour: number,
  end: number,
): boolean {
  const letter = letters[neighbour];
  if (letter === undefined) return false;
  const between = gap[Math.max(neighbour, end)];
  if (between !== gaps.hard) return between === gaps.soft;
  return alone[neighbour] === true && alone[end] === true && !wordOfOneLetter.test(letter);
}
