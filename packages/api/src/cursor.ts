import { DomainError } from './errors.ts';

interface PartTypes {
  string: string;
  number: number;
}
type Values<Parts extends readonly (keyof PartTypes)[]> = {
  -readonly [Index in keyof Parts]: PartTypes[Parts[Index]];
};

/** A place in a sorted list, opaque to clients. */
export const writeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor, null for none. Throws `invalidInput` with field `cursor`. */
export function readCursor<const Parts extends readonly (keyof PartTypes)[]>(
  cursor: string | null | undefined,
  parts: Parts,
): Values<Parts> | null {
  if (!cursor) return null;
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw invalid();
  }
  if (
    !Array.isArray(values) ||
    values.length !== parts.length ||
    values.some((value, index) => typeof value !== parts[index])
  ) {
    throw invalid();
  }
  return values as Values<Parts>;
}

const invalid = () => new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
