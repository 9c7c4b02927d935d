import { leet } from './confusables.ts';
import { type Folded, gaps } from './fold.ts';
import { shortWords } from './short-words.ts';

/** What comparing a word with a text needs to know of each letter's surroundings. */
export interface Shape {
  isLetter: boolean[];
  /** A word may begin, or end, here. */
  begins: boolean[];
  ends: boolean[];
  /** Stands alone between gaps, or with repetitions of itself. */
  alone: boolean[];
  /** What the piece between two gaps is that it stands in. */
  piece: Piece[];
}

/** `scrap`: too short to be a word, and none. `whole`: a short word, or a number. */
export type Piece = 'scrap' | 'whole' | 'other';

/** Scripts that write words without spaces: Thai, Lao, Japanese, Chinese. */
const unspaced = /[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/;

/** Longest piece that may be a scrap: all words of so few letters are known. */
const longestScrap = 3;

export function shapeOf({ letters, coarse, gap }: Folded): Shape {
  const count = letters.length;
  const isLetter = Array.from(letters, (letter) => !(letter in leet) && !/\p{N}/u.test(letter));
  const begins: boolean[] = [];
  const ends: boolean[] = new Array(count).fill(false);
  const alone: boolean[] = new Array(count).fill(false);
  const piece: Piece[] = new Array(count).fill('other');
  let signsOnly = true;
  for (let i = 0; i < count; i++) {
    if (gap[i] !== gaps.none) signsOnly = true;
    // Digits around a word are no part of it: «2024puta».
    begins[i] = signsOnly || unspaced.test(letters[i] ?? '');
    if (isLetter[i]) signsOnly = false;
  }
  signsOnly = true;
  for (let i = count - 1; i >= 0; i--) {
    if (gap[i + 1] !== gaps.none) signsOnly = true;
    ends[i] = signsOnly || unspaced.test(letters[i] ?? '');
    if (isLetter[i]) signsOnly = false;
  }
  for (let start = 0, i = 1; i <= count; i++) {
    if (gap[i] === gaps.none) continue;
    let runs = 1;
    for (let j = start + 1; j < i; j++) if (coarse[j] !== coarse[j - 1]) runs++;
    if (runs === 1) alone.fill(true, start, i);
    // A number may be longer; most pieces are words, and need no second look.
    if (runs <= longestScrap || !isLetter[start]) {
      piece.fill(pieceOf(letters.slice(start, i)), start, i);
    }
    start = i;
  }
  return { isLetter, begins, ends, alone, piece };
}

function pieceOf(letters: string): Piece {
  if (/^\p{N}+$/u.test(letters)) return 'whole';
  const plain = letters.replace(/[^\p{L}]/gu, (sign) => leet[sign]?.[0] ?? sign);
  const once = plain.replace(/(.)\1+/gsu, '$1');
  if (once.length > longestScrap || !/^[a-zñ]+$/.test(once)) return 'other';
  if (!shortWords.has(plain) && !shortWords.has(once)) return 'scrap';
  return once.length === 1 ? 'other' : 'whole';
}
