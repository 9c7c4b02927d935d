import { thumbHashToDataURL } from 'thumbhash';

const known = new Map<string, string | null>();

/** Address of the blurred preview of a picture; null when there is none. */
export function thumbOf(thumbhash: string | null): string | null {
  if (!thumbhash) return null;
  const before = known.get(thumbhash);
  if (before !== undefined) return before;
  let made: string | null = null;
  try {
    made = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    // A picture without a preview is shown all the same.
  }
  if (known.size > 500) known.clear();
  known.set(thumbhash, made);
  return made;
}
