import { leet, leetSigns, plainLetter } from './confusables.ts';

/** What is between two letters: nothing, a mark within a word (`-`, `_`, `.`), or the end of one. */
export const gaps = { none: 0, soft: 1, hard: 2 } as const;

/** A text as the filter reads it: letters and digits, and what is between them. */
export interface Folded {
  source: string;
  /** Each letter or digit in its plain form, one code unit each. */
  letters: string;
  /** The same, where all that may stand for each other is one letter. */
  coarse: string;
  /** What is before each letter; one more at the end. */
  gap: number[];
  /** Where each letter is in the source; one more at the end. */
  at: number[];
}

/** Letters of one class match the same; which of them it was is compared later. */
const classOf: Record<string, string> = { l: 'i', z: 'z' };
for (const [sign, [first = sign]] of Object.entries(leet)) classOf[sign] = classOf[first] ?? first;
classOf['6'] = 'g';
classOf['9'] = 'g';
// 6 stands for g and for b, 8 for b: one class for all of them.
classOf.b = 'g';
classOf['8'] = 'g';

/** Takes no room and has no meaning: marks on letters, joiners, fillers, the Arabic lengthener. */
const unseen = /(?![\u3099\u309a])\p{Script=Inherited}|\p{Cf}|[\u0640\u115f\u1160\u3164\uffa0]/u;
const spoken = /^[\p{L}\p{N}\p{M}]/u;
const endsWord = /[\s,;:?!¿¡()[\]{}<>"«»“”…/\\]/;

/**
 * Reads a text without what hides words: case, accents, styles, lookalikes and characters that are
 * not seen. ñ stays a letter of its own: it makes other words (año, ano).
 */
export function fold(source: string): Folded {
  const text = source.normalize('NFC');
  const folded: Folded = { source: text, letters: '', coarse: '', gap: [], at: [] };
  let gap: number = gaps.hard;
  let between = '';
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const char = String.fromCodePoint(code);
    const next = at + char.length;
    const plain = plainOf(char, text.slice(next, next + 2));
    if (plain === null) {
      between += char;
      gap = Math.max(gap, gapOf(char, between, text.slice(next, next + 2)));
    }
    for (const letter of plain ?? '') {
      folded.letters += letter;
      folded.coarse += classOf[letter] ?? letter;
      folded.gap.push(gap);
      folded.at.push(at);
      gap = gaps.none;
      between = '';
    }
    at = next;
  }
  folded.gap.push(gaps.hard);
  folded.at.push(text.length);
  return folded;
}

/** The plain letters of a character; none for what is not seen; null for what is no letter. */
function plainOf(char: string, next: string): string | null {
  const code = char.charCodeAt(0);
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return char;
    if (code >= 65 && code <= 90) return char.toLowerCase();
  }
  if (leetSigns.includes(char)) {
    // «¡No!» has no letter at its end.
    const isMark = char === '!' || char === '|';
    return isMark && !(next && spoken.test(next)) ? null : char;
  }
  if (code < 128) return null;
  const known = plainForms.get(char);
  if (known !== undefined) return known;
  const plain = plainBeyondAscii(char);
  if (plainForms.size < 4_096) plainForms.set(char, plain);
  return plain;
}

const plainForms = new Map<string, string | null>();

function plainBeyondAscii(char: string): string | null {
  const small = char.toLowerCase();
  if (small === 'ñ') return small;
  if (unseen.test(char)) return '';
  let plain = '';
  for (const part of small.normalize('NFKD')) {
    if (unseen.test(part)) continue;
    const letters = plainLetter(part.toLowerCase());
    if (!spoken.test(letters)) return null;
    plain += letters;
  }
  // What needs two code units has no plain form: such scripts are read as they are, by patterns.
  return /^[\0-\ud7ff\ue000-\uffff]*$/.test(plain) ? plain : null;
}

function gapOf(char: string, between: string, next: string): number {
  if (endsWord.test(char)) return gaps.hard;
  if (char !== '.') return gaps.soft;
  // «No.Ya voy», «no...ya»: the end of a sentence without its space.
  return between.includes('..') || /^\p{Lu}/u.test(next) ? gaps.hard : gaps.soft;
}

/** The text as a person may read it: plain letters, one space between words. */
export function readable({ letters, gap }: Folded): string {
  const words: string[] = [];
  let start = 0;
  for (let end = 1; end <= letters.length; end++) {
    if (gap[end] === gaps.none) continue;
    const word = letters.slice(start, end);
    // A year or a number at the end is no part of the word.
    const [number = ''] = /\d{2,}$/.exec(word) ?? [];
    const body = word.slice(0, word.length - number.length);
    const isWord = (body.match(/\p{L}/gu)?.length ?? 0) >= 2;
    const plain = isWord ? body.replace(/[^\p{L}]/gu, (sign) => leet[sign]?.[0] ?? sign) : body;
    words.push(plain + number);
    start = end;
  }
  return words.join(' ');
}

/** The same for words that are written with letters of the same classes, however often repeated. */
export const likeness = ({ coarse }: Folded): string => coarse.replace(/(.)\1+/gsu, '$1');
