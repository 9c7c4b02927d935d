import { diffArrays } from 'diff';

export interface WordChange {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

/** So many changed words, or milliseconds, make two texts that have nothing to do with each other. */
const mostEdits = 2_000;
const mostMs = 200;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const wordsOf = (text: string): string[] => [...words.segment(text)].map(({ segment }) => segment);

/** What of a text is new, and what went, word by word in any language. */
export function wordChanges(before: string, after: string): WordChange[] {
  const found = diffArrays(wordsOf(before), wordsOf(after), {
    maxEditLength: mostEdits,
    timeout: mostMs,
  });
  if (!found) return whole(before, after);
  return found.map(({ value, added, removed }) => ({
    text: value.join(''),
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}

const whole = (before: string, after: string): WordChange[] => [
  { text: before, kind: 'removed' },
  { text: after, kind: 'added' },
];
