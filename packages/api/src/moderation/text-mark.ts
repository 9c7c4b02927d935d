import { createHash } from 'node:crypto';
import { fold, likeness } from './filter/fold.ts';

/** Texts that agree in so many letters from the beginning are the same. */
const mostLetters = 4_000;
/** What is shorter says too little to be compared. */
const fewestLetters = 3;

/**
 * What makes two texts the same to whoever sees through case, accents, leetspeak, spacing and
 * repeated letters; null for what has too few letters to say.
 */
export function textMark(text: string): Uint8Array<ArrayBuffer> | null {
  const letters = likeness(fold(text)).slice(0, mostLetters);
  if (letters.length < fewestLetters) return null;
  return Uint8Array.from(createHash('sha256').update(letters).digest().subarray(0, 16));
}
