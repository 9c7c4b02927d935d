import { RE2JS, RE2Set } from 're2js';

/** RE2 looks at each character once: no pattern makes it slow. Throws what it cannot read. */
export const compilePattern = (pattern: string, caseSensitive: boolean): RE2JS =>
  RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);

/** Why a pattern cannot be used, or null. */
export function patternRefusal(pattern: string): 'unreadable' | 'matchesAll' | null {
  try {
    return compilePattern(pattern, false).matcher('').find() ? 'matchesAll' : null;
  } catch {
    return 'unreadable';
  }
}

interface Entry<Owner> {
  pattern: string;
  caseSensitive: boolean;
  owner: Owner;
}

/** Finds which of several patterns match, in one pass. */
export class PatternFinder<Owner> {
  readonly #set: RE2Set | null;
  readonly #entries: (Entry<Owner> & { compiled: RE2JS })[];

  /** `unfit` is told of patterns that cannot be read. */
  constructor(entries: readonly Entry<Owner>[], unfit: (owner: Owner) => void) {
    this.#entries = entries.flatMap((entry) => {
      try {
        return [{ ...entry, compiled: compilePattern(entry.pattern, entry.caseSensitive) }];
      } catch {
        unfit(entry.owner);
        return [];
      }
    });
    this.#set = this.#entries.length === 0 ? null : new RE2Set();
    for (const { pattern, caseSensitive } of this.#entries) {
      this.#set?.add(caseSensitive ? pattern : `(?i:${pattern})`);
    }
    this.#set?.compile();
  }

  find(text: string, found: (match: { owner: Owner; text: string }) => void): void {
    for (const index of this.#set?.match(text) ?? []) {
      const entry = this.#entries[index];
      const matcher = entry?.compiled.matcher(text);
      if (entry && matcher?.find()) found({ owner: entry.owner, text: matcher.group() ?? '' });
    }
  }
}
