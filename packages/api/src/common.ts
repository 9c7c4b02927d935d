import { z } from 'zod';

/** In small letters, as the database writes it: one thing has one name in caches and topics. */
export const id = z.uuid().toLowerCase();
/** A moment that somebody names, within what the database holds as well. */
export const instant = z
  .date()
  .min(new Date('0001-01-01T00:00:00Z'))
  .max(new Date('9999-12-31T23:59:59.999Z'));
export const done = z.object({ done: z.literal(true) });
export const cursorInput = z.object({
  /** `nextCursor` of the page before; absent for the first page. */
  cursor: z.string().max(400).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
});

/** A page of a list that is read by cursor. `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/**
 * Text typed by a person: trimmed, normalised, without control characters but line breaks and tabs. What
 * shows nothing at all is empty.
 */
export const humanText = (minimum: number, maximum: number) =>
  z
    .string()
    .max(maximum * 4)
    .transform((text) => text.normalize('NFC').replace(controlCharacters, '').trim())
    .transform((text) => (showsNothing.test(text) ? '' : text))
    .pipe(z.string().min(minimum).max(maximum));

// PostgreSQL refuses NUL; half a surrogate pair is no character; the other ones only hide text or turn
// its direction.
const controlCharacters =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu;

// Inside a text they have their use: they hold emoji together, and letters of some scripts.
const showsNothing = /^[\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\s]+$/u;
