/** Bytes of a whole, both ends inclusive. */
export interface Part {
  start: number;
  end: number;
}

/**
 * The part that a `Range` header asks for. Null: all of it, also where several parts or something
 * unknown is asked for. `none`: there is nothing where it asks.
 */
export function partOf(header: string | undefined, bytes: number): Part | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'none' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= bytes ? 'none' : { start, end };
}
