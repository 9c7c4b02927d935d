import type { Lexicon, Word } from './search-words.ts';

/** What is looked for. */
export interface SearchQuery {
  /** As a `tsquery` is written. */
  text: string;
  /** Whether a word of a text is one of those that were looked for. */
  finds: (word: Word) => boolean;
}

interface Part {
  text: string;
  not: boolean;
  /** The person may still be writing its last word. */
  isOpen: boolean;
}

/** More are not looked at. */
const mostParts = 12;
/** Words that are begun are completed from so many letters on. */
const fewestLetters = 3;

/** Gives stems that begin like this. */
export type Complete = (beginning: string) => Promise<string[]>;

/**
 * Reads what a person typed: all words must occur, in any form and whatever their accents; "so" as a phrase;
 * -not this one; and the last word may be unfinished. Null when nothing is left to look for.
 */
export async function readQuery(
  text: string,
  lexicon: Pick<Lexicon, 'read'>,
  complete: Complete,
): Promise<SearchQuery | null> {
  const parts = partsOf(text);
  const read = await lexicon.read(parts.map((part) => part.text));
  const conditions: string[] = [];
  const wanted = new Set<string>();
  let beginning: string | null = null;
  let isPositive = false;
  for (const [index, { not, isOpen }] of parts.entries()) {
    const words = read[index] ?? [];
    const last = words.at(-1);
    const begun = isOpen && last && last.stems.length > 0 ? last : null;
    // One or two letters of a next word say nothing yet.
    if (begun && words.length === 1 && isPositive && begun.folded.length < fewestLetters) continue;
    const completed =
      begun && begun.folded.length >= fewestLetters ? await complete(begun.folded) : [];
    if (completed.length > 0) beginning = last?.folded ?? null;
    const condition = phrase(
      words.map((word) => (word === begun ? [...word.stems, ...completed] : word.stems)),
    );
    if (!condition) continue;
    conditions.push(not ? `!(${condition})` : condition);
    if (not) continue;
    isPositive = true;
    for (const stem of words.flatMap(({ stems }) => stems)) wanted.add(stem);
  }
  if (!isPositive) return null;
  return {
    text: conditions.join(' & '),
    finds: ({ stems, folded }) =>
      stems.some((stem) => wanted.has(stem)) ||
      (beginning !== null && folded.startsWith(beginning)),
  };
}

function partsOf(text: string): Part[] {
  const matches = [...text.matchAll(/(-?)(?:"([^"]*)("?)|([^\s"]+))/g)].slice(0, mostParts);
  return matches.map(([all, minus, quoted, , plain], index) => ({
    text: quoted ?? plain ?? '',
    not: minus === '-',
    isOpen:
      minus !== '-' &&
      quoted === undefined &&
      index === matches.length - 1 &&
      text.endsWith(all) &&
      /[\p{L}\p{N}\p{M}]$/u.test(all),
  }));
}

/** Words one after the other, each in any of its forms; words that say nothing leave their place open. */
function phrase(words: (readonly string[])[]): string {
  let written = '';
  let gap = 1;
  for (const forms of words) {
    if (forms.length === 0) {
      gap++;
      continue;
    }
    const any = `(${[...new Set(forms)].map((form) => `'${form}'`).join(' | ')})`;
    written = written === '' ? any : `${written} <${gap}> ${any}`;
    gap = 1;
  }
  return written;
}
